import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as fc from "fast-check";
import { DynamoPersonStore } from "../../../aws/stores/contact/person-store.ts";
import { numberKey } from "../../../aws/dynamodb/keys.ts";
import { keepYesMs, type NumberAnswer, type NumberRow } from "../../../core/contact/person.ts";
import { keepWroteMs, keptWrote, latestWrote, type Wrote } from "../../../core/contact/wrote.ts";
import { idOf } from "../../../core/ids.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

/** The campaigns that wrote to a person, as they are kept with its numbers. */

const stores = storesForSuite();
const tenantId = "acme";
let last = 628_000;
const aNumber = (): string => String((last += 1));
const anAnswer = (its: Partial<NumberAnswer> & Pick<NumberAnswer, "number">): NumberAnswer => ({
  tenantId,
  onWhatsApp: true,
  checkedAt: someTime,
  ...its,
});
const aWrote = (at = someTime, sessionId = "user1"): Wrote => ({
  campaignId: idOf("campaign", aUlid()),
  sessionId,
  at,
});
const wroteTo = async (name: string) => (await stores().persons.personOf(tenantId, name))?.wrote;

/** The store with each of its calls counted. */
const counting = () => {
  const [writes, reads]: [string[], string[]] = [[], []];
  const table = meddledWith(stores().delivery, async (command) => {
    const { name } = command.constructor;
    (/^(Put|Update|Delete|BatchWrite)/.test(name) ? writes : reads).push(name);
  });
  return { persons: new DynamoPersonStore(table, stores().registry), writes, reads };
};

/** What is read of a number ahead of its turn. */
const seenOf = async (number: string, tenant = tenantId) =>
  (await stores().persons.glimpse(tenant, [number], someTime)).get(number)?.row;

test("a campaign is kept in the one write that keeps what WhatsApp said of the number", async () => {
  const number = aNumber();
  const wrote = aWrote();
  const { persons, writes } = counting();
  await persons.save(anAnswer({ number }), wrote);
  expect(writes).toEqual(["UpdateCommand"]);
  expect(await persons.personOf(tenantId, number)).toEqual({
    tenantId,
    account: number,
    numbers: [number],
    wrote: [wrote],
  });
  expect(await persons.find(tenantId, number, someTime)).toEqual(anAnswer({ number }));
});

test("what rests on the row as it was seen ahead reads nothing, and answers the row as it stands then", async () => {
  const number = aNumber();
  const { persons, writes, reads } = counting();
  const [first, second] = [aWrote(), aWrote(someTime + 1)];
  const unknown = await seenOf(number);
  expect(unknown).toEqual({ tenantId, number });
  const kept = await persons.save(anAnswer({ number }), first, unknown);
  expect(kept).toEqual({ known: anAnswer({ number }), row: await seenOf(number) });
  const row = await persons.addWrote(tenantId, number, second, await seenOf(number));
  expect([writes.length, reads]).toEqual([2, []]);
  expect(row).toEqual(await seenOf(number));
  expect(await persons.addWrote(tenantId, number, second, row)).toBeUndefined();
  // What lasts of it is read anew before another answer is kept.
  const optOut = { optedOutAt: someTime, source: "api" } as const;
  await stores().optOuts.put({ tenantId, number, ...optOut });
  const lasting = await persons.save(anAnswer({ number, checkedAt: someTime + 9 }), undefined, await seenOf(number));
  expect([reads, lasting.row]).toEqual([["GetCommand"], expect.objectContaining({ optOut, checkedAt: someTime + 9 })]);
});

test("nothing that came to the number since it was seen is lost, and the answered row has it", async () => {
  const optOut = { optedOutAt: someTime, source: "api" } as const;
  const [before, since, now] = [aWrote(), aWrote(someTime + 1), aWrote(someTime + 2)];
  for (const does of ["save", "addWrote"] as const) {
    for (const came of ["a campaign", "an opt-out", "an account", "all of it"]) {
      const [number, other] = [aNumber(), aNumber()];
      const { persons, optOuts } = stores();
      await persons.save(anAnswer({ number }), before);
      const seen = await seenOf(number);
      const isThere = (what: string) => came === what || came === "all of it";
      if (isThere("a campaign")) await persons.addWrote(tenantId, number, since);
      if (isThere("an opt-out")) await optOuts.put({ tenantId, number, ...optOut });
      if (isThere("an account")) await persons.save({ ...anAnswer({ number }), account: other });
      const row =
        does === "save"
          ? (await persons.save(anAnswer({ number }), now, seen)).row
          : await persons.addWrote(tenantId, number, now, seen);
      expect([does, came, row]).toEqual([does, came, await seenOf(number)]);
      expect(await wroteTo(number)).toEqual(isThere("a campaign") ? [now, since, before] : [now, before]);
      expect((await optOuts.find(tenantId, number)) !== undefined).toBe(isThere("an opt-out"));
      if (isThere("an account")) expect(await persons.personOf(tenantId, number)).toMatchObject({ account: other });
    }
  }
});

