import { Context, Liquid, LiquidError, Tokenizer, TokenKind, type Template, type Token } from "liquidjs";
import { hasVisibleText, maxMessageLength } from "./message-text.ts";
import { longestTextMs, type MsLeft } from "./render-time.ts";

/** Message texts with variables: `Halo {{ name }}`, `{{ kota | default: "kotamu" }}`. */

/** A template may be longer than what it renders to, but not without end. */
const maxParsedLength = 100_000;
/**
 * Characters and list members that the filters of one rendering may go through. The engine looks at its time between the
 * parts of a text, not within a filter: this bounds what one filter can do. A message has 4,096 characters at most.
 */
const maxGoneThrough = 100_000;

// No file system: a template can include nothing. Strict: a variable that a contact lacks is named, never left blank.
const liquid = new Liquid({
  templates: {},
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  ownPropertyOnly: true,
  // Otherwise it is asked of the machine, which takes 30 ms of each cold start; dates read alike everywhere with it.
  locale: "en-US",
  parseLimit: maxParsedLength,
  memoryLimit: maxGoneThrough,
});
// A message is one text: tags that would pull in another template are unknown words here.
for (const tag of ["include", "render", "layout", "block"]) Reflect.deleteProperty(liquid.tags, tag);

export interface ParsedTemplate {
  /** Names of the variables that the text uses, in order of appearance. */
  readonly variables: readonly string[];
  readonly render: (values: Readonly<Record<string, string>>, msLeft: MsLeft) => Rendering;
  /** Every variable that those values lack and the text can't do without, in order of appearance, as far as time allows. */
  readonly missing: (values: Readonly<Record<string, string>>, msLeft: MsLeft) => readonly string[];
}

export type RenderingProblem = "missing_variable" | "message_too_long" | "template_failed";

export type Rendering =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: RenderingProblem; readonly wanted: string };

export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/** Reads a text once; rendering it for each recipient is cheap. */
export function parseTemplate(text: string): ParsedTemplate | TemplateProblem {
  if (text.length > maxParsedLength) {
    return { line: 1, column: 1, problem: `at most ${maxParsedLength} characters, got ${text.length}` };
  }
  let parsed: Template[];
  try {
    parsed = liquid.parse(text);
  } catch (error) {
    return problemOf(error);
  }
  const leftOver = leftOverOf(text);
  if (leftOver !== undefined) return leftOver;
  return {
    variables: liquid.globalVariablesSync(parsed),
    render: (values, msLeft) => render(parsed, values, msLeft),
    missing: (values, msLeft) => missing(parsed, values, msLeft),
  };
}

const isOperator = (part: Token): part is Token & { readonly operator: string } => part.kind === TokenKind.Operator;

/** The engine reads `{{ nama kota }}` as `{{ nama }}`: a person would get the wrong text without anybody noticing. */
function leftOverOf(text: string): TemplateProblem | undefined {
  for (const token of new Tokenizer(text).readTopLevelTokens()) {
    if (token.kind !== TokenKind.Output) continue;
    const { contentRange } = token as typeof token & { readonly contentRange: [number, number] };
    const inside = new Tokenizer(text, undefined, undefined, contentRange);
    const { postfix } = inside.readFilteredValue().initial;
    // What operators leave over; each takes two values for one, `not` one for one.
    const values = postfix.reduce((sum, part) => sum + (!isOperator(part) ? 1 : part.operator === "not" ? 0 : -1), 0);
    if (values <= 1) continue;
    const written = text
      .slice(...contentRange)
      .trim()
      .slice(0, 80);
    const [line, column] = token.getPosition();
    const wanted = 'a variable and its filters; a name with spaces is written {{ ["nama kota"] }}';
    return { line: line ?? 1, column: column ?? 1, problem: `{{ ${written} }}: wanted ${wanted}` };
  }
  return undefined;
}

export const isTemplateProblem = (parsed: ParsedTemplate | TemplateProblem): parsed is TemplateProblem =>
  "problem" in parsed;

/** Named as the engine names its own. */
class TimeIsOver extends Error {
  override readonly name = "AssertionError";
}

/**
 * Renders within the time that `msLeft` tells. The engine's own limit goes by the clock on the wall: a process that stands
 * still for a moment on a busy machine would lose the text of a person who has done nothing.
 */
function rendered(parsed: Template[], values: object, msLeft: MsLeft): string {
  const check = () => {
    if (msLeft() <= 0) throw new TimeIsOver("template render limit exceeded");
  };
  const renderLimit = { check, use: check } as unknown as Context["renderLimit"];
  const context = new Context(values, liquid.options, { sync: true }, { renderLimit, liquid });
  return liquid.renderSync(parsed, context) as string;
}

function render(parsed: Template[], values: Readonly<Record<string, string>>, msLeft: MsLeft): Rendering {
  try {
    const text = rendered(parsed, values, msLeft);
    if (!hasVisibleText(text)) return { ok: false, reason: "missing_variable", wanted: "a text that is not empty" };
    return text.length > maxMessageLength
      ? {
          ok: false,
          reason: "message_too_long",
          wanted: `at most ${maxMessageLength} characters, rendered ${text.length}`,
        }
      : { ok: true, text };
  } catch (error) {
    const reason = (error as Error).name === "UndefinedVariableError" ? "missing_variable" : "template_failed";
    return { ok: false, reason, wanted: wantedAfter(problemOf(error).problem) };
  }
}

/** What the engine says of its bounds, as what was wanted. */
const wantedAfter = (problem: string): string =>
  problem.startsWith("template render limit")
    ? `a text that is made in ${longestTextMs} ms`
    : problem.startsWith("memory alloc limit")
      ? `a text whose filters go through at most ${maxGoneThrough} characters`
      : problem;

/** Renders again and again with what was missing filled in; one that can't be filled in ends it. */
function missing(parsed: Template[], values: Readonly<Record<string, string>>, msLeft: MsLeft): string[] {
  const named = new Set<string>();
  const filled = new Map<string, unknown>(Object.entries(values));
  let last: string | undefined;
  for (;;) {
    try {
      rendered(parsed, Object.fromEntries(filled), msLeft);
      return [...named];
    } catch (error) {
      const name = missingName(error);
      if (name === undefined || name === last || named.has(name) || named.size === maxMissing) return [...named];
      last = name;
      const [whole = name, ...parts] = name.split(".");
      // Of what is missing as a whole, its parts are no news: they are filled in for what comes after.
      if (!named.has(whole)) named.add(name);
      filled.set(
        whole,
        parts.reduceRight<unknown>((inner, part) => ({ [part]: inner }), "-"),
      );
    }
  }
}

const maxMissing = 50;

/** Of an error that a variable is not there for: which. */
function missingName(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "UndefinedVariableError") return undefined;
  return /undefined variable: ([^,\n]+)/.exec(error.message)?.[1];
}

function problemOf(error: unknown): TemplateProblem {
  // A bound that is met before the first part is told by an error that stands at no place.
  const isOfEngine = LiquidError.is(error) || (error instanceof Error && error.name === "AssertionError");
  if (!isOfEngine) throw error;
  const { line, col } = error as LiquidError & { line?: number; col?: number };
  const [position] = /line:(\d+), col:(\d+)/.exec(error.message) ?? [];
  const numbers = position?.match(/\d+/g)?.map(Number) ?? [];
  return {
    line: line ?? numbers[0] ?? 1,
    column: col ?? numbers[1] ?? 1,
    problem: error.message.split(/, (?:file|line):/)[0] ?? error.message,
  };
}
