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
