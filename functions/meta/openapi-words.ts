import type { FieldWord } from "../routes/words/field-word.ts";
import { fieldWords } from "../routes/words/field-words.ts";

/** Gives each member and parameter of the OpenAPI document what words/field-words.ts says of its name, where its schema says nothing. */

type Json = Record<string, unknown>;

/** Where a member stands; from the outermost to the innermost of what may give a name another meaning. */
export interface Place {
  readonly resource?: string;
  readonly operationId?: string;
  /** The member, component or body that it stands in. */
  readonly parent?: string;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function wordOf(name: string, { resource, operationId, parent }: Place): FieldWord | undefined {
  const names = [`${parent ?? ""}.${name}`, `${operationId ?? ""}.${name}`, `${resource ?? ""}/${name}`, name];
  const found = names.find((one) => Object.hasOwn(fieldWords, one));
  return found === undefined ? undefined : fieldWords[found];
}

const saysItsValues = (schema: Json): boolean =>
  "enum" in schema || "const" in schema || schema["type"] === "boolean" || "$ref" in schema;

/** The schema of one member or parameter, with its words and those of all that is in it. */
export function wordedMember(name: string, schema: Json, place: Place): Json {
  const [description, example] = wordOf(name, place) ?? [];
  const inner = worded(schema, { ...place, parent: name });
  return {
    ...inner,
    ...(inner["description"] === undefined && description !== undefined ? { description } : {}),
    ...(inner["examples"] === undefined && example !== undefined && !saysItsValues(inner)
      ? { examples: [example] }
      : {}),
  };
}

/** A schema whose members, however deep, have their words. */
export function worded(schema: Json, place: Place): Json {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === "properties" && isObject(value)) {
        const members = Object.entries(value).map(([name, one]) => [name, wordedMember(name, one as Json, place)]);
        return [key, Object.fromEntries(members)];
      }
      if (["anyOf", "oneOf", "allOf"].includes(key) && Array.isArray(value)) {
        return [key, value.map((one: unknown) => (isObject(one) ? worded(one, place) : one))];
      }
      return ["items", "additionalProperties"].includes(key) && isObject(value)
        ? [key, worded(value, place)]
        : [key, value];
    }),
  );
}
