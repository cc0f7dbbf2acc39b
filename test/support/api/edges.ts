import { faultsOf, type Json } from "./api-document.ts";

/** Values at the edges of a schema: the last that it takes, the first that it does not, and what is no such value at all. */

export interface Edge {
  /** The pointer to what is odd. */
  readonly at: string;
  readonly what: string;
  readonly value: unknown;
  /** Tried wherever it can stand. */
  readonly always?: true;
}

interface Context {
  /** What a `$ref` names. */
  readonly find: (ref: string) => Json;
  readonly at?: string;
  /** How often a schema was met under a name. */
  readonly met: Map<string, number>;
  /** The schema is one of several, so that what it lacks may be what another one wants. */
  readonly isChoice?: true;
}

/**
 * All edges of what is met under this name for the first time. Where another operation has the same, two of them, other
 * ones each time: one code reads it everywhere.
 */
export function fewer(edges: readonly Edge[], name: string, schema: Json, met: Map<string, number>): readonly Edge[] {
  const key = `${name} ${JSON.stringify(schema)}`;
  const times = met.get(key) ?? 0;
  met.set(key, times + 1);
  if (times === 0) return edges;
  const chosen = new Set([times, times + (edges.length >> 1)].map((place) => place % edges.length));
  return edges.filter(({ always }, place) => always === true || chosen.has(place));
}

const others: readonly (readonly [type: string, value: unknown])[] = [
  ["null", null],
  ["string", "x"],
  ["integer", 7],
  ["array", []],
  ["object", {}],
];
/** Values of two types that it is not of; that is enough, for there are very many places to try. */
const wrongTypes = (types: readonly string[], at: string): Edge[] =>
  others
    .filter(([type]) => !types.includes(type) && !(type === "integer" && types.includes("number")))
    .slice(0, 2)
    .map(([type, value]) => ({ at, what: `a ${type}`, value }));

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @param value a right one, of which each edge is made by one change */
export function edgesOf(schema: Json, value: unknown, context: Context): Edge[] {
  const { find, at = "" } = context;
  const { $ref, anyOf, oneOf, type, properties } = schema;
  if (typeof $ref === "string") return edgesOf(find($ref), value, context);
  const choices = (anyOf ?? oneOf) as readonly Json[] | undefined;
  if (choices !== undefined && properties === undefined && type === undefined) {
    return choices.flatMap((one) => edgesOf(one, value, { ...context, isChoice: true }));
  }
  const types = [type].flat().map(String);
  if (types.includes("object")) return [...wrongTypes(types, at), ...objectEdges(schema, value, context)];
  if (types.includes("array")) return [...wrongTypes(types, at), ...arrayEdges(schema, value, context)];
  const words = wordsOf(schema);
  return [
    ...wrongTypes(types, at),
    ...(words === undefined ? textEdges(schema, at) : wordEdges(words, at)),
    ...numberEdges(schema, at),
  ];
}

function objectEdges(schema: Json, value: unknown, context: Context): Edge[] {
  const { find, at = "", met, isChoice } = context;
  const members = (schema["properties"] ?? {}) as Readonly<Record<string, Json>>;
  const required = (schema["required"] ?? []) as readonly string[];
  const whole = wholeOf(schema, value, find);
  const names = schema["propertyNames"] as Json | undefined;
  const more = schema["additionalProperties"];
  const without = Object.keys(members)
    .filter((name) => name in whole)
    .map((name) => ({
      // Where something else may stand in its place, either may be named.
      at: required.includes(name) && isChoice === undefined ? `${at}/${name}` : at,
      what: `without ${name}`,
      value: leaving(whole, name),
    }));
  return [
    ...without,
    { at: `${at}/unknown`, what: "an unknown member", value: { ...whole, unknown: "x" }, always: true },
    { at, what: "empty", value: {} },
    {
      at,
      what: "with all members",
      value: Object.fromEntries(
        Object.entries(members).map(([name, one]) => [name, whole[name] ?? exampleOf(one, find)]),
      ),
    },
    ...Object.entries(members).flatMap(([name, one]) => {
      const right = whole[name] ?? exampleOf(one, find);
      const inner = edgesOf(one, right, { find, met, at: `${at}/${name}` });
      const others = name in whole ? whole : othersBeside(schema, whole, name, right);
      return [
        ...(name in whole
          ? []
          : [{ at: `${at}/${name}`, what: "as its example", value: { ...others, [name]: right } }]),
        ...(others === whole ? [] : [{ at, what: `${name} beside the others`, value: { ...whole, [name]: right } }]),
        ...fewer(inner, name, one, met).map((edge) => ({ ...edge, value: { ...others, [name]: edge.value } })),
      ];
    }),
    ...(isObject(more)
      ? edgesOf(more, "x", { find, met, at: `${at}/kota` }).map((edge) => ({ ...edge, value: { kota: edge.value } }))
      : []),
    ...(names === undefined
      ? []
      : textEdges(names, at).map(({ what, value: name }) => ({
          at: `${at}/${String(name)}`,
          what: `as a name: ${what}`,
          value: { [String(name)]: "x" },
        }))),
  ];
}

