import { type LimitChanges } from "../../simulator/events.ts";
import { workingPage } from "../../simulator/page-settings.ts";
import { aMessage, eachTestHasASimulation, type OpenSession, outcomeOf } from "./simulation.ts";

const simulation = eachTestHasASimulation();
let drawn = 0;

const aPerson = (): string => `628222${String((drawn += 1)).padStart(6, "0")}`;
const network = () => simulation().network;
const change = (changes: LimitChanges) => network().standings.change(network().deviceOf("session-1"), changes);
/** `sent`, or the name of the error. */
async function write({ connection }: OpenSession, to: string): Promise<unknown> {
  const messageId = `3EB0${String((drawn += 1)).padStart(18, "0")}`;
  const sent = outcomeOf(connection.send(aMessage({ messageId, to })).then(() => "sent"));
  await simulation().clock.advance(50);
  return sent.is;
}

test("at the end of its cycle a quota is as it was, and its next cycle is as long", async () => {
  const session = await simulation().link();
  const { clock } = simulation();
  const dayMs = 24 * 60 * 60 * 1_000;
  const resetsAt = clock.now() + dayMs;
  change({ newChats: { total: 1, resetsAt } });
  expect(await write(session, aPerson())).toBe("sent");
  expect(await write(session, aPerson())).toBe("RejectedByWhatsApp");
  await clock.advance(dayMs);
  expect(await session.connection.readLimits()).toEqual({
    newChats: { used: 0, total: 1, resetsAt: resetsAt + dayMs },
    restricted: false,
  });
  expect(await write(session, aPerson())).toBe("sent");
  expect(await write(session, aPerson())).toBe("RejectedByWhatsApp");
  await clock.advance(3 * dayMs);
  expect(await session.connection.readLimits()).toMatchObject({
    newChats: { used: 0, resetsAt: resetsAt + 4 * dayMs },
  });
});

test("a timelock ends at its time by itself", async () => {
  const session = await simulation().link();
  const { clock } = simulation();
  const until = clock.now() + 60_000;
  change({ timelock: { until } });
  expect(await session.connection.readLimits()).toEqual({ timelock: { until }, restricted: false });
  expect(await write(session, aPerson())).toBe("RejectedByWhatsApp");
  await clock.advance(60_000);
  expect(await session.connection.readLimits()).toEqual({ restricted: false });
  expect(await write(session, aPerson())).toBe("sent");
});

test("limits and chats are the account's: they hold for its other sessions, and not for another account", async () => {
  const session = await simulation().link();
  const twin = await simulation().link("twin");
  const other = await simulation().link("other", "628111000999");
  const [ayu, budi] = [aPerson(), aPerson()];
  change({ newChats: { total: 1 } });
  expect(await write(session, ayu)).toBe("sent");
  expect(await twin.connection.knowsChat(ayu)).toBe(true);
  expect(await write(twin, ayu)).toBe("sent");
  expect(await write(twin, budi)).toBe("RejectedByWhatsApp");
  expect(await other.connection.knowsChat(ayu)).toBe(false);
  expect(await write(other, budi)).toBe("sent");
});

test("what was used, what is locked and who is known outlive the network's process", async () => {
  const session = await simulation().link();
  const [written, writer] = [aPerson(), aPerson()];
  change({ newChats: { total: 5 }, timelock: { until: simulation().clock.now() + 60_000 } });
  change({ newChats: { total: 3 } });
  network().inbound({ sessionId: "session-1", from: writer, body: "hi" });
  change({ timelock: null });
  await write(session, written);
  const before = await session.connection.readLimits();
  expect(before).toEqual({ newChats: { used: 1, total: 3 }, restricted: false });
  simulation().restart();
  const again = await simulation().open();
  expect(await again.connection.readLimits()).toEqual(before);
  expect(await again.connection.knowsChat(written)).toBe(true);
  expect(await again.connection.knowsChat(writer)).toBe(true);
  expect(await again.connection.knowsChat(aPerson())).toBe(false);
});

test("another number of a person that is known is known, too", async () => {
  const session = await simulation().link();
  const [number, other] = [aPerson(), aPerson()];
  for (const one of [number, other]) network().setNumber(one, { lid: "323456789000001" });
  await write(session, number);
  expect(await session.connection.knowsChat(other)).toBe(true);
});

test("a refusal for another reason uses up nothing", async () => {
  const session = await simulation().link();
  const refusing = aPerson();
  network().setNumber(refusing, { refuses: true });
  change({ newChats: { total: 1 } });
  expect(await write(session, refusing)).toBe("RejectedByWhatsApp");
  expect(await session.connection.readLimits()).toMatchObject({ newChats: { used: 0 } });
  expect(await session.connection.knowsChat(refusing)).toBe(false);
});

test("a restriction is the account's: it holds for each of its devices, over a logout, a new link and a restart", async () => {
  const session = await simulation().link();
  const beside = await simulation().link("session-2");
  const other = await simulation().link("session-3", "628111000222");
  network().fault("session-1", "restricted");
  expect([session.heard(), beside.heard(), other.heard()]).toEqual([["restricted"], ["restricted"], []]);
  network().fault("session-1", "logout");
  const again = await simulation().link("session-4");
  await expect(again.connection.readLimits()).resolves.toEqual({ restricted: true });
  for (const one of [again, beside]) expect(await write(one, aPerson())).toBe("RejectedByWhatsApp");
  expect(await write(other, aPerson())).toBe("sent");
  simulation().restart();
  const restarted = await simulation().open("session-4");
  expect(await write(restarted, aPerson())).toBe("RejectedByWhatsApp");
  network().setBehaviour({});
  expect(await write(restarted, aPerson())).toBe("sent");
});

test("a page that lacks a member says nothing of what stands there", async () => {
  const session = await simulation().link();
  change({ newChats: { total: 5 }, timelock: {} });
  const lacking = (...modules: readonly string[]) => {
    const unavailable = modules.map((member) => ({ member, feature: "limits" as const, problem: "it is missing" }));
    network().pageOf = () => ({ ...workingPage, unavailable });
  };
  const newChats = "WAWebMexFetchNewChatMessageCappingInfoJob";
  const timelock = "WAWebMexFetchReachoutTimelockJob";
  lacking(newChats);
  expect(await session.connection.readLimits()).toEqual({ timelock: {}, restricted: false });
  network().fault("session-1", "restricted");
  lacking(timelock);
  expect(await session.connection.readLimits()).toEqual({ newChats: { used: 0, total: 5 }, restricted: false });
  lacking(newChats, timelock);
  expect(await session.connection.readLimits()).toEqual({ restricted: false });
});
