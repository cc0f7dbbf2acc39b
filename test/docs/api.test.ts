import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { allowedActions, campaignStates, pauseReasons } from "../../core/campaign/campaign.ts";
import { isFailure, recipientReasons } from "../../core/campaign/recipient.ts";
import { errorKinds, NamedError, type ErrorCode } from "../../core/errors.ts";
import { waitReasons } from "../../core/sending/pacing.ts";
import { failureAnswer } from "../../functions/edge/failure.ts";
import { openApi } from "../../functions/meta/openapi.ts";
import { routes } from "../../functions/routes/index.ts";
import type { Route } from "../../functions/routes/route.ts";
import { warningCodes } from "../../functions/routes/warning-messages.ts";
import { whatToDo } from "../../functions/routes/words/error-words.ts";
import { failure } from "../../functions/routes/words/failure.ts";
import { gatewayAnswers } from "../../local/gateway/gateway-answers.ts";
import { fencesOf, rowsWith } from "./markdown.ts";

/** docs/api.md is the contract: all of the OpenAPI document stands there, and nothing that the code does not know. */

const page = readFileSync("docs/api.md", "utf8");
type Code = keyof typeof whatToDo;
const codes = Object.keys(whatToDo) as Code[];
/** A front answers some codes before any route sees the request. */
const statusOf = (code: Code): number | undefined =>
  Object.hasOwn(errorKinds, code)
    ? failureAnswer(new NamedError(code as ErrorCode, ""), "en", "").status
    : Object.values(gatewayAnswers).find((answer) => answer.code === code)?.status;
const ofApi: readonly Route[] = routes;

test("each code of a failure stands in the table, with its status and what to do", () => {
  const rows = rowsWith(page, ["code", "status", "what to do"]);
  expect(rows.map(({ code }) => code)).toEqual(codes);
  for (const row of rows) {
    const code = row.code as Code;
    expect([code, Number(row.status)]).toEqual([code, statusOf(code)]);
    expect([code, row["what to do"].replaceAll("`{{", "{{").replaceAll("}}`", "}}")]).toEqual([code, whatToDo[code]]);
  }
});

/** Members of `error` that a code adds. */
const added = new Set(Object.keys(failure("").body.shape.error.shape));
test("the members that codes add to a failure are those of the document", () => {
  const named = rowsWith(page, ["code", "adds to `error`"]).flatMap((row) =>
    [...row["adds to `error`"].matchAll(/\w+/g)].map(([name]) => name),
  );
  expect(new Set([...named, "code", "details", "requestId"])).toEqual(added);
});

const documents = readdirSync("docs", { encoding: "utf8", recursive: true })
  .filter((file) => file.endsWith(".md"))
  .map((file) => join("docs", file));
test.each(documents)("%s names no code of a failure that there is not", (file) => {
  const named = [
    ...readFileSync(file, "utf8").matchAll(/\b(?:400|401|403|404|405|409|413|415|422|429|503) `([A-Z_]+)`/g),
  ];
  expect(named.map(([, code = ""]) => code).filter((code) => !Object.hasOwn(whatToDo, code))).toEqual([]);
});

test("docs/api.md names no code beside those of the table", () => {
  const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = ""]) => code);
  expect(named.filter((code) => !Object.hasOwn(whatToDo, code))).toEqual([]);
});

test("states, reasons and warnings stand in their tables, each once", () => {
  const columnOf = (name: string) => rowsWith(page, [name]).map((row) => row[name]);
  expect(columnOf("pausedBecause")).toEqual([...pauseReasons]);
  expect(columnOf("waitingFor")).toEqual([...waitReasons]);
  const reasons = rowsWith(page, ["reason", "state", "means"]);
  expect(reasons.map(({ reason }) => reason)).toEqual([...recipientReasons]);
  for (const { reason, state } of reasons) expect([reason, state === "skipped"]).toEqual([reason, !isFailure(reason)]);
  expect(rowsWith(page, ["code", "means"]).map(({ code }) => code)).toEqual([...warningCodes]);
  const actions = rowsWith(page, ["state", "allowed"]);
  expect(actions.map(({ state, allowed }) => [state, allowed.replaceAll("`", "").split(", ")])).toEqual(
    campaignStates.map((state) => [state, allowedActions(state)]),
  );
});

