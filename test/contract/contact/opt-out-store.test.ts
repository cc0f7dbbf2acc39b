import { ConditionRefused } from "../../../core/errors.ts";
import type { OptOut } from "../../../core/contact/opt-out.ts";
import { announcedOptOuts } from "../../../core/webhook/announced-opt-outs.ts";
import { someTime } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

const anOptOut = (its: Partial<OptOut> = {}): OptOut => ({
  tenantId: "acme",
  number: "628123456789",
  optedOutAt: someTime,
  source: "api",
  ...its,
});

test("who opted out is found for that tenant, and for no other", async () => {
  const optOut = anOptOut();
  expect(await stores().optOuts.put(optOut)).toEqual({ state: "added", optOut });
  expect(await stores().optOuts.find("acme", optOut.number)).toEqual(optOut);
  expect(await stores().optOuts.find("other", optOut.number)).toBeUndefined();
  expect(await stores().optOuts.find("acme", "628000")).toBeUndefined();
});

test("the first wish is kept, and answered to whoever wishes it again", async () => {
  const first = anOptOut({ number: "6281", source: "reply", sessionId: "shop", inboundId: "3A1" });
  await stores().optOuts.put(first);
  const again = anOptOut({ number: "6281", optedOutAt: someTime + 1 });
  expect(await stores().optOuts.put(again)).toEqual({ state: "already", optOut: first });
  const { won } = await atOnce(5, () => stores().optOuts.put(anOptOut({ number: "6282" })));
  expect(won.map(({ state }) => state).toSorted()).toEqual(["added", "already", "already", "already", "already"]);
});

test("many are found at once, each once, in no other order than by number when listed", async () => {
  const tenantId = "many";
  for (const number of ["623", "621", "622"]) await stores().optOuts.put(anOptOut({ tenantId, number }));
  const found = await stores().optOuts.findMany(tenantId, ["621", "623", "621", "629"]);
  expect([...found.keys()].toSorted()).toEqual(["621", "623"]);
  const first = await stores().optOuts.page(tenantId, { limit: 2 });
  expect(first.items.map(({ number }) => number)).toEqual(["621", "622"]);
  const rest = await stores().optOuts.page(tenantId, { limit: 2, after: first.next ?? "" });
  expect(rest.items.map(({ number }) => number)).toEqual(["623"]);
  expect(await stores().optOuts.findMany(tenantId, [])).toEqual(new Map());
});

test("what is taken back holds no more, and what was written before that opts nobody out again", async () => {
  const number = "6289";
  await stores().optOuts.put(anOptOut({ number }));
  await stores().optOuts.remove("acme", number, someTime + 10);
  expect(await stores().optOuts.find("acme", number)).toBeUndefined();
  const reply = (optedOutAt: number) => anOptOut({ number, optedOutAt, source: "reply" });
  const state = async (optedOutAt: number) => (await stores().optOuts.put(reply(optedOutAt))).state;
  expect(await state(someTime)).toBe("withdrawn");
  expect(await state(someTime + 10)).toBe("withdrawn");
  expect(await stores().optOuts.find("acme", number)).toBeUndefined();
  expect(await state(someTime + 11)).toBe("added");
  await stores().optOuts.remove("acme", number, someTime + 20);
  // By hand it holds at once, whatever a clock says.
  const byHand = await stores().optOuts.wouldBe(anOptOut({ number }));
  expect(byHand).toMatchObject({ state: "added", optOut: { number, optedOutAt: someTime + 21 } });
  expect(await stores().optOuts.find("acme", number)).toBeUndefined();
  expect(await stores().optOuts.put(anOptOut({ number }))).toMatchObject({ state: "added" });
});

test("what is not there can't be taken back, and trying leaves no mark", async () => {
  await expect(stores().optOuts.remove("acme", "6277", someTime)).rejects.toThrow(ConditionRefused);
  expect(await stores().optOuts.put(anOptOut({ number: "6277" }))).toMatchObject({ state: "added" });
});

test("webhooks are told of an opt-out that holds from then on, and of no reply from before it was taken back", async () => {
  const told: (readonly unknown[])[] = [];
  const optOuts = announcedOptOuts(stores().optOuts, {
    publish: async (_tenantId, type, make) => {
      const event = await make(async (find) => await find());
      if (event !== undefined) told.push([type, event.at, event.data["number"]]);
    },
  });
  const number = "62890";
  const reply = anOptOut({ number, source: "reply", inboundId: "3A1" });
  await optOuts.put(reply);
  await optOuts.put(reply);
  await optOuts.remove("acme", number, someTime + 10);
  expect(await optOuts.put(reply)).toMatchObject({ state: "withdrawn" });
  expect(told).toEqual([
    ["opt_out.added", someTime, number],
    ["opt_out.removed", someTime + 10, number],
  ]);
  await optOuts.put({ ...reply, optedOutAt: someTime + 20 });
  expect(told.at(-1)).toEqual(["opt_out.added", someTime + 20, number]);
});
