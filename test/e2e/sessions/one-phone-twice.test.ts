import { startStack, type Stack, until } from "../../support/stack.ts";
import { Client, type DataOf, type PageOf } from "../client.ts";
import * as person from "../steps.ts";

/** One phone that is linked in two sessions of a tenant. */

let stack: Stack;
let client: Client;
beforeAll(async () => {
  stack = await startStack({ env: { DIRECT_MESSAGE_GAP_MS: "0" } });
  client = new Client(stack.url, stack.apiKey);
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: null } });
  await person.link(client, "front", "628111000111");
  await person.link(client, "back", "628111000111");
  await person.link(client, "other", "628111000222");
});
afterAll(async () => {
  await stack.end();
});

interface Warned {
  readonly sessionId?: string;
  readonly warnings?: readonly {
    readonly code: string;
    readonly message: string;
    readonly sessions: readonly string[];
  }[];
}
const named = ({ warnings }: Warned) => warnings?.map(({ code, sessions }) => [code, sessions]);
const twiceIn = (...sessions: string[]) => [["number_linked_twice", sessions]];

const seenBy = async (caller: Client, sessionId: string) => {
  const { data } = await caller.get<PageOf<Warned>>("/api/whatsapp/sessions");
  const one = await caller.get<DataOf<Warned>>(`/api/whatsapp/sessions/${sessionId}`);
  const status = await caller.get<Warned>("/status", { "user-id": sessionId });
  return [data.find((session) => session.sessionId === sessionId) ?? {}, one.data, status].map(named);
};

test("each of the two names the other wherever its state is told, and a third session none", async () => {
  for (const [sessionId, expected] of [
    ["front", twiceIn("back")],
    ["back", twiceIn("front")],
    ["other", undefined],
  ] as const) {
    expect(await seenBy(client, sessionId)).toEqual([expected, expected, expected]);
  }
  const { warnings } = await client.get<Warned>("/status", { "user-id": "front", "accept-language": "en" });
  expect(warnings?.[0]?.message).toMatch(/628111000111.*back/);
});

test("a key that may not see the other session is told nothing of it", async () => {
  const key = { name: "front only", scopes: ["read"], sessions: ["front"] };
  const { data } = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", key);
  expect(await seenBy(client.withKey(data.key), "front")).toEqual([undefined, undefined, undefined]);
});

test("one STOP is confirmed once, and holds", async () => {
  const from = "628120000888";
  await client.post("/_simulator/inbound", { session: "front", from, body: "STOP" });
  const answers = () => client.get<readonly object[]>(`/_simulator/deliveries?to=${from}`);
  await until(answers, (all) => all.length > 0, "it is confirmed");
  // Both sessions have taken it in once each has sent what was asked for later.
  for (const session of ["front", "back"]) {
    await client.post("/_simulator/inbound", { session, from: "628120000889", body: "Halo" });
    await client.post("/send-message", { number: from, message: session }, { "user-id": session });
  }
  await until(answers, (all) => all.length === 3, "one confirmation, and what was written singly");
});

test("once one is logged out, the other is warned no more", async () => {
  await client.send("POST", "/logout", { headers: { "user-id": "back" } });
  expect(await seenBy(client, "front")).toEqual([undefined, undefined, undefined]);
});
