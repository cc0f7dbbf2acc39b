import { ulid } from "ulid";
import { mayBecome } from "../../../core/sending/delivery.ts";
import { directStates, whatsAppIdOf, type DirectMessage } from "../../../core/sending/direct-message.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { idOf } from "../../../core/ids.ts";
import { aDirectMessage, someTime } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

let sessions = 0;
/** A session that no other test writes to. */
const aRef = () => ({ tenantId: "acme", sessionId: `s${(sessions += 1)}` });

const created = async (its: Partial<DirectMessage> = {}): Promise<DirectMessage> => {
  const message = aDirectMessage(its);
  await stores().directs.create(message);
  return message;
};

const at = someTime + 1_000;

test("a message is there once", async () => {
  const message = await created(aRef());
  expect(await stores().directs.find(message)).toEqual(message);
  await expect(stores().directs.create(message)).rejects.toThrow(ConditionRefused);
  expect(await stores().directs.find({ ...message, sessionId: "elsewhere" })).toBeUndefined();
  expect(await stores().directs.find({ ...message, tenantId: "other" })).toBeUndefined();
});

test("what has no outcome is open, in the order of the ids, however old or new", async () => {
  const ref = aRef();
  const messages = [await created(ref), await created(ref), await created(ref), await created(ref)];
  const [first, second, third, fourth] = messages as [DirectMessage, DirectMessage, DirectMessage, DirectMessage];
  await stores().directs.advance(second, "sending", { at, token: "0.1.1.a" });
  await stores().directs.advance(third, "failed", { at, reason: "not_on_whatsapp" });
  const open = await stores().directs.open(ref);
  expect(open.map(({ directId, state }) => [directId, state])).toEqual([
    [first.directId, "pending"],
    [second.directId, "sending"],
    [fourth.directId, "pending"],
  ]);
  expect(await stores().directs.countOpen(ref, 100)).toBe(3);
  expect(await stores().directs.countOpen(ref, 2)).toBe(2);
  expect(await stores().directs.open(aRef())).toEqual([]);
});

test("one of many claims wins, and tells who", async () => {
  const message = await created(aRef());
  const { won } = await atOnce(5, (index) =>
    stores().directs.advance(message, "sending", { at, token: `0.1.1.${index}` }),
  );
  const claimed = won.filter((one) => one !== undefined);
  expect(claimed).toHaveLength(1);
  expect(await stores().directs.find(message)).toEqual(claimed[0]);
  expect(claimed[0]).toMatchObject({ state: "sending", claimedAt: at });
});

test.each(directStates.flatMap((from) => directStates.map((to) => [from, to] as const)))(
  "from %s to %s as the table of transitions says",
  async (from, to) => {
    const message = await created({ ...aRef(), state: from });
    const moved = await stores().directs.advance(message, to, { at });
    const allowed = mayBecome(from, to);
    expect(moved?.state).toBe(allowed ? to : undefined);
    expect((await stores().directs.find(message))?.state).toBe(allowed ? to : from);
  },
);

test("each state stamps its time, and a delivery heard of first was sent, too", async () => {
  const message = await created(aRef());
  const claimed = await stores().directs.advance(message, "sending", { at, token: "t" });
  const delivered = await stores().directs.advance(claimed ?? message, "delivered", { at: at + 5 });
  expect(delivered).toMatchObject({ claimedAt: at, sentAt: at + 5, deliveredAt: at + 5 });
  const read = await stores().directs.advance(delivered ?? message, "read", { at: at + 9 });
  expect(read).toMatchObject({ sentAt: at + 5, deliveredAt: at + 5, readAt: at + 9 });
});

test("a late ack takes the reason of a failure away", async () => {
  const message = await created({ ...aRef(), state: "sending" });
  const failed = await stores().directs.advance(message, "failed", { at, reason: "rejected_by_whatsapp" });
  expect(failed).toMatchObject({ reason: "rejected_by_whatsapp", failedAt: at });
  const sent = await stores().directs.advance(message, "sent", { at: at + 1 });
  expect(sent?.reason).toBeUndefined();
});

