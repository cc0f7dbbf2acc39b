import type { ColumnMap } from "../../core/import/csv-column-map.ts";
import { CsvUnreadable, type CsvProblem } from "../../core/import/csv-problem.ts";
import type { CsvRow } from "../../core/import/csv-records.ts";
import { readWhole, type FileOptions, type Survey } from "../../core/import/csv-survey.ts";

/** A file as a request takes it in, or on which line it stops being a list of contacts. */

export interface CsvTable {
  readonly columns: ColumnMap;
  readonly rows: readonly CsvRow[];
  readonly survey: Survey;
}

export function readCsv(bytes: Uint8Array, options: FileOptions = {}): CsvTable | CsvProblem {
  try {
    const { survey, rows } = readWhole(bytes, options);
    return { columns: survey.columns, rows, survey };
  } catch (error) {
    if (!(error instanceof CsvUnreadable)) throw error;
    return error.problem;
  }
}

export const isCsvProblem = (table: CsvTable | CsvProblem): table is CsvProblem => "wanted" in table;
