import { readFileSync, writeFileSync } from "node:fs";
import { openApi } from "../../../functions/meta/openapi.ts";
import { routes } from "../../../functions/routes/index.ts";
import { whatToDo } from "../../../functions/routes/words/error-words.ts";
import { breaksOf, contractOf, written, type ApiContract } from "../../support/api/api-contract.ts";

/**
 * A client of the last release keeps working: test/fixtures/released-api.json is that release's contract. A release writes it
 * anew: RELEASE_API=1 npx jest test/functions/meta/released.test.ts
 */

const file = new URL("../../fixtures/released-api.json", `file://${__dirname}/`);
const now = contractOf(JSON.parse(JSON.stringify(openApi(routes))) as Record<string, unknown>);
if (process.env["RELEASE_API"] === "1") writeFileSync(file, written(now));
const released = JSON.parse(readFileSync(file, "utf8")) as ApiContract;

test("nothing that a client of the last release relies on is gone", () => {
  expect(breaksOf(released, now)).toEqual([]);
  expect(Object.keys(released.operations).length).toBeGreaterThan(70);
});

type Path = readonly string[];
/** The contract with another value at a path; without the member where there is none. */
function changed(path: Path, value?: unknown): ApiContract {
  const copy = structuredClone(now);
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, copy as never);
  const last = path.at(-1) ?? "";
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

const create = "POST /api/whatsapp/{sessionId}/broadcast/lists";
const body = ["operations", create, "body", "application/json"];
const format = ["operations", "GET /qrcode", "parameters", "query format"];
const list = ["schemas", "List"];
const replied = ["operations", "event recipient.replied", "answers"];
const code = ["schemas", "Failure", "properties", "error", "properties", "code", "enum"];

test.each<[what: string, path: Path, value: unknown, found: string]>([
  ["an operation that is gone", ["operations", create], undefined, `${create} is gone`],
  ["a parameter that is gone", format, undefined, "GET /qrcode: query format is gone"],
  ["a parameter that is required now", [...format, "required"], true, "GET /qrcode: query format is required now"],
  [
    "a value that is gone",
    [...format, "schema", "enum"],
    ["png"],
    "GET /qrcode: query format: raw is no value any more",
  ],
  [
    "a member of a request that is required now",
    [...body, "required"],
    ["name", "description"],
    `${create} body.description is required now`,
  ],
  [
    "a member of a request that is gone",
    [...body, "properties", "description"],
    undefined,
    `${create} body.description is gone`,
  ],
  [
    "a member of an answer that is gone",
    [...list, "properties", "contactCount"],
    undefined,
    "List.contactCount is gone",
  ],
  ["a member of an answer that is optional now", [...list, "required"], ["listId"], "List.name is optional now"],
  [
    "a member of another type",
    [...list, "properties", "contactCount", "type"],
    "string",
    "List.contactCount: integer became string",
  ],
  ["a code that is gone", code, ["INTERNAL"], "Failure.error.code: INVALID_JSON is no value any more"],
  [
    "an answer that is gone",
    ["operations", create, "answers", "201"],
    undefined,
    `${create} 201: no application/json any more`,
  ],
  ["an event that is gone", ["operations", "event opt_out.added"], undefined, "event opt_out.added is gone"],
  [
    "a member of an event that is gone",
    [...replied, "body", "application/json", "properties", "data", "properties", "reply"],
    undefined,
    "event recipient.replied body.data.reply is gone",
  ],
  [
    "a header of an event's call that is gone",
    [...replied, "headers", "", "properties", "x-webhook-signature"],
    undefined,
    "event recipient.replied headers.x-webhook-signature is gone",
  ],
])("%s is found", (_what, path, value, found) => {
  expect(breaksOf(now, changed(path, value))).toContain(found);
});

test.each<[what: string, path: Path, value: unknown]>([
  ["a new operation", ["operations", "GET /new"], now.operations[create]],
  ["a new member of an answer", [...list, "properties", "colour"], { type: "string" }],
  ["a member of a request that may be left out now", [...body, "required"], []],
  ["a new code", code, [...Object.keys(whatToDo), "NEW"]],
])("%s breaks no client", (_what, path, value) => {
  expect(breaksOf(now, changed(path, value))).toEqual([]);
});
