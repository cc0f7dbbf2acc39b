import { PutCommand } from "@aws-sdk/lib-dynamodb";
import * as fc from "fast-check";
import { DynamoOptOutStore } from "../../../aws/stores/contact/opt-out-store.ts";
import { DynamoPersonStore } from "../../../aws/stores/contact/person-store.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import type { OptOut } from "../../../core/contact/opt-out.ts";
import type { NumberRow, SeenNumber } from "../../../core/contact/person.ts";
import { someTime } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

/** An opt-out is a person's, under whatever name it came and is asked for. */

const stores = storesForSuite();

const [long, short, lid] = ["5511987654321", "551187654321", "423456789012345"];

const anOptOut = (its: Partial<OptOut> & { readonly tenantId: string }): OptOut => ({
  number: long,
  optedOutAt: someTime,
  source: "api",
  ...its,
});
const check = (tenantId: string, number: string, its: string = lid, checkedAt = someTime) =>
  stores().persons.save({ tenantId, number, onWhatsApp: true, checkedAt, lid: its });
const found = async (tenantId: string, ...names: readonly string[]) =>
  await Promise.all(names.map(async (name) => (await stores().optOuts.find(tenantId, name))?.number));
const looks = async (tenantId: string, ...numbers: readonly string[]) => {
  const ref = { tenantId, sessionId: "shop", campaignId: "cmp_1" };
  return await Promise.all(
    numbers.map(async (number) => (await stores().recipients.look(ref, "lst_1", number)).optedOut),
  );
};
const listed = async (tenantId: string, limit = 100) => {
  const numbers: string[] = [];
  let after: string | undefined;
  do {
    const page = await stores().optOuts.page(tenantId, { limit, ...(after === undefined ? {} : { after }) });
    numbers.push(...page.items.map(({ number }) => number));
    after = page.next;
  } while (after !== undefined);
  return numbers;
};

/** As a73ae73 wrote them. */
const putAsBefore = async (tenantId: string, number: string, optedOutAt = someTime) => {
  const { client, name } = stores().registry;
  const item = { pk: `T#${tenantId}#OPTOUTS`, sk: number, ...anOptOut({ tenantId, number, optedOutAt }) };
  await client.send(new PutCommand({ TableName: name, Item: item }));
};
const withdrawAsBefore = async (tenantId: string, number: string, withdrawnAt: number) => {
  const { client, name } = stores().registry;
  const item = { pk: `T#${tenantId}#OPTOUTS#WITHDRAWN`, sk: number, withdrawnAt };
  await client.send(new PutCommand({ TableName: name, Item: item }));
};
const checkAsBefore = async (tenantId: string, number: string, its: string) => {
  const { client, name } = stores().delivery;
  const answer = { tenantId, number, onWhatsApp: true, checkedAt: someTime, lid: its };
  const key = { pk: `T#${tenantId}#N#${number}`, sk: "CHECK", ix: `T#${tenantId}#LID#${its}`, ixSort: number };
  await client.send(new PutCommand({ TableName: name, Item: { ...key, ...answer } }));
};

describe.each([
  ["one number", long],
  ["the other number", short],
  ["the LID", lid],
])("by %s", (by, name) => {
  it.each(["before", "after"])("%s the checks it holds for all, and so does its withdrawal", async (when) => {
    const tenantId = `by-${by.replaceAll(" ", "-")}-${when}`;
    const checks = async () => {
      for (const number of [long, short]) await check(tenantId, number);
    };
    if (when === "after") await checks();
    expect(await stores().optOuts.put(anOptOut({ tenantId, number: name }))).toMatchObject({ state: "added" });
    if (when === "before") await checks();
    expect(await found(tenantId, long, short, lid)).toEqual([long, long, long]);
    expect(await looks(tenantId, long, short)).toEqual([true, true]);
    expect([...(await stores().optOuts.findMany(tenantId, [long, short, "628"])).keys()]).toEqual([long, short]);
    expect(await listed(tenantId)).toEqual([long]);
    const again = await stores().optOuts.wouldBe(anOptOut({ tenantId, number: name }));
    expect(again).toMatchObject({ state: "already", optOut: { number: long } });
    expect(await stores().optOuts.put(anOptOut({ tenantId, number: short }))).toMatchObject({ state: "already" });
    await stores().optOuts.remove(tenantId, name, someTime + 10);
    expect(await found(tenantId, long, short, lid)).toEqual([undefined, undefined, undefined]);
    expect([await looks(tenantId, long, short), await listed(tenantId)]).toEqual([[false, false], []]);
    // What was written before that, and is read again under any name, opts nobody out.
    for (const again of [long, short, lid]) {
      const reply = anOptOut({ tenantId, number: again, optedOutAt: someTime + 5, source: "reply" });
      expect(await stores().optOuts.put(reply)).toMatchObject({ state: "withdrawn" });
    }
  });
});

