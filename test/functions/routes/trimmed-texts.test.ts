import { globSync, readFileSync } from "node:fs";
import { maxListDescriptionLength, maxListNameLength } from "../../../core/contact/list.ts";
import { maxOptOutKeywordLength } from "../../../core/contact/opt-out.ts";
import { maxTemplateNameLength } from "../../../core/content/message-template.ts";
import type { NamedError } from "../../../core/errors.ts";
import { check } from "../../../functions/edge/validate.ts";
import { routes } from "../../../functions/routes/index.ts";
import type { Route } from "../../../functions/routes/route.ts";
import { faultsOf, operations } from "../../support/api/api-document.ts";

/** Texts lose the blanks around them before they are measured, and the document says so by a pattern. */

interface Place {
  readonly operationId: string;
  readonly max: number;
  /** A right body with that text in its place; a search of the query, where there is none. */
  readonly bodyWith?: (text: string) => object;
  readonly mayBeEmpty?: true;
}

const post = { listId: "lst_1", message: "x" };
const hook = { url: "https://hooks.example.com/", events: ["*"] };
const mapping = (columns: Readonly<Record<string, string>>) => ({ uploadKey: "x", mapping: columns });
const places: readonly Place[] = [
  { operationId: "createList", max: maxListNameLength, bodyWith: (name) => ({ name }) },
  {
    operationId: "updateList",
    max: maxListDescriptionLength,
    bodyWith: (description) => ({ description }),
    mayBeEmpty: true,
  },
  { operationId: "createApiKey", max: 100, bodyWith: (name) => ({ name, scopes: ["read"] }) },
  { operationId: "setSending", max: 200, bodyWith: (reason) => ({ halted: true, reason }) },
  { operationId: "createTemplate", max: maxTemplateNameLength, bodyWith: (name) => ({ name, body: "x" }) },
  { operationId: "sendCampaign", max: 100, bodyWith: (name) => ({ ...post, name }) },
  { operationId: "createWebhook", max: 200, bodyWith: (description) => ({ ...hook, description }) },
  { operationId: "changeSession", max: 100, bodyWith: (label) => ({ label }) },
  { operationId: "changeSession", max: maxOptOutKeywordLength, bodyWith: (one) => ({ optOutKeywords: [one] }) },
  { operationId: "importContacts", max: 200, bodyWith: (field) => mapping({ a: field }), mayBeEmpty: true },
  { operationId: "listLists", max: 100 },
  { operationId: "listContacts", max: 100 },
  { operationId: "listTemplates", max: 100 },
  { operationId: "listOptOuts", max: 100 },
];

const ofApi: readonly Route[] = routes;

function schemasOf({ operationId, bodyWith }: Place) {
  const route = ofApi.find((one) => one.operationId === operationId);
  const operation = operations.find((one) => one.operationId === operationId);
  const schema = bodyWith === undefined ? route?.query : route?.body;
  if (schema === undefined || operation === undefined) throw new Error(`${operationId} has no such text`);
  const json =
    bodyWith === undefined
      ? { type: "object", properties: { search: operation.parameters.find(({ name }) => name === "search")?.schema } }
      : operation.requestBody?.content["application/json"]?.schema;
  return { schema, json: json ?? {} };
}

/** What a refusal wants; undefined where the text is taken. */
function wanted({ schema }: ReturnType<typeof schemasOf>, request: object): string | undefined {
  try {
    check(schema, request, "");
    return undefined;
  } catch (error) {
    return (error as NamedError).details.map((detail) => detail.wanted).join(", and ");
  }
}

const blanks = " \t\r\n\u00a0\u3000";

test.each(places)("$operationId takes $max characters with blanks around them, and no more", (place) => {
  const { max, bodyWith = (search: string) => ({ search }) } = place;
  const schemas = schemasOf(place);
  const judged = (text: string) => [wanted(schemas, bodyWith(text)), faultsOf(schemas.json, bodyWith(text)).length > 0];
  const inside = `a${" ".repeat(max - 2)}a`;
  for (const text of ["a".repeat(max), `a${"😀".repeat(max - 1)}`, inside]) {
    for (const [before, behind] of [
      ["", ""],
      ["", "\n"],
      [blanks.repeat(50), blanks.repeat(50)],
    ] as const) {
      expect([text, judged(before + text + behind)]).toEqual([text, [undefined, false]]);
    }
    expect(judged(`${text}a`)).toEqual([`at most ${max} characters`, true]);
    expect(judged(` ${text}a `)).toEqual([`at most ${max} characters`, true]);
  }
  // One detail: what else a text lacks that is not there helps no caller.
  const ofNothing = place.mayBeEmpty === true ? [undefined, false] : ["at least 1 characters", true];
  for (const text of ["", blanks]) expect([text, judged(text)]).toEqual([text, ofNothing]);
});

test("the text is read without the blanks", () => {
  for (const place of places) {
    const { bodyWith = (search: string) => ({ search }) } = place;
    const { schema } = schemasOf(place);
    expect(schema.parse(bodyWith(` ${"a".repeat(place.max)}\n`))).toEqual(
      schema.parse(bodyWith("a".repeat(place.max))),
    );
  }
});

test("a column's header in a mapping is as long as it is without blanks, and stays as it is written", () => {
  const schemas = schemasOf({ operationId: "importContacts", max: 200, bodyWith: (text) => ({ text }) });
  const header = `${"a".repeat(200)} `;
  expect(schemas.schema.parse(mapping({ [header]: "kota" }))).toMatchObject(mapping({ [header]: "kota" }));
  expect(faultsOf(schemas.json, mapping({ [header]: "kota" }))).toEqual([]);
  expect(wanted(schemas, mapping({ [`a${header}`]: "kota" }))).toBe("at most 200 characters");
  expect(faultsOf(schemas.json, mapping({ [`a${header}`]: "kota" }))).not.toEqual([]);
});

test("no text of a route is measured before it is trimmed", () => {
  const sources = globSync("functions/routes/**/*.ts");
  expect(sources.length).toBeGreaterThan(20);
  const early = sources.filter((file) =>
    /\.(?:max|min|length|regex)\((?:[^()]|\([^()]*\))*\)\s*\.trim\(\)/.test(readFileSync(file, "utf8")),
  );
  expect(early).toEqual([]);
});
