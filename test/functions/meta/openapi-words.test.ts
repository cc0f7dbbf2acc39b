import { errorKinds } from "../../../core/errors.ts";
import { eventTypes } from "../../../core/webhook/events.ts";
import { requestExamples } from "../../../functions/routes/examples/index.ts";
import { routes } from "../../../functions/routes/index.ts";
import { fieldWords } from "../../../functions/routes/words/field-words.ts";
import { gatewayAnswers } from "../../../local/gateway/gateway-answers.ts";
import { contentsOf, document, faultsOf, operations, type Json } from "../../support/api/api-document.ts";

/** All of the OpenAPI document can be learnt from: every operation, parameter and field is described and has an example. */

const calls = Object.values(document.webhooks).map(({ post }) => post);

interface Member {
  readonly where: string;
  readonly schema: Json;
}
/** Every member of a schema, however deep; components are gone through by themselves. */
function membersOf(schema: unknown, where: string): Member[] {
  if (Array.isArray(schema)) return schema.flatMap((one: unknown) => membersOf(one, where));
  if (typeof schema !== "object" || schema === null) return [];
  const {
    properties = {},
    items,
    additionalProperties,
    anyOf,
    oneOf,
    allOf,
  } = schema as Readonly<Record<string, unknown>>;
  const own = Object.entries(properties as Readonly<Record<string, Json>>).flatMap(([name, one]) => [
    // A member that a rule about others names is described where it stands.
    ...(Object.keys(one).length > 0 ? [{ where: `${where}.${name}`, schema: one }] : []),
    ...membersOf(one, `${where}.${name}`),
  ]);
  return [...own, ...[items, additionalProperties, anyOf, oneOf, allOf].flatMap((one) => membersOf(one, where))];
}
const parameters = [...operations, ...calls].flatMap(({ operationId, parameters: all }) =>
  all.map(({ name, description, schema }) => ({ where: `${operationId} ${name}`, schema: { ...schema, description } })),
);
const members: Member[] = [
  ...parameters,
  ...[...operations, ...calls].flatMap((one) =>
    contentsOf(one).flatMap(({ schema }) => membersOf(schema, one.operationId)),
  ),
  ...Object.entries(document.components.schemas).flatMap(([name, schema]) => membersOf(schema, name)),
];

const isText = (value: unknown): boolean => typeof value === "string" && value.length > 2;
/** What a reader can't guess: a text or a number that is none of a few and has no default. */
const wantsExample = ({ type, ...schema }: Json): boolean =>
  ["string", "number", "integer"].includes(String(type)) &&
  !["enum", "const", "default"].some((name) => name in schema) &&
  schema["format"] !== "binary";

