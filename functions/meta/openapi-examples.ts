import type { Json, Schemas } from "./openapi-schemas.ts";

/** Examples of answers, made of the examples of their members, so that the two never differ. */

/** What a body of this schema looks like: with all that it must have, and no more. */
export function exampleFrom(schema: Json, schemas: Pick<Schemas, "find">): unknown {
  const { examples, const: only, enum: values, anyOf, oneOf, default: otherwise } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0] as unknown;
  const found = schemas.find(schema);
  if (found !== schema) return exampleFrom(found, schemas);
  if (only !== undefined) return only;
  if (otherwise !== undefined) return otherwise;
  if (Array.isArray(values)) return values[0] as unknown;
  const choices = (anyOf ?? oneOf) as readonly Json[] | undefined;
  if (choices?.[0] !== undefined && schema["properties"] === undefined) return exampleFrom(choices[0], schemas);
  switch (schema["type"]) {
    case "object":
      return membersOf(schema, schemas);
    case "array":
      return [exampleFrom(schema["items"] as Json, schemas)];
    case "boolean":
      return true;
    case "integer":
    case "number":
      return schema["minimum"] ?? 0;
    case "null":
      return null;
    default:
      return "";
  }
}

function membersOf({ properties = {}, required = [] }: Json, schemas: Pick<Schemas, "find">): Json {
  const members = properties as Readonly<Record<string, Json>>;
  return Object.fromEntries(
    (required as readonly string[]).map((name) => [name, exampleFrom(members[name] ?? {}, schemas)]),
  );
}

/** `more` laid over an example, member by member. */
export function withMore(example: unknown, more: unknown): unknown {
  if (!isObject(example) || !isObject(more)) return more ?? example;
  return {
    ...example,
    ...Object.fromEntries(Object.entries(more).map(([name, one]) => [name, withMore(example[name], one)])),
  };
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
