import type { Json } from "./api-document.ts";

/** Values at the edges of a schema: the last that it takes, the first that it does not, and what is no such value at all. */

export interface Edge {
  /** What is odd about it, with the pointer to where. */
  readonly what: string;
  readonly value: unknown;
}

interface Context {
  /** What a `$ref` names. */
  readonly find: (ref: string) => Json;
  readonly at?: string;
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
    .map(([type, value]) => ({ what: `${at}: a ${type}`, value }));

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @param value a right one, of which each edge is made by one change */
export function edgesOf(schema: Json, value: unknown, { find, at = "" }: Context): Edge[] {
  const { $ref, anyOf, oneOf, type, enum: words, properties } = schema;
  const inner = (one: unknown) => edgesOf(one as Json, value, { find, at });
  if (typeof $ref === "string") return inner(find($ref));
  const choices = (anyOf ?? oneOf) as readonly Json[] | undefined;
  if (choices !== undefined && properties === undefined && type === undefined) return choices.flatMap(inner);
  const types = [type].flat().map(String);
  if (types.includes("object")) return [...wrongTypes(types, at), ...objectEdges(schema, value, { find, at })];
  if (types.includes("array")) return [...wrongTypes(types, at), ...arrayEdges(schema, value, { find, at })];
  return [...wrongTypes(types, at), ...(Array.isArray(words) ? [] : textEdges(schema, at)), ...numberEdges(schema, at)];
}

function objectEdges(schema: Json, value: unknown, { find, at = "" }: Context): Edge[] {
  const whole = isObject(value) ? value : {};
  const members = (schema["properties"] ?? {}) as Readonly<Record<string, Json>>;
  const names = schema["propertyNames"] as Json | undefined;
  const more = schema["additionalProperties"];
  const without = Object.keys(members)
    .filter((name) => name in whole)
    .map((name) => ({
      what: `${at}/${name}: missing`,
      value: Object.fromEntries(Object.entries(whole).filter(([one]) => one !== name)),
    }));
  return [
    ...without,
    { what: `${at}: with an unknown member`, value: { ...whole, unknown: "x" } },
    { what: `${at}: empty`, value: {} },
    {
      what: `${at}: with all members`,
      value: Object.fromEntries(
        Object.entries(members).map(([name, one]) => [name, whole[name] ?? exampleOf(one, find)]),
      ),
    },
    ...Object.entries(members).flatMap(([name, one]) => {
      const right = whole[name] ?? exampleOf(one, find);
      return [
        { what: `${at}/${name}: as its example`, value: { ...whole, [name]: right } },
        ...edgesOf(one, right, { find, at: `${at}/${name}` }).map(({ what, value: odd }) => ({
          what,
          value: { ...whole, [name]: odd },
        })),
      ];
    }),
    ...(isObject(more)
      ? edgesOf(more, "x", { find, at: `${at}/*` }).map(({ what, value: odd }) => ({ what, value: { kota: odd } }))
      : []),
    ...(names === undefined
      ? []
      : textEdges(names, `${at} (name)`).map(({ what, value: name }) => ({ what, value: { [String(name)]: "x" } }))),
  ];
}

function arrayEdges(schema: Json, value: unknown, { find, at = "" }: Context): Edge[] {
  const { items, minItems, maxItems } = schema as {
    readonly items?: Json;
    readonly minItems?: number;
    readonly maxItems?: number;
  };
  const one = (Array.isArray(value) ? (value[0] as unknown) : undefined) ?? exampleOf(items ?? {}, find);
  const many = (length: number): Edge => ({
    what: `${at}: ${length} entries`,
    value: Array.from({ length }, () => one),
  });
  return [
    ...[minItems ?? 0, (minItems ?? 0) - 1].filter((length) => length >= 0).map(many),
    ...(maxItems === undefined ? [] : [maxItems, maxItems + 1].map(many)),
    ...edgesOf(items ?? {}, one, { find, at: `${at}/0` }).map(({ what, value: odd }) => ({ what, value: [odd] })),
  ];
}

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
    ...long.map((length) => ({ what: `${at}: ${length} characters`, value: "a".repeat(length) })),
    // What is taken off at its ends is counted all the same.
    ...(maxLength === undefined || maxLength > 1_000
      ? []
      : [{ what: `${at}: blanks around`, value: ` x${" ".repeat(maxLength)}` }]),
    ...[" ", "\u0000", "\u202e"].map((text) => ({
      what: `${at}: ${JSON.stringify(text)}`,
      value: text,
    })),
    // A length is counted in characters, and not in their halves.
    ...(maxLength === undefined || maxLength > 1_000
      ? []
      : [{ what: `${at}: ${maxLength} smileys`, value: "😀".repeat(maxLength) }]),
  ];
}

function numberEdges({ type, minimum, maximum }: Json, at: string): Edge[] {
  if (type !== "integer" && type !== "number") return [];
  const bounds = [minimum, maximum].filter((bound) => typeof bound === "number");
  return [...new Set([...bounds.flatMap((bound) => [bound - 1, bound, bound + 1]), 0, 1.5, -1])].map((value) => ({
    what: `${at}: ${value}`,
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