test("the last ten campaigns are kept, the latest first, and one that is there costs no write", async () => {
  const number = aNumber();
  const { persons, writes } = counting();
  await persons.save(anAnswer({ number }));
  const all = Array.from({ length: keptWrote + 3 }, (_, index) => aWrote(someTime + index));
  for (const wrote of all) await persons.addWrote(tenantId, number, wrote);
  const latest = all.toReversed().slice(0, keptWrote);
  expect(await wroteTo(number)).toEqual(latest);
  writes.length = 0;
  for (const wrote of latest) await persons.addWrote(tenantId, number, wrote);
  expect(writes).toEqual([]);
  const [again] = latest.slice(-1).map((one) => ({ ...one, at: someTime + 99 }));
  if (again === undefined) throw new Error("none was kept");
  await persons.addWrote(tenantId, number, again);
  expect(await wroteTo(number)).toEqual([again, ...latest.slice(0, -1)]);
});

test("of sessions that write at once none is lost, nor the answer or the opt-out that comes beside them", async () => {
  const number = aNumber();
  const all = Array.from({ length: 5 }, (_, index) => aWrote(someTime + index, `session-${index}`));
  const optOut = { tenantId, number, optedOutAt: someTime, source: "api" as const };
  await Promise.all([
    ...all.map((wrote) => stores().persons.addWrote(tenantId, number, wrote)),
    stores().persons.save(anAnswer({ number, lid: "9001" })),
    stores().optOuts.put(optOut),
  ]);
  expect(await wroteTo(number)).toEqual(all.toReversed());
  expect(await stores().optOuts.find(tenantId, number)).toMatchObject(optOut);
  expect(await stores().persons.find(tenantId, number, someTime)).toMatchObject({ lid: "9001" });
});

test("what wrote to each number of an account is the person's, and goes with the number when it leaves", async () => {
  const { persons } = stores();
  const [first, second] = [aNumber(), aNumber()];
  const [early, late] = [aWrote(), aWrote(someTime + 1, "user2")];
  await persons.save(anAnswer({ number: first, lid: "9011" }), early);
  await persons.addWrote(tenantId, second, late);
  expect(await wroteTo("9011")).toEqual([early]);
  await persons.save(anAnswer({ number: second, lid: "9011" }));
  for (const name of [first, second, "9011"]) expect(await wroteTo(name)).toEqual([late, early]);
  await persons.save(anAnswer({ number: second, lid: "9012" }));
  expect(await wroteTo(first)).toEqual([early]);
  expect(await wroteTo(second)).toEqual([late]);
});

test("a campaign that writes to a number known from an earlier version leaves it found by its LID", async () => {
  const { persons } = stores();
  const number = aNumber();
  const wrote = aWrote();
  const { client, name } = stores().delivery;
  const its = { ...numberKey(tenantId, number), ix: `T#${tenantId}#LID#9021`, ixSort: number, ttl: 4_000_000_000 };
  await client.send(new PutCommand({ TableName: name, Item: { ...its, ...anAnswer({ number, lid: "9021" }) } }));
  await persons.addWrote(tenantId, number, wrote);
  expect(await persons.personOf(tenantId, "9021")).toMatchObject({ account: number, wrote: [wrote] });
});

test("a number is kept for as long as its campaigns are told, however young or old its answer is", async () => {
  const number = aNumber();
  const { client, name } = stores().delivery;
  const ttl = async () => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: numberKey(tenantId, number) }));
    return Item?.["ttl"] as number | undefined;
  };
  const { persons, optOuts } = stores();
  await persons.save(anAnswer({ number }));
  expect(await ttl()).toBe((someTime + keepYesMs) / 1_000);
  await persons.addWrote(tenantId, number, aWrote());
  expect(await ttl()).toBe((someTime + keepWroteMs) / 1_000);
  await persons.save(anAnswer({ number, checkedAt: someTime + 5_000 }));
  expect(await ttl()).toBe((someTime + keepWroteMs) / 1_000);
  await optOuts.put({ tenantId, number, optedOutAt: someTime, source: "api" });
  expect(await ttl()).toBeUndefined();
  await persons.addWrote(tenantId, number, aWrote(someTime + 1));
  expect(await ttl()).toBeUndefined();
});

