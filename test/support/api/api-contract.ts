/** What a client of the API relies on, and what of it a change takes away. */

type Json = Readonly<Record<string, unknown>>;
interface Operation {
  readonly parameters: Readonly<Record<string, { readonly required: boolean; readonly schema: Json }>>;
  readonly isBodyRequired: boolean;
  /** Schemas by media type. */
  readonly body: Readonly<Record<string, Json>>;
  /** Schemas of successes by status and media type. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}
export interface ApiContract {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Readonly<Record<string, Json>>;
}

const kept = [
  "$ref",
  "type",
  "required",
  "enum",
  "const",
  "items",
  "additionalProperties",
  "anyOf",
  "oneOf",
  "allOf",
  "not",
];
/** A schema without what is only to be read. */
function bare(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(bare);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries((schema as Json)["properties"] ?? {}).map(([name, one]) => [name, bare(one)]);
  const rest = Object.entries(schema).filter(([key]) => kept.includes(key));
  return {
    ...Object.fromEntries(rest.map(([key, value]) => [key, bare(value)])),
    ...(members.length === 0 ? {} : { properties: Object.fromEntries(members) as Json }),
  };
}

const schemasOf = (content: unknown): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries((content ?? {}) as Readonly<Record<string, Json>>).map(([type, { schema }]) => [
      type,
      bare(schema) as Json,
    ]),
  );

/** What a webhook's receiver relies on: the headers and the body of each event's call, which it gets as a client gets an answer. */
function eventsOf(document: Json): [string, Operation][] {
  const webhooks = document["webhooks"] as Readonly<Record<string, { readonly post: Json }>>;
  return Object.entries(webhooks).map(([type, { post }]) => {
    const { parameters, requestBody } = post as unknown as {
      readonly parameters: readonly { name: string; schema: Json }[];
      readonly requestBody: { readonly content: Json };
    };
    const names = parameters.map(({ name }) => name);
    const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, bare(schema)])) as Json;
    const headers = { type: "object", required: names, properties };
    const answers = { headers: { "": headers }, body: schemasOf(requestBody.content) };
    return [`event ${type}`, { parameters: {}, isBodyRequired: false, body: {}, answers }];
  });
}

/** @param document of OpenAPI */
export function contractOf(document: Json): ApiContract {
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  const { schemas } = document["components"] as { readonly schemas: Readonly<Record<string, Json>> };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): [string, Operation] => {
      const { parameters, requestBody, responses } = one as unknown as {
        readonly parameters: readonly { name: string; in: string; required: boolean; schema: Json }[];
        readonly requestBody?: { readonly required: boolean; readonly content: Json };
        readonly responses: Readonly<Record<string, Json>>;
      };
      const named = parameters.map(({ name, in: where, required, schema }) => [
        `${where} ${name}`,
        { required, schema: bare(schema) },
      ]);
      const successes = Object.entries(responses).filter(([status]) => status < "400");
      return [
        `${method.toUpperCase()} ${path}`,
        {
          parameters: Object.fromEntries(named) as Operation["parameters"],
          isBodyRequired: requestBody?.required === true,
          body: schemasOf(requestBody?.content),
          answers: Object.fromEntries(successes.map(([status, { content }]) => [status, schemasOf(content)])),
        },
      ];
    }),
  );
  return {
    operations: Object.fromEntries([...operations, ...eventsOf(document)]),
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema) as Json])),
  };
}

const namesIn = (value: unknown): string[] => Object.keys(value ?? {});
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The contract as a file: a line each operation and component, so that a change is one line. */
export function written({ operations, schemas }: ApiContract): string {
  const lines = (all: Json) =>
    Object.entries(all).map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`);
  return `{"operations": {\n${lines(operations).join(",\n")}\n},\n"schemas": {\n${lines(schemas).join(",\n")}\n}}\n`;
}

/** What a client of `before` can't do any more, or does not get any more. */
export function breaksOf(before: ApiContract, now: ApiContract): string[] {
  return [
    ...Object.entries(before.operations).flatMap(([name, was]) => {
      const is = now.operations[name];
      return is === undefined ? [`${name} is gone`] : operationBreaks(name, was, is);
    }),
    ...Object.entries(before.schemas).flatMap(([name, was]) => {
      const is = now.schemas[name];
      // A component that is gone breaks where it was referred to.
      return is === undefined ? [] : schemaBreaks(name, was, is, name.endsWith("Input"));
    }),
  ];
}

function operationBreaks(name: string, was: Operation, is: Operation): string[] {
  const wanted = Object.entries(is.parameters).filter(
    ([key, { required }]) => required && was.parameters[key]?.required !== true,
  );
  return [
    ...wanted.map(([key]) => `${name}: ${key} is required now`),
    ...Object.entries(was.parameters).flatMap(([key, { schema }]) => {
      const there = is.parameters[key];
      return there === undefined
        ? [`${name}: ${key} is gone`]
        : schemaBreaks(`${name}: ${key}`, schema, there.schema, true);
    }),
    ...(is.isBodyRequired && !was.isBodyRequired ? [`${name}: a body is required now`] : []),
    ...Object.entries(was.body).flatMap(([type, schema]) => {
      const there = is.body[type];
      return there === undefined ? [`${name}: takes no ${type}`] : schemaBreaks(`${name} body`, schema, there, true);
    }),
    ...Object.entries(was.answers).flatMap(([status, types]) =>
      Object.entries(types).flatMap(([type, schema]) => {
        const there = is.answers[status]?.[type];
        const where = `${name} ${status}`;
        return there === undefined ? [`${where}: no ${type} any more`] : schemaBreaks(where, schema, there, false);
      }),
    ),
  ];
}

function schemaBreaks(where: string, was: Json, is: Json, isRequest: boolean): string[] {
  if (was["$ref"] !== is["$ref"]) return [`${where}: ${String(was["$ref"])} became ${String(is["$ref"])}`];
  const members = (schema: Json) => (schema["properties"] ?? {}) as Readonly<Record<string, Json>>;
  const [more, less] = isRequest ? [is, was] : [was, is];
  const alike = (["items", "additionalProperties"] as const).flatMap((key) =>
    typeof was[key] === "object" && typeof is[key] === "object"
      ? schemaBreaks(`${where} ${key}`, was[key] as Json, is[key] as Json, isRequest)
      : [],
  );
  return [
    ...(String(was["type"]) === String(is["type"])
      ? []
      : [`${where}: ${String(was["type"])} became ${String(is["type"])}`]),
    ...listIn(was["enum"])
      .filter((value) => is["enum"] !== undefined && !listIn(is["enum"]).includes(value))
      .map((value) => `${where}: ${String(value)} is no value any more`),
    // A request may have to say more, an answer may say less.
    ...listIn(more["required"])
      .filter((name) => !listIn(less["required"]).includes(name) && (isRequest || String(name) in members(is)))
      .map((name) => `${where}.${String(name)} is ${isRequest ? "required" : "optional"} now`),
    ...namesIn(was["properties"]).flatMap((name) => {
      const [old, there] = [members(was)[name] ?? {}, members(is)[name]];
      return there === undefined
        ? [`${where}.${name} is gone`]
        : schemaBreaks(`${where}.${name}`, old, there, isRequest);
    }),
    ...alike,
    ...(["anyOf", "oneOf", "allOf"] as const).flatMap((key) =>
      listIn(was[key]).flatMap((one, place) => {
        const there = listIn(is[key])[place];
        if (there === undefined) return [`${where}: a choice of ${key} is gone`];
        return schemaBreaks(where, one as Json, there as Json, isRequest);
      }),
    ),
  ];
}