test("every operation says what it does, in a few words that begin with a verb and in sentences", () => {
  for (const { operationId, summary, description } of operations) {
    expect([operationId, summary]).toEqual([operationId, expect.stringMatching(/^[A-Z][a-z]+ .{3,50}[^.]$/)]);
    expect([operationId, description]).toEqual([operationId, expect.stringMatching(/^[A-Z`].{20,}\.\n\nNeeds .+\.$/s)]);
  }
  expect(operations.length).toBeGreaterThan(70);
});

test("every parameter and field is described", () => {
  expect(members.filter(({ schema }) => !isText(schema["description"])).map(({ where }) => where)).toEqual([]);
  expect(members.length).toBeGreaterThan(1_000);
});

test("every text and number has an example", () => {
  const without = members.filter(({ schema }) => wantsExample(schema) && schema["examples"] === undefined);
  expect(without.map(({ where }) => where)).toEqual([]);
});

test("an example of a member is valid by its own schema", () => {
  const examples = members.flatMap(({ where, schema }) =>
    (Array.isArray(schema["examples"]) ? schema["examples"] : []).flatMap((one: unknown) =>
      faultsOf(schema, one).map((fault) => `${where}: ${JSON.stringify(one)} ${fault}`),
    ),
  );
  expect(examples).toEqual([]);
});

test.each(operations)("each example of $operationId is valid by its own schema", (operation) => {
  const examples = [
    ...[...operation.parameters, ...contentsOf(operation)].filter((one) => "example" in one),
    ...operation.parameters.flatMap(({ schema, examples: unsent }) =>
      unsent === undefined ? [] : [{ schema, example: unsent.default.value }],
    ),
  ];
  expect(examples.flatMap(({ schema, example }) => faultsOf(schema, example))).toEqual([]);
});

test("the page's own request leaves out each parameter that may be left out, until a reader ticks it", () => {
  const optional = operations.flatMap(({ operationId, parameters: all }) =>
    all.filter(({ required }) => !required).map((one) => ({ where: `${operationId} ${one.name}`, ...one })),
  );
  const sent = optional.filter((one) => "example" in one);
  expect(sent.map(({ where }) => where)).toEqual([]);
  const [status] = optional.filter(({ where }) => where === "listCampaigns status");
  expect(status?.examples).toEqual({ default: { value: "running,paused", "x-disabled": true } });
});

test("lengths of time and sizes name their unit", () => {
  const units = { Ms: "milliseconds", Minutes: "minutes", size: "bytes", timestamp: "seconds", tookMs: "milliseconds" };
  for (const [end, unit] of Object.entries(units)) {
    const measured = members.filter(({ where }) => where.endsWith(end));
    expect(measured).not.toEqual([]);
    for (const { where, schema } of measured)
      expect([where, schema["description"]]).toEqual([where, expect.stringContaining(unit)]);
  }
});

test("each word of a field is used, and so is each example", () => {
  const names = new Set(members.map(({ where }) => where.split(/[. ]/).at(-1)));
  expect(Object.keys(fieldWords).filter((key) => !names.has(key.split(/[./]/).at(-1)))).toEqual([]);
  const known = new Set(routes.map(({ operationId }) => operationId));
  expect(Object.keys(requestExamples).filter((operationId) => !known.has(operationId))).toEqual([]);
});

test.each(routes.filter(({ body }) => body !== undefined && !body.safeParse(undefined).success))(
  "$operationId has a request example that its own schema takes",
  ({ operationId, body }) => {
    expect(requestExamples[operationId]?.body).toBeDefined();
    expect(body?.safeParse(requestExamples[operationId]?.body).error).toBeUndefined();
  },
);

test.each(routes.filter(({ query }) => query !== undefined))(
  "$operationId takes its example's query",
  ({ operationId, query }) => {
    const example = requestExamples[operationId]?.query ?? {};
    const written = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, String(value)]));
    expect(query?.safeParse(written).error).toBeUndefined();
  },
);

test.each(
  routes.flatMap((route) => Object.entries(route.answers).map(([status, answer]) => ({ ...route, status, answer }))),
)("$operationId has an example of its $status that its own schema takes", ({ path, method, status, answer }) => {
  const { body, mediaType } = answer;
  const content = document.paths[path]?.[method.toLowerCase()]?.responses[status]?.content ?? {};
  const { example } = content[mediaType ?? "application/json"] ?? {};
  if (body !== undefined) expect(body.safeParse(example).error).toBeUndefined();
  else if (mediaType !== undefined) expect(isText(example)).toBe(true);
  else expect(content).toEqual({});
});

test("every code of a failure is named, with what to do about it", () => {
  const { error } = document.components.schemas["Failure"]?.["properties"] as Readonly<
    Record<string, { readonly properties: Readonly<Record<string, Json>> }>
  >;
  const code = error?.properties["code"] ?? {};
  const answered = [...Object.keys(errorKinds), ...Object.values(gatewayAnswers).map((one) => one.code)];
  expect(new Set(code["enum"] as string[])).toEqual(new Set(answered));
  for (const one of answered) expect(code["description"]).toMatch(new RegExp(`- \`${one}\`: [A-Z].+\\.(\n|$)`));
});

test("every type of event is a call, with its body and an example of it", () => {
  expect(Object.keys(document.webhooks)).toEqual([...eventTypes, "webhook.test"]);
  for (const [type, { post }] of Object.entries(document.webhooks)) {
    const { schema, example } = post.requestBody?.content["application/json"] ?? { schema: {} };
    expect([type, example]).toMatchObject([type, { type, data: expect.any(Object) as object }]);
    expect(schema["required"]).toEqual(expect.arrayContaining(["id", "type", "createdAt", "data"]));
  }
});
