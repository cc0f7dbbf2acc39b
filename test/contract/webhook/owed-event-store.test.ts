import { defined } from "../../../core/defined.ts";
import { DynamoOwedEventStore } from "../../../aws/stores/webhook/owed-event-store.ts";
import type { OwedEvent } from "../../../core/webhook/webhook-ports.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const store = () => new DynamoOwedEventStore(stores().delivery);

const anOwed = (owedAt = someTime, data: Readonly<Record<string, unknown>> = {}): OwedEvent => ({
  event: { eventId: `evt_${aUlid()}`, type: "message.received", tenantId: aUlid(), at: someTime, data },
  owedAt,
});

/** Every test leaves none behind: they lie in one index. */
const removed = async (...all: readonly OwedEvent[]) => {
  for (const { event } of all) await store().remove(event);
};

test("what is owed longest comes first, whole, and goes when it is told", async () => {
  const later = anOwed(someTime + 1);
  const first = { ...anOwed(someTime), refusedBecause: "too long" };
  for (const one of [later, first]) await store().put(one);
  expect((await store().page({ limit: 10 })).items).toEqual([first, later]);
  const { items, next } = await store().page({ limit: 1 });
  expect(items).toEqual([first]);
  expect((await store().page({ limit: 1, ...defined({ after: next }) })).items).toEqual([later]);
  await removed(first);
  await removed(first);
  expect((await store().page({ limit: 10 })).items).toEqual([later]);
  await removed(later);
});

test("an event that is owed twice is owed once", async () => {
  const owed = anOwed();
  await store().put(owed);
  await store().put({ ...owed, owedAt: someTime + 5 });
  expect((await store().page({ limit: 10 })).items).toEqual([{ ...owed, owedAt: someTime + 5 }]);
  await removed(owed);
});

test("one that was tried in vain lets the others go first, and is owed since then all the same", async () => {
  const [tried, other] = [anOwed(someTime), anOwed(someTime + 1)];
  for (const one of [tried, other]) await store().put(one);
  await store().postpone(tried, someTime + 60_000);
  expect((await store().page({ limit: 10 })).items).toEqual([other, tried]);
  await removed(tried, other);
});

test.each(Object.entries(hostileTexts))("%s is kept as it is", async (_, body) => {
  const owed = anOwed(someTime, { body });
  await store().put(owed);
  expect((await store().page({ limit: 10 })).items).toEqual([owed]);
  await removed(owed);
});
