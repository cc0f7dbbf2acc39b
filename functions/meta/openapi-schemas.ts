import * as z from "zod";
import { worded, type Place } from "./openapi-words.ts";

/** Schemas of the OpenAPI document. Those with a `.meta({ id })` become components. */

export type Json = Record<string, unknown>;

export class Schemas {
  readonly components: Record<string, Json> = {};

  /** @param io whether a request or an answer is described: defaults and transforms differ between them */
  of(type: z.ZodType, io: "input" | "output", place: Place): Json {
    const {
      $schema: _schema,
      $defs = {},
      ...schema
    } = z.toJSONSchema(type, { io, unrepresentable: "any" }) as Json & {
      $defs?: Record<string, Json>;
    };
    // A shape that takes defaults differs between request and answer; only answers are shared under their plain name.
    const nameIn = (name: string) => (io === "input" ? `${name}Input` : name);
    const keep = (name: string, definition: Json) => {
      this.components[nameIn(name)] ??= worded(referred(definition, nameIn) as Json, { parent: name });
    };
    for (const [name, definition] of Object.entries($defs)) keep(name, definition);
    const id = z.globalRegistry.get(type)?.id;
    if (id === undefined) return worded(referred(schema, nameIn) as Json, place);
    keep(id, schema);
    return { $ref: refTo(nameIn(id)) };
  }

  /** What a `$ref` names. */
  find(schema: Json): Json {
    const { $ref } = schema;
    return typeof $ref === "string" ? (this.components[$ref.slice(refTo("").length)] ?? {}) : schema;
  }
}

const refTo = (name: string): string => `#/components/schemas/${name}`;

/**
 * With references to components. What zod writes beside: the registered id, and for `.readonly()`, which is about types of
 * TypeScript, `readOnly`, by which a member must not stand in a request, which the call of a webhook is. A property of such a name stays.
 */
function referred(value: unknown, nameIn: (name: string) => string, isProperties = false): unknown {
  if (Array.isArray(value)) return value.map((inner) => referred(inner, nameIn));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isProperties || (key !== "id" && key !== "readOnly"))
      .map(([key, inner]) => [
        key,
        key === "$ref" && typeof inner === "string"
          ? refTo(nameIn(inner.replace("#/$defs/", "")))
          : referred(inner, nameIn, key === "properties" && !isProperties),
      ]),
  );
}
