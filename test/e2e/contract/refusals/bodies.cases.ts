import { type Case, contacts, invalid, json, lists, send } from "./case.ts";

const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const noJson: Case["wanted"] = [400, "INVALID_JSON", ""];

/** A JSON body is refused, of any route. */
export const bodyCases: readonly Case[] = [
  { name: "no JSON", ask: lists, headers: json, body: () => '{"name": "Baru"', wanted: noJson },
  { name: "nothing", ask: lists, headers: json, wanted: noJson },
  {
    name: "bytes that are no UTF-8",
    ask: lists,
    headers: json,
    body: () => Buffer.from('{"name":"Bar\xff"}', "latin1"),
    wanted: noJson,
  },
  {
    name: "a form instead of JSON",
    ask: lists,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: () => "name=Baru",
    wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
  },
  {
    name: "JSON that says it is text",
    ask: send,
    headers: { "content-type": "text/plain" },
    body: () => "{}",
    wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
  },
  {
    name: "a content type of other characters",
    ask: lists,
    headers: { "content-type": "\xe9;;=" },
    body: () => "{}",
    wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
  },
  {
    name: "more than 4 MB",
    ask: lists,
    headers: json,
    body: () => JSON.stringify({ name: "a".repeat(4 * 1024 * 1024) }),
    wanted: [413, "BODY_TOO_LARGE", ""],
  },
  { name: "null", ask: lists, json: null, wanted: invalid("") },
  { name: "an array", ask: lists, json: [{ name: "Baru" }], wanted: invalid("") },
  { name: "a string", ask: contacts, json: "628123456789", wanted: invalid("") },
  {
    name: "100,000 brackets",
    ask: lists,
    headers: json,
    body: () => `{"name":${deep("[", "]", 100_000)}}`,
    wanted: invalid("/name"),
  },
  {
    name: "100,000 nested objects in an unknown field",
    ask: lists,
    headers: json,
    body: () => `{"name":"Baru","x":${deep('{"x":', "}", 100_000)}}`,
    wanted: invalid("/x"),
  },
  {
    name: "__proto__ in a list",
    ask: lists,
    headers: json,
    body: () => '{"name":"Baru","__proto__":{"description":"x"}}',
    wanted: invalid("/__proto__"),
  },
  {
    name: "__proto__ among a contact's fields",
    ask: contacts,
    headers: json,
    body: () => '{"number":"628123456789","fields":{"__proto__":"x"}}',
    wanted: invalid("/fields/__proto__"),
  },
  {
    name: "__proto__ for a contact's fields",
    ask: contacts,
    headers: json,
    body: () => '{"number":"628123456789","fields":{"__proto__":{"kota":"x"}}}',
    wanted: invalid("/fields/__proto__"),
  },
  {
    name: "__proto__ among a message's variables",
    ask: send,
    headers: json,
    body: () => '{"listId":"{list}","message":"x","variables":{"__proto__":"x"}}',
    wanted: invalid("/variables/__proto__"),
  },
  {
    name: "constructor among a contact's fields",
    ask: contacts,
    json: { number: "628123456789", fields: { constructor: "x" } },
    wanted: invalid("/fields/constructor"),
  },
];
