import { PutCommand } from "@aws-sdk/lib-dynamodb";
import * as fc from "fast-check";
import { DynamoPersonStore } from "../../../aws/stores/contact/person-store.ts";
import { keepNoMs, keepYesMs, type KnownNumber } from "../../../core/contact/person.ts";
import { someTime } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

const known = (its: Partial<KnownNumber> = {}): KnownNumber => ({
  tenantId: "acme",
  number: "628123456789",
  onWhatsApp: true,
  checkedAt: someTime,
  ...its,
});

test.each([
  ["yes", true, keepYesMs],
  ["no", false, keepNoMs],
])("%s is kept for its time, for that tenant", async (_, onWhatsApp, keptMs) => {
  const number = onWhatsApp ? "6281" : "6282";
  const { persons } = stores();
  await persons.save(known({ number, onWhatsApp }));
  expect(await persons.find("acme", number, someTime + keptMs - 1)).toEqual(known({ number, onWhatsApp }));
  expect(await persons.find("acme", number, someTime + keptMs)).toBeUndefined();
  expect(await persons.findMany("acme", [number], someTime + keptMs)).toEqual(new Map());
  expect(await persons.find("other", number, someTime)).toBeUndefined();
});

test("many are found at once, and a later answer replaces the one before", async () => {
  const { persons } = stores();
  await persons.save(known({ number: "6283" }));
  await persons.save(known({ number: "6283", onWhatsApp: false, checkedAt: someTime + 5 }));
  await persons.save(known({ number: "6284" }));
  const found = await persons.findMany("acme", ["6283", "6284", "6283", "6285"], someTime + 6);
  expect([...found].map(([number, { onWhatsApp }]) => [number, onWhatsApp]).toSorted()).toEqual([
    ["6283", false],
    ["6284", true],
  ]);
});

test("a number is found by its LID, which says nothing to another tenant", async () => {
  const { persons } = stores();
  await persons.save(known({ number: "6286", lid: "77" }));
  const person = { tenantId: "acme", account: "6286", numbers: ["6286"] };
  expect(await persons.personOf("acme", "77")).toEqual(person);
  expect(await persons.personOf("acme", "6286")).toEqual(person);
  expect(await persons.personOf("other", "77")).toBeUndefined();
  expect(await persons.personOf("acme", "78")).toBeUndefined();
});

const [short, long, longest] = ["551187654321", "5511987654321", "5511999987654321"];

test("numbers that bear one LID are one person, under the first of them", async () => {
  const { persons } = stores();
  expect((await persons.save(known({ number: long, lid: "551" }))).known).toEqual(known({ number: long, lid: "551" }));
  const second = known({ number: short, lid: "551", others: [long] });
  expect((await persons.save(known({ number: short, lid: "551" }))).known).toEqual(second);
  expect(await persons.find("acme", short, someTime)).toEqual(second);
  expect(await persons.findMany("acme", [short, long], someTime)).toEqual(
    new Map([
      [short, second],
      [long, known({ number: long, lid: "551", others: [short] })],
    ]),
  );
  for (const name of [short, long, "551"]) {
    expect(await persons.personOf("acme", name)).toEqual({ tenantId: "acme", account: long, numbers: [long, short] });
  }
  expect((await persons.save(known({ number: longest, lid: "551" }))).known).toMatchObject({ others: [long, short] });
});

test("an answer that has lapsed still tells whose number it is", async () => {
  const { persons } = stores();
  for (const number of ["54911", "5411"]) await persons.save(known({ number, lid: "541" }));
  expect(await persons.find("acme", "5411", someTime + keepYesMs)).toBeUndefined();
  expect(await persons.personOf("acme", "5411")).toMatchObject({ account: "54911" });
  await persons.save(known({ number: "5411", onWhatsApp: false, checkedAt: someTime + keepYesMs }));
  expect(await persons.personOf("acme", "5411")).toMatchObject({ account: "54911" });
});

test("the number that WhatsApp itself gives the account is the account's", async () => {
  const { persons } = stores();
  expect(await persons.save({ ...known({ number: "5215512" }), account: "525512" })).toMatchObject({
    known: { others: ["525512"] },
  });
  expect(await persons.find("acme", "525512", someTime)).toEqual(known({ number: "525512", others: ["5215512"] }));
  // A LID that is told later joins whoever bears it.
  await persons.save({ ...known({ number: "5215512", lid: "521" }), account: "525512" });
  await persons.save(known({ number: "525599", lid: "521" }));
  expect(await persons.personOf("acme", "525599")).toMatchObject({
    account: "525512",
    numbers: ["525512", "5215512", "525599"],
  });
});

test("a person with further numbers who turns out to be another takes them along", async () => {
  const { persons } = stores();
  await persons.save({ ...known({ number: "11" }), account: "12" });
  await persons.save(known({ number: "13", lid: "111" }));
  await persons.save(known({ number: "12", lid: "111" }));
  for (const name of ["11", "12", "13", "111"]) {
    expect(await persons.personOf("acme", name)).toEqual({
      tenantId: "acme",
      account: "13",
      numbers: ["13", "12", "11"],
    });
  }
});