it("of numbers that turn out to be one account, the latest word counts", async () => {
  const [one, other] = ["628110000001", "628110000002"];
  for (const [tenantId, withdrawnAt, holds] of [
    ["later", someTime + 20, false],
    ["earlier", someTime + 5, true],
  ] as const) {
    await stores().optOuts.put(anOptOut({ tenantId, number: one, optedOutAt: someTime + 10 }));
    await stores().optOuts.put(anOptOut({ tenantId, number: other, optedOutAt: someTime }));
    await stores().optOuts.remove(tenantId, other, withdrawnAt);
    for (const number of [one, other]) await check(tenantId, number);
    expect(await looks(tenantId, one, other)).toEqual([holds, holds]);
    expect(await listed(tenantId)).toEqual(holds ? [one] : []);
  }
});

it("of a number that goes to another person stays with what remains of the account", async () => {
  const tenantId = "given-on";
  for (const number of [long, short]) await check(tenantId, number);
  await stores().optOuts.put(anOptOut({ tenantId, number: short }));
  await check(tenantId, long, "9999", someTime + 1);
  expect(await looks(tenantId, long, short)).toEqual([true, true]);
  await check(tenantId, short, lid, someTime + 2);
  expect([await looks(tenantId, short), await found(tenantId, lid)]).toEqual([[true], [short]]);
});

describe("kept by an earlier version", () => {
  it.each([
    ["a number", long],
    ["a LID", lid],
  ])("under %s holds for all once they are checked, is listed once, and can be taken back", async (by, name) => {
    const tenantId = `former-${by.replaceAll(" ", "-")}`;
    await putAsBefore(tenantId, name);
    expect([await found(tenantId, name), await listed(tenantId)]).toEqual([[name], [name]]);
    await checkAsBefore(tenantId, short, lid);
    for (const number of [long, short]) await check(tenantId, number);
    expect(await looks(tenantId, long, short)).toEqual([true, true]);
    expect(await listed(tenantId)).toHaveLength(1);
    expect(await stores().optOuts.put(anOptOut({ tenantId, number: short }))).toMatchObject({ state: "already" });
    await stores().optOuts.remove(tenantId, short, someTime + 1);
    expect([await looks(tenantId, long, short), await found(tenantId, name)]).toEqual([[false, false], [undefined]]);
    expect(await listed(tenantId)).toEqual([]);
  });

  it("a withdrawal keeps messages from before it from opting anybody out", async () => {
    const tenantId = "former-withdrawal";
    await withdrawAsBefore(tenantId, long, someTime + 10);
    const reply = (optedOutAt: number) => anOptOut({ tenantId, optedOutAt, source: "reply" });
    expect(await stores().optOuts.put(reply(someTime + 10))).toMatchObject({ state: "withdrawn" });
    expect(await stores().optOuts.put(reply(someTime + 11))).toMatchObject({ state: "added" });
  });

  it("a LID of it is still found after an opt-out is kept with the number", async () => {
    const tenantId = "former-lid";
    await checkAsBefore(tenantId, long, lid);
    await stores().optOuts.put(anOptOut({ tenantId }));
    expect(await found(tenantId, long, lid)).toEqual([long, long]);
  });

  it("stands in the pages among those of this version, each once, in the order of numbers", async () => {
    const tenantId = "former-pages";
    for (const number of ["621", "623", "625", "626"]) await putAsBefore(tenantId, number);
    for (const number of ["622", "624", "623", "627"]) await stores().optOuts.put(anOptOut({ tenantId, number }));
    for (const limit of [1, 2, 3, 100]) {
      expect(await listed(tenantId, limit)).toEqual(["621", "622", "623", "624", "625", "626", "627"]);
    }
  });
});

class Cut extends Error {}

/** The stores of a process that ends before its nth write, or lives. */
function cutBefore(nth: number) {
  let writes = 0;
  const before = async (command: object) => {
    if (/^(Put|Update|Delete)/.test(command.constructor.name) && (writes += 1) === nth) throw new Cut();
  };
  const [delivery, registry] = [meddledWith(stores().delivery, before), meddledWith(stores().registry, before)];
  return { optOuts: new DynamoOptOutStore(delivery, registry), persons: new DynamoPersonStore(delivery, registry) };
}

/** Tried by a process that is cut off, then by one that is not. */
async function withCut(nth: number, act: (its: ReturnType<typeof cutBefore>) => Promise<unknown>): Promise<void> {
  try {
    await act(cutBefore(nth));
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    await act(stores());
  }
}

const lidOf: Readonly<Record<string, string>> = { "1": "L1", "2": "L1", "3": "L1", "4": "L2" };
const names = ["1", "2", "3", "4", "L1", "L2"];
const personOf = (name: string): string => lidOf[name] ?? name;

