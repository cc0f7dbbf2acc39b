/** The OpenAPI document as the client is made of it: what its types and methods need, and nothing that would blur them. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

export interface Parameter extends JsonObject {
  readonly name: string;
  readonly in: string;
}
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, JsonObject>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, JsonObject>> }>>;
}
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
export interface OpenApi {
  readonly paths: Paths;
  readonly webhooks: Paths;
  readonly components: { readonly schemas: JsonObject };
}

/** A page for people and its script, which no program reads. */
const forPeople = ["docs", "docsScript"];
/** Routes of the first section stand at two paths; one of them is enough. */
const isSecondPath = (operationId: string) => operationId.endsWith("UnderApiWhatsapp");

export function documentForClient(document: OpenApi): OpenApi {
  const paths = mapOperations(document.paths, (operation) =>
    isSecondPath(operation.operationId) || forPeople.includes(operation.operationId)
      ? undefined
      : operationForClient(operation),
  );
  return plain({ ...document, paths } as unknown as Json) as unknown as OpenApi;
}

function operationForClient(operation: Operation): Operation {
  const { parameters = [], requestBody, responses } = operation;
  const content = requestBody === undefined ? undefined : bodyForClient(requestBody.content);
  return {
    ...operation,
    // Beside a body the query holds only what the JSON may hold as well.
    parameters: parameters
      .flatMap(parameterForClient)
      .filter(({ name, in: where }) => where === "path" || name === "sessionId" || content === undefined),
    ...(content === undefined ? {} : { requestBody: { ...requestBody, content } }),
    // A failure is thrown, in one form for all of them.
    responses: Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith("2"))),
  };
}

/** The header that names the session is a member of the input like any other; the other headers are the client's own affair. */
function parameterForClient(parameter: Parameter): Parameter[] {
  if (parameter.in !== "header") return [parameter];
  return parameter.name === "user-id" ? [{ ...parameter, name: "sessionId", in: "query" }] : [];
}

/**
 * A file is the member `csv`, beside what the JSON that stands for it may hold. A form says nothing that these can't, so it
 * is left out.
 */
function bodyForClient(content: Readonly<Record<string, JsonObject>>): Readonly<Record<string, JsonObject>> {
  const json = content["application/json"];
  if (json === undefined) throw new Error(`a body of ${Object.keys(content).join(", ")} came, wanted JSON as well`);
  if (!("text/csv" in content)) return { "application/json": json };
  const schema = json["schema"] as JsonObject & {
    readonly properties: JsonObject;
    readonly required: readonly string[];
  };
  const options = Object.entries(schema.properties).filter(([name]) => !schema.required.includes(name));
  const csv = {
    description: "the file, with a header or without: its text, or a Blob",
    anyOf: [{ type: "string" }, { type: "string", format: "binary" }],
  };
  const file = { ...schema, properties: { csv, ...Object.fromEntries(options) }, required: ["csv"] };
  return { "application/json": { schema: { oneOf: [file, schema] } } };
}

export const mapOperations = (paths: Paths, change: (operation: Operation) => Operation | undefined): Paths =>
  Object.fromEntries(
    Object.entries(paths).flatMap(([path, methods]) => {
      const kept = Object.entries(methods).flatMap(([method, operation]) => {
        const changed = change(operation);
        return changed === undefined ? [] : [[method, changed] as const];
      });
      return kept.length === 0 ? [] : [[path, Object.fromEntries(kept)]];
    }),
  );

const choices = ["anyOf", "oneOf", "allOf"] as const;
/** Says nothing about a value's type: rules of presence, such as "either this member or that", and what takes anything. */
const isUntyped = (schema: Json): boolean =>
  isObject(schema) &&
  !["type", "$ref", "const", "enum"].some((name) => name in schema) &&
  choices.every((name) => !(name in schema) || (schema[name] as readonly Json[]).every(isUntyped));

/** Without what a type can't say and would turn into `unknown`, and without examples. */
function plain(value: Json): Json {
  if (!isObject(value)) return Array.isArray(value) ? value.map(plain) : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([word, said]): (readonly [string, Json])[] => {
      if (["example", "examples", "headers", "not", "readOnly"].includes(word)) return [];
      // The names in it are members, not words of the schema.
      if (word === "properties" && isObject(said)) {
        return [[word, Object.fromEntries(Object.entries(said).map(([name, member]) => [name, plain(member)]))]];
      }
      if (!choices.some((choice) => choice === word) || !Array.isArray(said)) return [[word, plain(said)]];
      const typed = (said as readonly Json[]).filter((choice) => !isUntyped(choice));
      return typed.length === 0 ? [] : [[word, typed.map(plain)]];
    }),
  );
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
