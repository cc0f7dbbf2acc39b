import fc from "fast-check";

/** Values from the schemas of our own OpenAPI document: right ones, nearly right ones and wrong ones. */

export type Schema = Readonly<Record<string, unknown>>;

/** What callers who mean ill send, wherever a value may stand. */
export const hostile: readonly unknown[] = [
  null,
  "",
  " ",
  0,
  -1,
  1e308,
  true,
  [],
  {},
  "../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "{{ x | x: x }}",
  "{% for i in (1..100000000) %}x{% endfor %}",
  "{{".repeat(500),
  "=HYPERLINK(1)",
  "a".repeat(20_000),
  `${"a".repeat(3_000)}!`,
  "\u0000",
  "\ud800",
  "x\r\nset-cookie: a=b",
  JSON.parse('{"__proto__":{"admin":true}}'),
  JSON.parse('{"constructor":{"prototype":{"admin":true}}}'),
  Array.from({ length: 5_000 }, () => "x"),
  JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`),
];

/** @param find what a `$ref` names */
export function valuesOf(schema: Schema, find: (ref: string) => Schema, depth = 0): fc.Arbitrary<unknown> {
  const wrong = fc.constantFrom(...hostile);
  return fc.oneof({ weight: 5, arbitrary: rightOf(schema, find, depth) }, { weight: 1, arbitrary: wrong });
}

function rightOf(schema: Schema, find: (ref: string) => Schema, depth: number): fc.Arbitrary<unknown> {
  if (depth > 6) return fc.constant(null);
  const inner = (one: unknown) => valuesOf((one ?? {}) as Schema, find, depth + 1);
  if (typeof schema["$ref"] === "string") return rightOf(find(schema["$ref"]), find, depth + 1);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  if ("const" in schema) return fc.constant(schema["const"]);
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return fc.oneof(...choices.map(inner));
  switch (schema["type"]) {
    case "object":
      return objectOf(schema, inner);
    case "array":
      return fc.array(inner(schema["items"]), { maxLength: 3 });
    case "integer":
    case "number":
      return fc.integer({ min: bounded(schema["minimum"]), max: Math.max(bounded(schema["maximum"], 1_000), 0) });
    case "boolean":
      return fc.boolean();
    default:
      return textOf(schema);
  }
}

const bounded = (value: unknown, otherwise = 0): number =>
  typeof value === "number" && Math.abs(value) < 1e9 ? Math.trunc(value) : otherwise;

function textOf(schema: Schema): fc.Arbitrary<unknown> {
  const { examples } = schema;
  const plain = fc.string({ unit: "binary", maxLength: 30 });
  return Array.isArray(examples) && examples.length > 0
    ? fc.oneof(fc.constantFrom(...(examples as unknown[])), plain)
    : plain;
}

function objectOf(schema: Schema, inner: (one: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, unknown>>;
  const required = (schema["required"] ?? []) as readonly string[];
  const known = fc.record(Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inner(one)])), {
    requiredKeys: required.filter((name) => name in properties) as never[],
  });
  const more = schema["additionalProperties"];
  if (typeof more !== "object") return known;
  return fc.tuple(known, fc.dictionary(fc.string({ maxLength: 10 }), inner(more), { maxKeys: 3 })).map(([a, b]) => ({
    ...b,
    ...(a as object),
  }));
}