test("a number that was given to another person is no longer of the account", async () => {
  const { persons } = stores();
  const later = someTime + keepYesMs;
  for (const number of ["21", "22", "23"]) await persons.save(known({ number, lid: "221" }));
  // The account's own number is another person's now.
  await persons.save(known({ number: "21", lid: "222", checkedAt: later }));
  expect(await persons.personOf("acme", "222")).toMatchObject({ account: "21", numbers: ["21"] });
  expect(await persons.find("acme", "22", someTime)).toEqual(known({ number: "22", lid: "221" }));
  for (const number of ["22", "23"]) await persons.save(known({ number, lid: "221", checkedAt: later }));
  expect(await persons.personOf("acme", "221")).toMatchObject({ account: "22", numbers: ["22", "23"] });
  // So is a further one.
  await persons.save(known({ number: "23", lid: "222", checkedAt: later }));
  expect(await persons.personOf("acme", "221")).toMatchObject({ numbers: ["22"] });
  expect(await persons.personOf("acme", "222")).toMatchObject({ numbers: ["21", "23"] });
  await persons.save(known({ number: "23", lid: "223", checkedAt: later }));
  expect(await persons.personOf("acme", "222")).toMatchObject({ numbers: ["21"] });
  expect(await persons.personOf("acme", "23")).toMatchObject({ account: "23", numbers: ["23"] });
});

/** As a73ae73 wrote it. */
const putAsBefore = async (number: string, lid: string, checkedAt: number) => {
  const { client, name } = stores().delivery;
  const its = { pk: `T#acme#N#${number}`, sk: "CHECK", ix: `T#acme#LID#${lid}`, ixSort: number, ttl: 4_000_000_000 };
  await client.send(new PutCommand({ TableName: name, Item: { ...its, ...known({ number, lid, checkedAt }) } }));
};

test("answers of an earlier version hold, and are joined when they are saved once more", async () => {
  const { persons } = stores();
  await putAsBefore("31", "331", someTime + 1);
  await putAsBefore("32", "331", someTime);
  expect(await persons.find("acme", "31", someTime)).toEqual(
    known({ number: "31", lid: "331", checkedAt: someTime + 1, isOfBefore: true }),
  );
  expect(await persons.personOf("acme", "331")).toEqual({ tenantId: "acme", account: "32", numbers: ["32", "31"] });
  const first = known({ number: "31", lid: "331", checkedAt: someTime + 1, others: ["32"] });
  expect((await persons.save(known({ number: "31", lid: "331", checkedAt: someTime + 1 }))).known).toEqual(first);
  expect(await persons.find("acme", "31", someTime)).toEqual(first);
  await persons.save(known({ number: "32", lid: "331" }));
  expect(await persons.find("acme", "32", someTime)).toEqual(known({ number: "32", lid: "331", others: ["31"] }));
  expect(await persons.personOf("acme", "331")).toEqual({ tenantId: "acme", account: "32", numbers: ["32", "31"] });
});

test("of numbers that are checked at once, each is of the one account", async () => {
  const { persons } = stores();
  const numbers = ["41", "42", "43", "44"];
  await Promise.all(numbers.map((number) => persons.save(known({ number, lid: "441" }))));
  const found = await Promise.all([...numbers, "441"].map((name) => persons.personOf("acme", name)));
  expect(new Set(found.map((person) => person?.account)).size).toBe(1);
  for (const person of found) expect(person?.numbers.toSorted()).toEqual(numbers);
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

type Answers = { readonly number: string; readonly lid: string | undefined; readonly cutBefore: number }[];
/** Sequences that left a number with an account that it had left. */
const onceBroken: [Answers][] = [
  [
    [
      { number: "1", lid: "L1", cutBefore: 2 },
      { number: "3", lid: "L1", cutBefore: 2 },
      { number: "3", lid: "L2", cutBefore: 8 },
    ],
  ],
  [
    [
      { number: "1", lid: "L2", cutBefore: 2 },
      { number: "1", lid: "L1", cutBefore: 1 },
      { number: "3", lid: "L2", cutBefore: 2 },
      { number: "3", lid: "L1", cutBefore: 2 },
    ],
  ],
];

test("whatever is checked and cut off in between, each number is of the account whose LID it bore last", async () => {
  const anAnswer = fc.record({
    number: fc.constantFrom("1", "2", "3", "4"),
    lid: fc.option(fc.constantFrom("L1", "L2"), { nil: undefined }),
    cutBefore: fc.integer({ min: 1, max: 8 }),
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anAnswer, { maxLength: 8 }), async (answers) => {
      const tenantId = `run${(runs += 1)}`;
      const last = new Map<string, string>();
      const answerOf = (number: string, lid: string | undefined) =>
        known({ tenantId, number, ...(lid === undefined ? {} : { lid }) });
      for (const { number, lid, cutBefore: nth } of answers) {
        if (lid !== undefined) last.set(number, lid);
        try {
          await cutBefore(nth).save(answerOf(number, lid));
        } catch (error) {
          if (!(error instanceof Cut)) throw error;
        }
      }
      // What was cut off is checked again, and what the checks of others changed is once it has lapsed.
      for (const _ of [1, 2]) for (const [number, lid] of last) await stores().persons.save(answerOf(number, lid));
      for (const [number, lid] of last) {
        const together = [...last].filter(([, its]) => its === lid).map(([one]) => one);
        const person = await stores().persons.personOf(tenantId, number);
        expect(person?.numbers.filter((one) => last.has(one)).toSorted()).toEqual(together.toSorted());
        expect(await stores().persons.personOf(tenantId, lid)).toEqual(person);
      }
    }),
    { numRuns: 40, examples: onceBroken },
  );
});
