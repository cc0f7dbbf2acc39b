import type * as z from "zod";
import { productVersion } from "../../core/product-version.ts";
import { aboutAll, headersOf, ofAnyRequest } from "./openapi-answers.ts";
import { FailureExamples } from "./openapi-failures.ts";
import { exampleFrom, withMore } from "./openapi-examples.ts";
import { Schemas, type Json } from "./openapi-schemas.ts";
import type { Place } from "./openapi-words.ts";
import { firstBroadcast } from "./openapi-intro.ts";
import { moreAbout } from "./openapi-more.ts";
import { tagList, tagOf } from "./openapi-tags.ts";
import { webhookEvents } from "./openapi-webhooks.ts";
import { responsesOf } from "./route-answers.ts";
import { requestExamples, type RequestExample } from "../routes/examples/index.ts";
import type { Route, RouteResponse } from "../routes/route.ts";

/** The OpenAPI 3.1 document, from the route objects and what stands beside them: words, examples, events. */

export function openApi(routes: readonly Route[]): Json {
  const [schemas, failures] = [new Schemas(), new FailureExamples()];
  const paths: Record<string, Json> = {};
  const methodsAt = (path: string) => routes.filter((one) => one.path === path).map(({ method }) => method);
  for (const route of routes) {
    const methods = methodsAt(route.path);
    const examplesOf = (status: number) => failures.of(route, status, methods);
    for (const path of [route.path, ...(route.alsoAt ?? [])]) {
      (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route, path, schemas, examplesOf);
    }
  }
  const webhooks = webhookEvents(schemas);
  return {
    openapi: "3.1.1",
    info: {
      title: "whatsapp-broadcast",
      version: productVersion,
      summary: "WhatsApp broadcasts from many linked accounts",
      description: `${firstBroadcast}\n\n# Rules for every request\n\n${aboutAll}`,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: tagList,
    paths,
    webhooks,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => a.localeCompare(b))),
      examples: failures.components,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
      },
    },
  };
}

/** Stands in the document, and not on the page: the same operation at a second path, and what the page is made of. */
const notOnThePage = { "x-scalar-ignore": true } as const;

/**
 * An example of what may be left out, and that the page's own request leaves out until a reader ticks it: a filter would hide
 * what the reader looks for, a made-up cursor is refused, and a second press of the button under the same Idempotency-Key would
 * be answered from the first.
 */
const notSent = (value: unknown): Json => ({ examples: { default: { value, "x-disabled": true } } });

type ExamplesOf = (status: number) => Json;

function operationOf(route: Route, path: string, schemas: Schemas, failuresOf: ExamplesOf): Json {
  const { operationId, resource, scope } = route;
  const place = { operationId, resource };
  const example = requestExamples[operationId] ?? {};
  const idempotencyKey = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "the same key and request answer the first answer again for 24 hours; a repeat of a request that was cut off answers from what that one made",
    schema: {
      type: "string",
      pattern: "^[\\x21-\\x7e]{1,255}$",
      minLength: 1,
      maxLength: 255,
      examples: ["order-1042-ready"],
    },
    ...notSent("order-1042-ready"),
  };
  return {
    operationId: path === route.path ? operationId : `${operationId}Under${nameOf(path)}`,
    summary: route.summary,
    description: [
      route.description,
      ...(moreAbout[operationId] === undefined ? [] : [moreAbout[operationId]]),
      scope === "none" ? "Needs no key." : `Needs a key with the scope \`${scope}\`.`,
      ...(route.alsoAt ?? []).map((other) => `Stands at \`${other === path ? route.path : other}\`, too.`),
    ].join("\n\n"),
    tags: [tagOf(resource)],
    ...(path !== route.path || operationId === "docsScript" ? notOnThePage : {}),
    security: scope === "none" ? [] : [{ apiKey: [] }, { bearer: [] }],
    parameters: [
      ...parametersOf(route.params, "path", schemas, place),
      ...parametersOf(route.query, "query", schemas, place, example.query),
      ...parametersOf(route.headers, "header", schemas, place),
      ...(route.idempotent === true ? [idempotencyKey] : []),
    ],
    ...bodyOf(route, schemas, place, example),
    responses: Object.fromEntries(
      Object.entries({ ...ofAnyRequest, ...responsesOf(route) }).map(([status, answer]) => [
        status,
        {
          description: answer.description,
          headers: headersOf(route, Number(status)),
          ...contentOf(answer, schemas, place, {
            failures: () => failuresOf(Number(status)),
            more: example.answers?.[Number(status)],
          }),
        },
      ]),
    ),
  };
}

function contentOf(
  answer: RouteResponse,
  schemas: Schemas,
  place: Place,
  { failures, more }: { readonly failures: () => Json; readonly more: unknown },
): Json {
  const { body, mediaType, pictures = [] } = answer;
  if (mediaType !== undefined) {
    return {
      content: { [mediaType]: { schema: { type: "string" }, ...(more === undefined ? {} : { example: more }) } },
    };
  }
  if (body === undefined) return {};
  const schema = schemas.of(body, "output", { ...place, parent: "answers" });
  const isFailure = "$ref" in schema;
  return {
    content: {
      "application/json": {
        schema,
        ...(isFailure ? { examples: failures() } : { example: withMore(exampleFrom(schema, schemas), more) }),
      },
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

function bodyOf({ body, rawBody = [], form }: Route, schemas: Schemas, place: Place, example: RequestExample): Json {
  if (body === undefined && rawBody.length === 0) return {};
  const fields = form === undefined ? {} : schemas.of(form, "input", { ...place, parent: "form" });
  const file = {
    ...fields,
    type: "object",
    required: ["file"],
    properties: {
      file: { type: "string", format: "binary", description: "the file itself" },
      ...(fields["properties"] as Json | undefined),
    },
  };
  const files = rawBody.map((mediaType) => [
    mediaType,
    {
      schema: mediaType === "multipart/form-data" ? file : { type: "string" },
      ...(mediaType === "text/csv" && example.csv !== undefined ? { example: example.csv } : {}),
    },
  ]);
  const json =
    body === undefined
      ? {}
      : {
          "application/json": {
            schema: schemas.of(body, "input", place),
            ...(example.body === undefined ? {} : { example: example.body }),
          },
        };
  const isRequired = rawBody.length > 0 || body?.safeParse(undefined).success !== true;
  return { requestBody: { required: isRequired, content: { ...(Object.fromEntries(files) as Json), ...json } } };
}

function parametersOf(
  object: z.ZodObject | undefined,
  where: "path" | "query" | "header",
  schemas: Schemas,
  place: Place,
  examples: RequestExample["query"] = {},
): Json[] {
  if (object === undefined) return [];
  const { properties = {}, required = [] } = schemas.of(object, "input", { ...place, parent: where }) as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property;
    // What is checked by hand, for an answer of its own, is optional to the schema: the header of section 1 (docs/api.md).
    const isRequired = where === "path" || name === "user-id" || required.includes(name);
    const [own] = (schema["examples"] as readonly unknown[] | undefined) ?? [];
    const example = examples[name] ?? own;
    return {
      name,
      in: where,
      required: isRequired,
      description,
      ...(example === undefined ? {} : isRequired ? (name in examples ? { example } : {}) : notSent(example)),
      schema,
    };
  });
}
