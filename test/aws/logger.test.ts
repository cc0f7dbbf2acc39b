import { openLogger } from "../../aws/logger.ts";
import { hostileTexts } from "../support/hostile-texts.ts";

/** Whatever people wrote into names, labels, file names and messages, and errors tell of it: a line of the log is one. */

let written: string[];
const keep = (chunk: unknown) => {
  written.push(String(chunk));
  return true;
};
beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, "write").mockImplementation(keep);
  jest.spyOn(process.stderr, "write").mockImplementation(keep);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The lines that came out, each as a reader takes it: by any character that ends a line somewhere. */
const linesOf = () =>
  written
    .join("")
    .split(/[\n\r\u2028\u2029\u0085\u000B\u000C]/)
    .filter((line) => line !== "");

const texts = Object.entries({
  ...hostileTexts,
  "new lines": 'a\r\nb\n{"level":"ERROR","message":"not ours"}\n\tc',
  "a percent sign": "100% %s %j %o",
  "a direction mark": "a\u200Eb\u200Fc",
  "an escape sequence": "\u001B[2J\u001B[31mred",
});

class Told extends Error {
  override readonly name = "Told";
  readonly details;
  constructor(text: string) {
    super(`refused: ${text}`, { cause: new Error(text, { cause: text }) });
    this.details = [{ came: text, wanted: "another" }];
  }
}

test.each(texts)("%s stand in one short line of valid JSON", (_what, text) => {
  const logger = openLogger();
  logger.error("request failed", { tenant: "acme", error: new Told(text) });
  logger.warn("an event is not told yet", { type: text, error: new Error(text) });
  logger.info(text, { fileName: text, label: text, names: Array.from({ length: 200 }, () => text) });
  const lines = linesOf();
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(() => JSON.parse(line) as unknown).not.toThrow();
    // As CloudWatch takes it, whole.
    expect(Buffer.byteLength(line)).toBeLessThan(256_000);
    expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069\u2028\u2029]/u);
  }
  expect(lines.map((line) => (JSON.parse(line) as { readonly level: string }).level)).toEqual([
    "ERROR",
    "WARN",
    "INFO",
  ]);
});

test("what is harmless is told as it is, whole up to 4,000 characters, and the stack with it", () => {
  const text = "Promo \u{1F389} \u0645\u0631\u062D\u0628\u0627 100%";
  const error = new Error(text);
  openLogger("worker").error("failed", { error, long: "a".repeat(4_001) });
  const [line = ""] = linesOf();
  expect(JSON.parse(line)).toMatchObject({
    service: "worker",
    message: "failed",
    long: `${"a".repeat(4_000)}... (4001 characters)`,
    error: { message: text, stack: error.stack },
  });
});
