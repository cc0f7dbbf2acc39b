import { Context, Liquid, LiquidError, type Template } from "liquidjs";
import { countCharacters, withoutHalves } from "../characters.ts";
import { hasVisibleText, maxMessageLength } from "./message-text.ts";
import { longestTextMs, type MsLeft } from "./render-time.ts";
import { readDatesInTimezone } from "./template-dates.ts";
import { bareNumberIn, leftOverIn, type BareNumber, type TemplateProblem } from "./template-faults.ts";
import { isAlwaysShown, isPartOf, placeIn, type PlaceInText } from "./template-needs.ts";
import { variableFinder } from "./variable-names.ts";

/** Message texts with variables: `Halo {{ name }}`, `{{ kota | default: "kotamu" }}`. */

/** A template may be longer than what it renders to, but not without end. */
const maxParsedLength = 100_000;
/**
 * Characters and list members that the filters of one rendering may go through. The engine checks its time between the
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
readDatesInTimezone(liquid);

/** Of one contact; each is found by variables as variable-names.ts says. */
type Values = Readonly<Record<string, string>>;

export interface ParsedTemplate {
  /** Names of the variables that the text uses, as it writes them, in order of appearance. */
  readonly variables: readonly string[];
  /** No text with one is taken in; those that were before are rendered as they were. */
  readonly bareNumber: BareNumber | undefined;
  /** @param timezone of dates: the session's; UTC when absent */
  readonly render: (values: Values, msLeft: MsLeft, timezone?: string) => Rendering;
  /**
   * Every variable that those values lack and the text can't do without, in order of appearance, as far as time allows; of a
   * text that comes to nothing visible, those that are blank.
   */
  readonly missing: (values: Values, msLeft: MsLeft, timezone?: string) => readonly string[];
  /** Of what those values lack, the variables that no condition, loop or default stands before: each message needs them. */
  readonly needed: (values: Values, msLeft: MsLeft) => readonly string[];
  /** Where the text first names that variable. */
  readonly placeOf: (variable: string) => PlaceInText;
}

export type RenderingProblem = "missing_variable" | "message_too_long" | "template_failed";

export type Rendering =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: RenderingProblem; readonly wanted: string };

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
  const leftOver = leftOverIn(parsed);
  if (leftOver !== undefined) return leftOver;
  const variables = liquid.globalVariablesSync(parsed);
  const always = parsed.filter(isAlwaysShown);
  return {
    variables,
    bareNumber: bareNumberIn(parsed),
    render: (values, msLeft, timezone) => render(parsed, values, { msLeft, timezone }),
    missing: (values, msLeft, timezone) => {
      const lacking = missing(parsed, values, { msLeft, timezone });
      const own = valueOf(values);
      return lacking.length > 0 || msLeft() <= 0
        ? lacking
        : variables.filter((variable) => !hasVisibleText(own(variable) ?? ""));
    },
    // What the text sets itself, perhaps within a condition, is no contact's.
    needed: (values, msLeft) =>
      missing(always, values, { msLeft }).filter((name) => variables.some((one) => isPartOf(name, one))),
    placeOf: (variable) => placeIn(parsed, variable),
  };
}

export const isTemplateProblem = (parsed: ParsedTemplate | TemplateProblem): parsed is TemplateProblem =>
  "problem" in parsed;

/** Named as the engine names its own. */
class TimeIsOver extends Error {
  override readonly name = "AssertionError";
}

/** The value that a written name stands for, undefined where there is none. */
const valueOf = (values: Values) => {
  const find = variableFinder(Object.keys(values));
  return (written: string): string | undefined => {
    const name = find(written);
    return name === undefined ? undefined : values[name];
  };
};

type Lookup = (written: string) => unknown;

interface Conditions {
  readonly msLeft: MsLeft;
  readonly timezone?: string | undefined;
}

const nothing: object = Object.freeze(Object.create(null) as object);

/**
 * Renders within the time that `msLeft` says. The engine's own limit goes by the clock on the wall: a process that stands
 * still for a moment on a busy machine would lose the text of a person who has done nothing.
 */
class Rendered extends Context {
  readonly #lookup: Lookup;
  /** The variable that was read last. */
  last: string | undefined;

