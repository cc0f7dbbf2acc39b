import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { openApi } from "../../../functions/meta/openapi.ts";
import { routes } from "../../../functions/routes/index.ts";

/** The OpenAPI document as its reader has it: nothing here knows of the code behind it. */

export type Json = Readonly<Record<string, unknown>>;
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly example?: unknown;
  /** Of what may be left out: the page's own request leaves it out until a reader ticks it. */
  readonly examples?: { readonly default: { readonly value: unknown; readonly "x-disabled": true } };
  readonly schema: Json & { readonly examples?: readonly unknown[] };
}
export interface Content {
  readonly schema: Json;
  readonly example?: unknown;
  /** Of a failure, by code. */
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}
type Contents = Readonly<Record<string, Content>>;
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Contents };
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}
interface DocumentedAnswer {
  readonly content?: Contents;
  readonly headers: Readonly<Record<string, { readonly required?: boolean; readonly schema: Json }>>;
}

/** What a failure looks like. */
export interface FailureExample {
  readonly success: false;
  readonly message: string;
  readonly error: Json & { readonly code: string; readonly requestId: string; readonly details: readonly Json[] };
}

const name = "openapi.json";
// A schema that is taken out of the document still finds its components in it.
export const document = JSON.parse(JSON.stringify(openApi(routes)).replaceAll('"$ref":"#', `"$ref":"${name}#`)) as {
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, "method" | "path">>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Omit<Operation, "method" | "path"> }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>;
    readonly examples: Readonly<Record<string, { readonly value: FailureExample }>>;
  };
};

/** Every operation, also those that stand under a second path. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ ...one, method: method.toUpperCase(), path })),
);

/** All bodies of an operation, of its request and of its answers. */
export const contentsOf = ({ requestBody, responses }: Pick<Operation, "requestBody" | "responses">): Content[] =>
  [requestBody?.content ?? {}, ...Object.values(responses).map(({ content = {} }) => content)].flatMap((contents) =>
    Object.values(contents),
  );

/** What a `$ref` names. */
export const find = (ref: string): Json => document.components.schemas[ref.split("/").at(-1) ?? ""] ?? {};

/** The examples of an operation's answer of this status, by code. */
export const failuresOf = ({ responses }: Pick<Operation, "responses">, status: string): [string, FailureExample][] =>
  Object.entries(responses[status]?.content?.["application/json"]?.examples ?? {}).map(([code, { $ref }]) => {
    const found = document.components.examples[$ref.split("/").at(-1) ?? ""];
    if (found === undefined) throw new Error(`${$ref} is not in the document`);
    return [code, found.value];
  });

// Strict would refuse what OpenAPI adds to JSON Schema.
const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true, validateSchema: false }));
ajv.addFormat("binary", true);
ajv.addSchema({ components: document.components }, name);
const known = new WeakMap<object, ValidateFunction>();

/** What is wrong with a value by a schema of the document: nothing where it is valid. */
export function faultsOf(schema: Json, value: unknown): string[] {
  const validate = known.get(schema) ?? ajv.compile(schema);
  known.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
  );
}

/** Headers that an answer has only where the document says so. */
const told = ["retry-after", "location", "etag", "allow", "www-authenticate", "idempotency-replayed"];

/** How an answer differs from what the document says of it. */
export function differences({ responses }: Operation, answer: Response, text: string): string[] {
  const documented = responses[answer.status];
  if (documented === undefined) return [`${answer.status} is not documented`];
  const { content = {}, headers } = documented;
  const odd = told.filter((name) => answer.headers.get(name) !== null && !(name in headers));
  return [
    ...odd.map((name) => `${name} is not documented of ${answer.status}`),
    ...Object.entries(headers).flatMap(([name, header]) => headerFaults(name, header, answer.headers.get(name))),
    ...bodyFaults(content, answer.headers.get("content-type") ?? undefined, text),
  ];
}

function headerFaults(
  name: string,
  { required, schema }: DocumentedAnswer["headers"][string],
  value: string | null,
): string[] {
  if (value === null) return required === true ? [`without ${name}`] : [];
  return faultsOf(schema, schema["type"] === "integer" ? Number(value) : value).map((fault) => `${name} ${fault}`);
}

function bodyFaults(content: Contents, contentType: string | undefined, text: string): string[] {
  if (Object.keys(content).length === 0) return text === "" ? [] : ["has a body, and none is documented"];
  const mediaType = contentType?.split(";")[0] ?? "";
  const documented = content[mediaType];
  if (documented === undefined) return [`${mediaType} is not documented`];
  return faultsOf(documented.schema, mediaType === "application/json" ? JSON.parse(text) : text);
}
