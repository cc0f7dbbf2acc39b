import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** What jest writes of a run with `--json`. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A test that is skipped proves nothing: it counts as one that failed. */
export const failedOf = (report: JestReport): number =>
  report.numFailedTests + report.numRuntimeErrorTestSuites + report.numPendingTests + report.numTodoTests;

/** The tests that did not pass, by file, each with why: the output between is long, and its middle is what a log loses first. */
export const notPassed = ({ testResults }: JestReport): readonly string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status !== "passed");
    const what = tests.map((test) => `${test.fullName} (${test.status})${whyOf(test.failureMessages)}`);
    if (what.length === 0 && status === "failed") what.push(message.slice(0, 500));
    return what.map((line) => `${relative(process.cwd(), name)}: ${line}`);
  });

/** Of a stack or a difference, what stands before it and its first lines. */
function whyOf(messages: readonly string[]): string {
  const lines = messages.flatMap((message) => stripVTControlCharacters(message).split("\n"));
  const said = lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("at "));
  return said.length === 0 ? "" : `: ${said.join(" | ").slice(0, 400)}`;
}