/** The routes that a paragraph and the list behind it name. */
const namedBehind = (heading: string): string[] => {
  const [, behind = ""] = page.split(`**${heading}.**`);
  const paragraphs = behind.split(/^\*\*|^#/m)[0] ?? "";
  return [...paragraphs.matchAll(/`(POST [^`]+)`/g)]
    .map(([, named = ""]) => named.replace("...", "/api/whatsapp/{sessionId}/broadcast"))
    .toSorted();
};
const keysOf = (some: readonly Route[]) => some.map(({ method, path }) => `${method} ${path}`).toSorted();

test("the routes that take an Idempotency-Key, and those with a limit of their own, are those that do", () => {
  expect(namedBehind("Safe repeats")).toEqual(keysOf(ofApi.filter(({ idempotent }) => idempotent === true)));
  expect(namedBehind("Limits")).toEqual(keysOf(ofApi.filter(({ limit }) => limit === "broadcast")));
});

test("a GET needs `read`, another method `write`, but for those that are named", () => {
  const others = ofApi.filter(({ method, scope }) => scope !== (method === "GET" ? "read" : "write"));
  const isNamed = ({ operationId, resource, scope }: Route) =>
    scope === "none"
      ? resource === "meta" || resource === "docs"
      : scope === "admin"
        ? resource === "webhooks" || resource === "api-keys"
        : ["getQrCode", "previewMessage", "previewTemplate"].includes(operationId);
  expect(others.filter((route) => !isNamed(route)).map(({ operationId }) => operationId)).toEqual([]);
});

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
const document = JSON.parse(JSON.stringify(openApi(routes))) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

function membersOf(schema: Schema, seen: ReadonlySet<string> = new Set()): string[] {
  const { $ref, properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  const name = $ref?.split("/").at(-1);
  const referred = name === undefined || seen.has(name) ? undefined : document.components.schemas[name];
  const inner = [...Object.values(properties), ...anyOf, ...oneOf, ...allOf, items, referred];
  const within = name === undefined ? seen : new Set([...seen, name]);
  return [...Object.keys(properties), ...inner.flatMap((one) => (one === undefined ? [] : membersOf(one, within)))];
}

/** Every word that stands in code there. */
const inCode = new Set([...page.matchAll(/```[\s\S]*?```|`[^`]+`/g)].flatMap(([code]) => code.match(/[\w-]+/g) ?? []));

test.each(operations.map((operation) => [operation.operationId, operation] as const))(
  "%s: each parameter and member stands there",
  (_, { parameters, requestBody, responses }) => {
    const answered = Object.entries(responses).flatMap(([status, one]) => (status < "300" ? [one] : []));
    const schemas = [requestBody ?? {}, ...answered].flatMap(({ content = {} }) =>
      Object.values(content).map(({ schema }) => schema),
    );
    const asked = parameters.filter((one) => one.in !== "header").map(({ name }) => name);
    const names = [...asked, ...schemas.flatMap((schema) => membersOf(schema))];
    expect([...new Set(names)].filter((name) => !inCode.has(name))).toEqual([]);
  },
);

/** Examples that say of which operation they are, and of which answer where they are no request. */
const examples = documents
  .flatMap((file) => fencesOf(readFileSync(file, "utf8")).map((fence) => ({ file, ...fence })))
  .filter(({ info }) => /^json\b/.test(info));
const schemaOf = (info: string): z.ZodType | undefined => {
  const [, operationId, status] = info.split(" ");
  if (operationId === "failure") return failure("").body;
  const route = ofApi.find((one) => one.operationId === operationId);
  return status === undefined ? route?.body : route?.answers[Number(status)]?.body;
};

test.each(examples.map(({ file, info, text }) => [file, info, text] as const))(
  "%s: %s is as its schema wants it",
  (_, info, text) => {
    const value = JSON.parse(text) as unknown;
    const schema = schemaOf(info);
    if (schema !== undefined) expect(schema.safeParse(value).error?.issues ?? []).toEqual([]);
    else expect(["json", "json contact"]).toContain(info);
  },
);

test("examples are found, and bodies that are none are seen", () => {
  const shown = examples.map(({ info }) => info.split(" ")[1]);
  expect(shown).toEqual(expect.arrayContaining(["sendMessage", "sendCampaign", "scheduleCampaign", "addContacts"]));
  expect(schemaOf("json sendMessage")?.safeParse({ numbre: "628" }).success).toBe(false);
  expect(schemaOf("json previewMessage 200")?.safeParse({ success: true, data: [{}] }).success).toBe(false);
});
