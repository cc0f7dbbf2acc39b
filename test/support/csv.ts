import type { ColumnMap } from "./csv-column-map.ts";
import { CsvUnreadable, type CsvProblem } from "./csv-problem.ts";
import { RecordParser, type CsvRow } from "./csv-records.ts";
import { FileSurvey, type FileOptions, type Survey } from "./csv-survey.ts";

/** A whole file at once, read as it is read part by part. */

export interface CsvTable {
  readonly columns: ColumnMap;
  readonly rows: readonly CsvRow[];
  readonly survey: Survey;
}

/** Reads a whole file, or says on which line it stops being a list of contacts. */
export function readCsv(bytes: Uint8Array, options: FileOptions = {}): CsvTable | CsvProblem {
  try {
    const found = new FileSurvey(options);
    found.push(bytes);
    const survey = found.finish();
    const { layout, start, columns } = survey;
    const parser = new RecordParser(layout, start);
    const rows = parser.push(bytes.subarray(start.byte));
    rows.push(...parser.end());
    return { columns, rows: columns.hasHeader ? rows.slice(1) : rows, survey };
  } catch (error) {
    if (!(error instanceof CsvUnreadable)) throw error;
    return error.problem;
  }
}

export const isCsvProblem = (table: CsvTable | CsvProblem): table is CsvProblem => "wanted" in table;