/** A right object of this very schema: what the value has of its members, and examples of those that it wants beside. */
function wholeOf(schema: Json, value: unknown, find: Context["find"]): Json {
  if (schema["properties"] === undefined) return isObject(value) ? value : {};
  const own = Object.entries(isObject(value) ? value : {}).filter(([name]) => name in (schema["properties"] as Json));
  return { ...(exampleOf({ ...schema, examples: undefined }, find) as Json), ...Object.fromEntries(own) };
}

const leaving = (whole: Json, name: string): Json =>
  Object.fromEntries(Object.entries(whole).filter(([one]) => one !== name));

/** The others without the one that must not stand beside a member: of two that exclude each other the example has one. */
const othersBeside = (schema: Json, whole: Json, name: string, right: unknown): Json =>
  ["oneOf", "anyOf", "allOf", "not"].some((rule) => rule in schema)
    ? ([whole, ...Object.keys(whole).map((one) => leaving(whole, one))].find(
        (others) => faultsOf(schema, { ...others, [name]: right }).length === 0,
      ) ?? whole)
    : whole;

function arrayEdges(schema: Json, value: unknown, { find, at = "", met }: Context): Edge[] {
  const { items, minItems, maxItems } = schema as {
    readonly items?: Json;
    readonly minItems?: number;
    readonly maxItems?: number;
  };
  const one = (Array.isArray(value) ? (value[0] as unknown) : undefined) ?? exampleOf(items ?? {}, find);
  const many = (length: number): Edge => ({
    at,
    what: `${length} entries`,
    value: Array.from({ length }, () => one),
  });
  return [
    ...[minItems ?? 0, (minItems ?? 0) - 1].filter((length) => length >= 0).map(many),
    ...(maxItems === undefined ? [] : [maxItems, maxItems + 1].map(many)),
    ...edgesOf(items ?? {}, one, { find, met, at: `${at}/0` }).map((edge) => ({ ...edge, value: [edge.value] })),
  ];
}

/** All words that a schema takes, also where a pattern names several that may stand with commas between. */
function wordsOf({ enum: words, const: only, pattern }: Json): readonly unknown[] | undefined {
  if (Array.isArray(words)) return words as readonly unknown[];
  if (only !== undefined) return [only];
  const several = typeof pattern === "string" ? /^\^\\s\*\(([\w|]+)\)/.exec(pattern)?.[1] : undefined;
  return several?.split("|");
}

const wordEdges = (words: readonly unknown[], at: string): Edge[] => [
  ...words.map((word) => ({ at, what: JSON.stringify(word), value: word, always: true as const })),
  { at, what: "an unknown word", value: "unheard", always: true },
  { at, what: "no word", value: "" },
];

/** Texts that a schema of texts judges by length or by form. */
function textEdges(schema: Json, at: string): Edge[] {
  const {
    type,
    minLength = 0,
    maxLength,
  } = schema as {
    readonly type?: unknown;
    readonly minLength?: number;
    readonly maxLength?: number;
  };
  if (type !== undefined && ![type].flat().includes("string")) return [];
  const lengths = [0, minLength, minLength - 1, ...(maxLength === undefined ? [] : [maxLength, maxLength + 1])];
  const long = [...new Set(lengths)].filter((length) => length >= 0);
  return [
    ...long.map((length) => ({ at, what: `${length} characters`, value: "a".repeat(length) })),
    // What is taken off at its ends is counted all the same.
    ...(maxLength === undefined || maxLength > 1_000
      ? []
      : [{ at, what: "blanks around", value: ` x${" ".repeat(maxLength)}` }]),
    ...[" ", "\u0000", "\u202e"].map((text) => ({ at, what: JSON.stringify(text), value: text })),
    // A length is counted in characters, and not in their halves.
    ...(maxLength === undefined || maxLength > 1_000
      ? []
      : [{ at, what: `${maxLength} smileys`, value: "😀".repeat(maxLength) }]),
  ];
}

function numberEdges({ type, minimum, maximum }: Json, at: string): Edge[] {
  if (type !== "integer" && type !== "number") return [];
  const bounds = [minimum, maximum].filter((bound) => typeof bound === "number");
  return [...new Set([...bounds.flatMap((bound) => [bound - 1, bound, bound + 1]), 0, 1.5, -1])].map((value) => ({
    at,
    what: String(value),
    value,
  }));
}

/** A right value: an example, or one made of those of its members. */
export function exampleOf(schema: Json, find: (ref: string) => Json): unknown {
  const { $ref, examples, default: otherwise, const: only, enum: words, anyOf, oneOf, type } = schema;
  if (Array.isArray(examples)) return examples[0] as unknown;
  if (typeof $ref === "string") return exampleOf(find($ref), find);
  if (only !== undefined || otherwise !== undefined) return only ?? otherwise;
  if (Array.isArray(words)) return words[0] as unknown;
  const choices = (anyOf ?? oneOf) as readonly Json[] | undefined;
  if (choices?.[0] !== undefined && schema["properties"] === undefined) return exampleOf(choices[0], find);
  switch ([type].flat()[0]) {
    case "object": {
      const members = (schema["properties"] ?? {}) as Readonly<Record<string, Json>>;
      const required = (schema["required"] ?? []) as readonly string[];
      return Object.fromEntries(required.map((name) => [name, exampleOf(members[name] ?? {}, find)]));
    }
    case "array":
      return [exampleOf((schema["items"] ?? {}) as Json, find)];
    case "boolean":
      return true;
    case "integer":
      return schema["minimum"] ?? 1;
    default:
      return "x";
  }
}
