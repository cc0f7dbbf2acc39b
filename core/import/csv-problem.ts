/** Why a file as a whole is no list of contacts. */

export interface CsvProblem {
  readonly line: number;
  readonly came: string;
  readonly wanted: string;
}

/** The file stops being a list of contacts there. */
export class CsvUnreadable extends Error {
  override readonly name = "CsvUnreadable";
  readonly problem: CsvProblem;

  constructor(problem: CsvProblem) {
    super(`line ${problem.line}: ${problem.came}; wanted ${problem.wanted}`);
    this.problem = problem;
  }
}

export const emptyFile: CsvProblem = {
  line: 1,
  came: "an empty file",
  wanted: "a header line and at least one contact",
};

export const noText = (kind: string): CsvProblem => ({
  line: 1,
  came: kind === "no text" ? "bytes that are no text" : `bytes that are no text: ${kind}`,
  wanted:
    "a CSV file in UTF-8, UTF-16 (with a mark, or named by the option encoding) or Windows-1252; Excel makes one by Save as, CSV UTF-8",
});