test("those with an outcome are found by their number, the latest first", async () => {
  const ref = aRef();
  const sent: DirectMessage[] = [];
  for (let index = 0; index < 3; index += 1) {
    const message = await created({ ...ref, state: "sending" });
    await stores().directs.advance(message, "sent", { at });
    sent.unshift(message);
  }
  await created(ref);
  const found = await stores().directs.ofNumber(ref, sent[0]?.number ?? "", 2);
  expect(found.map(({ directId }) => directId)).toEqual(sent.slice(0, 2).map(({ directId }) => directId));
  expect(await stores().directs.ofNumber(ref, "6200", 2)).toEqual([]);
});

test("those asked for since a moment are found whatever their state, in the order of their ids", async () => {
  const ref = aRef();
  const [, second, third] = await Promise.all(
    [at - 1, at, at + 1].map((askedAt) => created({ ...ref, directId: idOf("message", ulid(askedAt)) })),
  );
  if (third !== undefined) await stores().directs.advance(third, "failed", { at, reason: "not_on_whatsapp" });
  const since = await stores().directs.since(ref, at);
  expect(since.map(({ directId, state }) => [directId, state])).toEqual([
    [second?.directId, "pending"],
    [third?.directId, "failed"],
  ]);
  expect(await stores().directs.since(ref, Date.UTC(2100, 0))).toEqual([]);
  expect(await stores().directs.since(aRef(), 0)).toEqual([]);
});

test("the id on WhatsApp is one a message and of the form of its own ids", () => {
  const ids = ["a", "b"].flatMap((tenantId) => ["msg_1", "msg_2"].map((directId) => whatsAppIdOf(tenantId, directId)));
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^3EB0[0-9A-F]{18}$/);
});

test("each change stands in its history, by the name of who made it", async () => {
  const message = await created(aRef());
  await stores().directs.advance(message, "sending", { at, token: "t", by: "one" });
  await stores().directs.advance(message, "failed", { at: at + 1, reason: "rejected_by_whatsapp", by: "two" });
  await stores().directs.advance(message, "sent", { at: at + 2, by: "three" });
  expect((await stores().directs.find(message))?.history).toEqual([
    { state: "sending", at, by: "one" },
    { state: "failed", at: at + 1, reason: "rejected_by_whatsapp", by: "two" },
    { state: "sent", at: at + 2, by: "three" },
  ]);
});

test.each(["sending", "failed"] as const)(
  "a change to %s made again because its answer was lost answers as the first time, and changes nothing more",
  async (to) => {
    const message = await created(aRef());
    const change = { at, by: "first", ...(to === "sending" ? { token: "t" } : { reason: "not_on_whatsapp" as const }) };
    const moved = await stores().directs.advance(message, to, change);
    expect(moved?.state).toBe(to);
    expect(await stores().directs.advance(message, to, { ...change, at: at + 1 })).toEqual(moved);
    expect(await stores().directs.find(message)).toEqual(moved);
    expect(await stores().directs.advance(message, to, { ...change, by: "another" })).toBeUndefined();
    await stores().directs.advance(message, "read", { at: at + 2, by: "later" });
    expect(await stores().directs.advance(message, to, change)).toBeUndefined();
  },
);

test("a message of before, whose row has no history, is moved on, and tells of it from then on", async () => {
  const message = await created({ ...aRef(), state: "sending", claimedAt: at, token: "t" });
  expect((await stores().directs.find(message))?.history).toBeUndefined();
  const change = { at: at + 1, by: "first" };
  const sent = await stores().directs.advance(message, "sent", change);
  expect(sent?.history).toEqual([{ state: "sent", ...change }]);
  expect(await stores().directs.advance(message, "sent", change)).toEqual(sent);
});