test("whatever is opted out, taken back and checked, in any order and cut off anywhere, the person's last word holds", async () => {
  const aStep = fc.record({
    does: fc.constantFrom("opts out", "opts out", "takes back", "is checked"),
    name: fc.constantFrom(...names),
    cut: fc.integer({ min: 1, max: 8 }),
    isForeseen: fc.boolean(),
  });
  const before = fc.subarray(names);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(before, fc.array(aStep, { maxLength: 10 }), async (former, steps) => {
      const tenantId = `run-${(runs += 1)}`;
      /** Person by person: whether the last word was to be left alone. */
      const wants = new Map<string, boolean>();
      for (const name of former) {
        await putAsBefore(tenantId, name, someTime);
        wants.set(personOf(name), true);
      }
      let now = someTime;
      let foreseen = new Map<string, SeenNumber>();
      for (const [index, { does, name, cut, isForeseen }] of steps.entries()) {
        now += 10;
        // Read once and gone by for some steps, as the worker reads a hundred ahead.
        if (index % 4 === 0) {
          foreseen = new Map(await stores().persons.glimpse(tenantId, Object.keys(lidOf), now));
        }
        if (does === "is checked") {
          const number = lidOf[name] === undefined ? "1" : name;
          const answer = { tenantId, number, onWhatsApp: true, checkedAt: now, lid: personOf(number) };
          const seen = isForeseen ? foreseen.get(number)?.row : undefined;
          let row: NumberRow | undefined;
          await withCut(cut, async ({ persons }) => {
            ({ row } = await persons.save(answer, undefined, seen));
          });
          // A look right behind the write goes by the row that it answered.
          if (row !== undefined) {
            const ref = { tenantId, sessionId: "shop", campaignId: "cmp_1" };
            const { optedOut } = await stores().recipients.look(ref, "lst_1", number, row);
            expect(optedOut).toBe((await looks(tenantId, number))[0]);
          }
        } else if (does === "opts out") {
          await withCut(cut, ({ optOuts }) => optOuts.put(anOptOut({ tenantId, number: name, optedOutAt: now })));
          wants.set(personOf(name), true);
          expect(await found(tenantId, name)).not.toEqual([undefined]);
        } else {
          const held = (await stores().optOuts.find(tenantId, name)) !== undefined;
          await withCut(cut, async ({ optOuts }) => {
            await optOuts.remove(tenantId, name, now).catch((error: unknown) => {
              if (!(error instanceof ConditionRefused)) throw error;
            });
          });
          // What did not opt out, as far as was known, takes nothing back.
          if (held) wants.set(personOf(name), false);
          expect(await found(tenantId, name)).toEqual([undefined]);
        }
      }
      for (const [number, its] of Object.entries(lidOf)) await check(tenantId, number, its, now);
      for (const name of names) {
        expect([name, (await found(tenantId, name))[0] !== undefined]).toEqual([
          name,
          wants.get(personOf(name)) ?? false,
        ]);
      }
      const numbers = Object.keys(lidOf);
      const isOut = numbers.map((number) => wants.get(personOf(number)) ?? false);
      expect(await looks(tenantId, ...numbers)).toEqual(isOut);
      const many = await stores().optOuts.findMany(tenantId, numbers);
      expect(numbers.map((number) => many.has(number))).toEqual(isOut);
      expect(await listed(tenantId, 1)).toHaveLength([...wants.values()].filter(Boolean).length);
    }),
    { numRuns: 40 },
  );
});

describe("the other form of a line, which no check has told of", () => {
  const pairs = [
    [long, short],
    ["5491123456789", "541123456789"],
  ] as const;

  test.each(
    pairs.flatMap(([one, other]) => [
      [one, other],
      [other, one],
    ]),
  )("%s opted out: it holds for %s, is listed once, and is taken back by either", async (optedOut, other) => {
    for (const isChecked of [false, true]) {
      const tenantId = `t-${optedOut}-${isChecked}`;
      if (isChecked) await check(tenantId, other, "523456789012345");
      expect((await stores().optOuts.put(anOptOut({ tenantId, number: optedOut }))).state).toBe("added");
      expect(await looks(tenantId, optedOut, other)).toEqual([true, true]);
      expect([...(await stores().optOuts.findMany(tenantId, [other])).keys()]).toEqual([other]);
      expect((await stores().optOuts.put(anOptOut({ tenantId, number: other }))).state).toBe("already");
      expect(await listed(tenantId)).toHaveLength(1);
      await stores().optOuts.remove(tenantId, other, someTime + 1);
      expect(await looks(tenantId, optedOut, other)).toEqual([false, false]);
      expect(await listed(tenantId)).toEqual([]);
      await expect(stores().optOuts.remove(tenantId, optedOut, someTime + 2)).rejects.toThrow(ConditionRefused);
    }
  });

  test("opted out by itself before: taken back by one, it is for both", async () => {
    const tenantId = "t-both";
    for (const number of [long, short]) await check(tenantId, number, "623456789012345");
    await putAsBefore(tenantId, short);
    expect(await looks(tenantId, long, short)).toEqual([true, true]);
    await stores().optOuts.remove(tenantId, long, someTime + 1);
    expect(await looks(tenantId, long, short)).toEqual([false, false]);
  });

  test("that WhatsApp calls by another LID is another person", async () => {
    const tenantId = "t-two";
    await check(tenantId, long, "723456789012345");
    await check(tenantId, short, "823456789012345");
    await stores().optOuts.put(anOptOut({ tenantId, number: long }));
    expect(await looks(tenantId, long, short)).toEqual([true, false]);
  });
});
