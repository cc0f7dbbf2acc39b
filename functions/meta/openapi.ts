import * as z from "zod";
import { aboutAll, headersOf, ofAnyRequest } from "./openapi-answers.ts";
import { aboutResources, type Route, type RouteResponse } from "../routes/route.ts";

/** The OpenAPI 3.1 document, from the route objects. Schemas with a `.meta({ id })` become components. */

type Json = Record<string, unknown>;

export function openApi(routes: readonly Route[]): Json {
  const components: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    for (const path of [route.path, ...(route.alsoAt ?? [])]) {
      (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route, path, components);
    }
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "whatsapp-broadcast",
      version: "0.1.0",
      summary: "WhatsApp broadcasts from many linked accounts",
      description: aboutAll,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(aboutResources).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => a.localeCompare(b))),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
      },
    },
  };
}

function operationOf(route: Route, path: string, components: Record<string, Json>): Json {
  const idempotencyKey = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "the same key and request answer the first answer again for 24 hours; a repeat of a request that was cut off answers from what that one made",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$", minLength: 1, maxLength: 255 },
  };
  return {
    operationId: path === route.path ? route.operationId : `${route.operationId}Under${nameOf(path)}`,
    summary: route.summary,
    tags: [route.resource],
    security: route.scope === "none" ? [] : [{ bearer: [] }, { apiKey: [] }],
    parameters: [
      ...parametersOf(route.params, "path", components),
      ...parametersOf(route.query, "query", components),
      ...parametersOf(route.headers, "header", components),
      ...(route.idempotent === true ? [idempotencyKey] : []),
    ],
    ...bodyOf(route, components),
    responses: Object.fromEntries(
      Object.entries({ ...ofAnyRequest, ...route.responses }).map(([status, answer]) => [
        status,
        {
          description: answer.description,
          headers: headersOf(route, Number(status)),
          ...contentOf(answer, components),
        },
      ]),
    ),
  };
}

function contentOf({ body, mediaType, pictures = [] }: RouteResponse, components: Record<string, Json>): Json {
  if (mediaType !== undefined) return { content: { [mediaType]: { schema: { type: "string" } } } };
  if (body === undefined) return {};
  return {
    content: {
      "application/json": { schema: schemaOf(body, "output", components) },
      ...Object.fromEntries(pictures.map((picture) => [picture, { schema: { type: "string" } }])),
    },
  };
}

const nameOf = (path: string): string =>
  path
    .split("/")
    .filter((part) => part !== "")
    .slice(0, -1)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

function bodyOf({ body, rawBody = [] }: Route, components: Record<string, Json>): Json {
  if (body === undefined && rawBody.length === 0) return {};
  const file = { type: "object", required: ["file"], properties: { file: { type: "string", format: "binary" } } };
  const files = rawBody.map((mediaType) => [
    mediaType,
    { schema: mediaType === "multipart/form-data" ? file : { type: "string" } },
  ]);
  const json = body === undefined ? {} : { "application/json": { schema: schemaOf(body, "input", components) } };
  const isRequired = rawBody.length > 0 || body?.safeParse(undefined).success !== true;
  return { requestBody: { required: isRequired, content: { ...(Object.fromEntries(files) as Json), ...json } } };
}

function parametersOf(
  object: z.ZodObject | undefined,
  where: "path" | "query" | "header",
  components: Record<string, Json>,
): Json[] {
  if (object === undefined) return [];
  const schema = schemaOf(object, "input", components) as { properties?: Record<string, Json>; required?: string[] };
  // What is checked by hand, for an answer of its own, is optional to the schema: the header of section 1 (docs/api.md).
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || name === "user-id" || (schema.required ?? []).includes(name),
    schema: property,
  }));
}

function schemaOf(type: z.ZodType, io: "input" | "output", components: Record<string, Json>): Json {
  const {
    $schema: _schema,
    $defs = {},
    ...schema
  } = z.toJSONSchema(type, { io, unrepresentable: "any" }) as Json & {
    $defs?: Record<string, Json>;
  };
  // A shape that takes defaults differs between request and answer; only answers are shared under their plain name.
  const nameIn = (name: string) => (io === "input" ? `${name}Input` : name);
  // zod writes the registered id into the schema itself; a property that is named id stays.
  const refer = (value: unknown, isProperties = false): unknown => {
    if (Array.isArray(value)) return value.map((inner) => refer(inner));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => isProperties || key !== "id")
        .map(([key, inner]) => [
          key,
          key === "$ref" && typeof inner === "string"
            ? `#/components/schemas/${nameIn(inner.replace("#/$defs/", ""))}`
            : refer(inner, key === "properties" && !isProperties),
        ]),
    );
  };
  for (const [name, definition] of Object.entries($defs)) components[nameIn(name)] ??= refer(definition) as Json;
  const id = z.globalRegistry.get(type)?.id;
  if (id === undefined) return refer(schema) as Json;
  components[nameIn(id)] ??= refer(schema) as Json;
  return { $ref: `#/components/schemas/${nameIn(id)}` };
}