test("a row stays within the KB that a write is billed by, with ten campaigns of a session with an ordinary name", async () => {
  const number = "628123456789012";
  const { persons } = stores();
  const sessionId = "my-shop-in-bandung-2";
  await persons.save(anAnswer({ number, lid: "123456789012345" }));
  for (let index = 0; index < keptWrote; index += 1) {
    await persons.addWrote(tenantId, number, aWrote(someTime + index, sessionId));
  }
  const { client, name } = stores().delivery;
  const { Item = {} } = await client.send(new GetCommand({ TableName: name, Key: numberKey(tenantId, number) }));
  // Names and values; numbers are billed as less.
  const bytes = Object.entries(Item).reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
  expect(bytes).toBeLessThan(1_024);
});

class Cut extends Error {}

/** The store of a process that ends before its nth write, or lives. */
const cutBefore = (nth: number) => {
  let writes = 0;
  const table = meddledWith(stores().delivery, async (command) => {
    if (/^(Put|Update)/.test(command.constructor.name) && (writes += 1) === nth) throw new Cut();
  });
  return new DynamoPersonStore(table, stores().registry);
};

test("whatever is checked, joined, parted and cut off beside it, a campaign that was kept stays with its number", async () => {
  const lid = fc.option(fc.constantFrom("L1", "L2"), { nil: undefined });
  const aStep = fc.record({
    number: fc.constantFrom("1", "2", "3"),
    lid,
    wrote: fc.option(fc.integer({ min: 0, max: 14 }), { nil: undefined }),
    cutBefore: fc.integer({ min: 1, max: 8 }),
    beside: fc.option(fc.constantFrom("1", "2", "3"), { nil: undefined }),
    isForeseen: fc.boolean(),
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 5 }), async (steps) => {
      const tenant = `wrote${(runs += 1)}`;
      const kept = new Map<string, Wrote[]>(["1", "2", "3"].map((number) => [number, []]));
      const may = new Map<string, Set<string>>(["1", "2", "3"].map((number) => [number, new Set()]));
      const campaign = (n: number, at: number): Wrote => ({
        campaignId: idOf("campaign", String(n).padStart(26, "0")),
        sessionId: "user1",
        at,
      });
      let foreseen = new Map<string, NumberRow | undefined>();
      for (const [index, step] of steps.entries()) {
        const { number } = step;
        // Read once and gone by for some steps, as the worker reads a hundred ahead.
        if (index % 3 === 0) {
          const rows = ["1", "2", "3"].map(async (one) => [one, await seenOf(one, tenant)] as const);
          foreseen = new Map(await Promise.all(rows));
        }
        const wrote = step.wrote === undefined ? undefined : campaign(step.wrote, someTime + index);
        if (wrote !== undefined) may.get(number)?.add(wrote.campaignId);
        const answer = anAnswer({ tenantId: tenant, number, ...(step.lid === undefined ? {} : { lid: step.lid }) });
        const beside = step.beside === undefined ? undefined : campaign(100 + index, someTime + index);
        const saved = cutBefore(step.cutBefore)
          .save(answer, wrote, step.isForeseen ? foreseen.get(number) : undefined)
          .then(
            () => (wrote === undefined ? undefined : kept.get(number)?.push(wrote)),
            (error: unknown) => {
              if (!(error instanceof Cut)) throw error;
            },
          );
        if (beside !== undefined && step.beside !== undefined) {
          may.get(step.beside)?.add(beside.campaignId);
          await stores().persons.addWrote(tenant, step.beside, beside);
          kept.get(step.beside)?.push(beside);
        }
        await saved;
      }
      for (const [number, its] of kept) {
        const person = await stores().persons.personOf(tenant, number);
        const { wrote = [], numbers = [number] } = person ?? {};
        const all = numbers.flatMap((one) => kept.get(one) ?? []);
        const told = wrote.map(({ campaignId }) => campaignId);
        expect(told).toEqual(expect.arrayContaining(latestWrote(all).map(({ campaignId }) => campaignId)));
        const allowed = numbers.flatMap((one) => [...(may.get(one) ?? [])]);
        expect(allowed).toEqual(expect.arrayContaining(told));
        expect(its.length === 0 || person !== undefined).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});