  constructor(lookup: Lookup, { msLeft, timezone = "UTC" }: Conditions) {
    const check = () => {
      if (msLeft() <= 0) throw new TimeIsOver("template render limit exceeded");
    };
    const renderLimit = { check, use: check } as unknown as Context["renderLimit"];
    const options = { ...liquid.options, timezoneOffset: timezone };
    // What the text sets itself stands in scopes and the environment; behind them all stand the contact's values.
    super(Object.create(null) as object, options, { sync: true, globals: nothing }, { renderLimit, liquid });
    this.#lookup = lookup;
  }

  override readProperty(holder: object, key: unknown): unknown {
    if (holder !== nothing) return super.readProperty(holder, key as string) as unknown;
    this.last = String(key);
    return this.#lookup(this.last);
  }
}

function render(parsed: Template[], values: Values, conditions: Conditions): Rendering {
  try {
    // `split` takes characters apart as JavaScript does, into halves of those beyond its first plane.
    const text = withoutHalves(liquid.renderSync(parsed, new Rendered(valueOf(values), conditions)) as string);
    if (!hasVisibleText(text)) return { ok: false, reason: "missing_variable", wanted: "a text that is not empty" };
    const length = countCharacters(text);
    return length > maxMessageLength
      ? {
          ok: false,
          reason: "message_too_long",
          wanted: `at most ${maxMessageLength} characters, rendered ${length}`,
        }
      : { ok: true, text };
  } catch (error) {
    const reason = (error as Error).name === "UndefinedVariableError" ? "missing_variable" : "template_failed";
    return { ok: false, reason, wanted: wantedAfter(problemOf(error).problem) };
  }
}

/** What the engine says of its bounds, and what a filter says of its values, as what was wanted. */
function wantedAfter(problem: string): string {
  if (problem.startsWith("template render limit")) return `a text that is made in ${longestTextMs} ms`;
  if (problem.startsWith("memory alloc limit")) {
    return `a text whose filters go through at most ${maxGoneThrough} characters`;
  }
  return problem;
}

/** Renders again and again with what was missing filled in; one that can't be filled in ends it. */
function missing(parsed: Template[], values: Values, conditions: Conditions): string[] {
  const named = new Set<string>();
  const filled = new Map<string, unknown>();
  const own = valueOf(values);
  let before: string | undefined;
  for (;;) {
    const context = new Rendered((written) => filled.get(written) ?? own(written), conditions);
    try {
      liquid.renderSync(parsed, context);
      return [...named];
    } catch (error) {
      const name = missingName(error, context.last);
      if (name === undefined) return [...named];
      const { whole, parts } = name;
      const path = [whole, ...parts].join(".");
      if (path === before || named.has(path) || named.size === maxMissing) return [...named];
      before = path;
      // Of what is missing as a whole, its parts are no news: they are filled in for what comes after.
      if (!named.has(whole)) named.add(path);
      filled.set(
        whole,
        parts.reduceRight<unknown>((inner, part) => ({ [part]: inner }), "-"),
      );
    }
  }
}

const maxMissing = 50;

/** Of an error that a variable is not there for: which, and which part of it. @param last the variable that was read last */
function missingName(
  error: unknown,
  last: string | undefined,
): { readonly whole: string; readonly parts: readonly string[] } | undefined {
  if (!(error instanceof Error) || error.name !== "UndefinedVariableError") return undefined;
  const said = saidIn(error.message).problem.replace(/^undefined variable: /, "");
  // A name may have points in it, as `No. HP` has.
  if (last !== undefined && (said === last || said.startsWith(`${last}.`))) {
    return { whole: last, parts: said === last ? [] : said.slice(last.length + 1).split(".") };
  }
  const [whole = "", ...parts] = said.split(".");
  return { whole, parts };
}

function problemOf(error: unknown): TemplateProblem {
  // A bound that is met before the first part gives an error without a place.
  const isOfEngine = LiquidError.is(error) || (error instanceof Error && error.name === "AssertionError");
  if (!isOfEngine) throw error;
  const said = saidIn(error.message);
  const { originalError: cause } = error as LiquidError & { readonly originalError?: unknown };
  // Of JavaScript, and not of the engine: a filter got what it can't work with.
  const isOfFilter = [RangeError, SyntaxError, TypeError, URIError].some((kind) => cause instanceof kind);
  return isOfFilter ? { ...said, problem: `values that the filters can work with; one says: ${said.problem}` } : said;
}

/** The engine puts the place behind what it says. */
function saidIn(message: string): TemplateProblem {
  const [, problem = message, line = 1, column = 1] = /^(.*), line:(\d+), col:(\d+)$/s.exec(message) ?? [];
  return { line: Number(line), column: Number(column), problem };
}
