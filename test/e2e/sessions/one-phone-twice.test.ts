import { until } from "../../support/stack.ts";
import type { Client, DataOf, PageOf } from "../client.ts";
import { aShop } from "../shop.ts";

/** One phone that is linked in two sessions of a tenant. */

const { client } = aShop({
  env: { DIRECT_MESSAGE_GAP_MS: "0" },
  arriveMs: 5,
  linked: { front: "628111000111", back: "628111000111", other: "628111000222" },
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
