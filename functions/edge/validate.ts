import type * as z from "zod";
import { brief, NamedError, type ErrorDetail } from "../../core/errors.ts";

/** Checks by the route object's schemas; every bad field is named with what came and what was wanted. */

type Issue = z.core.$ZodIssue;

/**
 * @param at where the value stands: "" for the body (pointers are into it), `/query` or `/headers` for the others
 * @param entries pointer to an array whose entries are checked later, one by one
 * @throws NamedError VALIDATION_FAILED with one detail a bad field
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string,
  entries?: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  const prototypes = prototypeMembers(value, at).filter(
    ({ pointer }) => entries === undefined || !pointer.startsWith(`${entries}/`),
  );
  if (parsed.success && prototypes.length === 0) return parsed.data;
  const issues = ofItsType(parsed.error?.issues ?? []).flatMap((issue) => detailsOf(issue, value, at));
  const named = new Set(issues.map(({ pointer }) => pointer));
  const details = [...issues, ...prototypes.filter(({ pointer }) => !named.has(pointer))].slice(0, maxDetails);
  throw new NamedError("VALIDATION_FAILED", "fields are not valid", { details });
}

const maxDetails = 50;

/** Deeper than any schema here goes; what lies further down is part of something that is refused anyway. */
const deepestMember = 8;

/** Where a record may have members of any name, zod passes over one named `__proto__` in silence. */
function prototypeMembers(value: unknown, pointer: string, depth = 0): ErrorDetail[] {
  if (typeof value !== "object" || value === null || depth > deepestMember) return [];
  const members: readonly [string, unknown][] = Object.entries(value);
  return members.flatMap(([name, inner]) => {
    const at = typeof inner === "object" || name === "__proto__" ? `${pointer}${pointerOf([name])}` : pointer;
    if (name !== "__proto__") return prototypeMembers(inner, at, depth + 1);
    return [{ pointer: at, came: "a field that is not known here", wanted: "no such field" }];
  });
}

/** A text has a length, too: where an array is wanted, zod also says how long it may be, and the other way round. */
function ofItsType(issues: readonly Issue[]): readonly Issue[] {
  const mistyped = new Set(issues.filter(({ code }) => code === "invalid_type").map(({ path }) => pointerOf(path)));
  return issues.filter(({ code, path }) => code === "invalid_type" || !mistyped.has(pointerOf(path)));
}

function detailsOf(issue: Issue, value: unknown, at: string): ErrorDetail[] {
  const pointer = at + pointerOf(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: `${pointer}${pointerOf([key])}`,
      came: "a field that is not known here",
      wanted: "no such field",
    }));
  }
  if (issue.code === "invalid_union") return unionDetails(issue, value, at);
  if (issue.code === "invalid_key") {
    return [
      {
        pointer,
        came: brief(issue.path.at(-1)),
        wanted: issue.issues[0] === undefined ? "another name" : wantedOf(issue.issues[0]),
      },
    ];
  }
  return [{ pointer, came: brief(inputOf(issue, value)), wanted: wantedOf(issue) }];
}

/** Of several shapes, the one that the caller came closest to says what is missing. */
function unionDetails(issue: Extract<Issue, { code: "invalid_union" }>, value: unknown, at: string): ErrorDetail[] {
  const closest = issue.errors.map(ofItsType).sort((a, b) => distance(a) - distance(b))[0] ?? [];
  if (closest.length === 0) {
    return [{ pointer: at + pointerOf(issue.path), came: brief(valueAt(value, issue.path)), wanted: "another value" }];
  }
  return closest.flatMap((inner) => detailsOf({ ...inner, path: [...issue.path, ...inner.path] }, value, at));
}

/** A field that one shape doesn't know, or misses at its top, is further off than a bad value deep inside. */
const distance = (issues: readonly Issue[]): number =>
  issues.reduce((sum, { code, path }) => sum + (code === "unrecognized_keys" ? 2 : path.length <= 1 ? 1 : 0), 0);

function wantedOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `${article(issue.expected)}${issue.expected}`;
    case "too_small":
      return `at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case "too_big":
      return `at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return isZods(issue.message) ? `a text of the form ${formOf(issue)}` : issue.message;
    default:
      return issue.message;
  }
}

/** A message that the schema did not choose itself: it says what is wrong and not what was wanted. */
const isZods = (message: string): boolean => message.startsWith("Invalid ");

const formOf = ({ format, pattern }: Extract<Issue, { code: "invalid_format" }>): string =>
  format === "regex" ? (pattern ?? format) : format;

const article = (word: string): string => (/^[aeio]/.test(word) ? "an " : "a ");

const unitOf = (origin: string): string => (origin === "string" ? " characters" : origin === "array" ? " entries" : "");

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/**
 * Of what was taken apart before it was checked, only the issue knows the part; of a check over several fields the issue
 * knows only what holds them all.
 */
const inputOf = (issue: Issue, value: unknown): unknown =>
  issue.code === "custom" && issue.path.length > 0
    ? valueAt(value, issue.path)
    : (valueAt(value, issue.path) ?? issue.input);

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}
