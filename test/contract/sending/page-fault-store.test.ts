import { DynamoPageFaultStore } from "../../../aws/stores/sending/page-fault-store.ts";
import { faultIdOf, faultLastsMs, type PageFault, type PageWitness } from "../../../core/sending/page-hold.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const faults = () => new DynamoPageFaultStore(stores().delivery);
let serial = 0;
const aFault = (): PageFault => ({
  version: `2.3000.${(serial += 1)}`,
  shims: "s1",
  seenBy: "error",
  error: "TypeError: t is not a function",
});
const by = (sessionId: string): PageWitness => ({
  tenantId: "a",
  sessionId,
  content: "x",
  media: false,
  at: Date.now(),
});
const found = async (fault: PageFault) => await faults().find(faultIdOf(fault));

it("knows nothing of a fault that was never witnessed, and takes back from it what is not there", async () => {
  const fault = aFault();
  await faults().withdraw(faultIdOf(fault), [by("s1")], true);
  expect(await found(fault)).toBeUndefined();
  expect(await faults().beginHold(faultIdOf(fault), 1)).toBe(false);
  const row = { ...fault, id: faultIdOf(fault), witnesses: [] };
  expect(await faults().claimProbe(row, 1)).toBe(false);
  expect(await found(fault)).toBeUndefined();
});

it("keeps two witnesses that come at once, each once", async () => {
  const fault = aFault();
  const [first, second] = [by("s1"), by("s2")];
  await Promise.all([faults().witness(fault, first), faults().witness(fault, second)]);
  const again = { ...first, at: first.at + 1 };
  const row = await faults().witness(fault, again);
  expect(row).toEqual({ ...fault, id: faultIdOf(fault), witnesses: expect.any(Array) as unknown });
  expect(row.witnesses).toHaveLength(2);
  expect(row.witnesses).toEqual(expect.arrayContaining([again, second]));
  expect(await found(fault)).toEqual(row);
  for (const rows of [await faults().all(), await faults().recent()]) expect(rows).toContainEqual(row);
});

it("expires a day after it was last heard of", async () => {
  const fault = aFault();
  const witness = by("s1");
  await faults().witness(fault, witness);
  const item = await stores().delivery.get({ pk: "PAGES", sk: faultIdOf(fault) }, (whole) => whole);
  expect(item?.["ttl"]).toBe(Math.ceil((witness.at + faultLastsMs) / 1_000));
});

it("begins to hold once, and is tried by one at a time", async () => {
  const fault = aFault();
  const unheld = await faults().witness(fault, by("s1"));
  expect(await faults().claimProbe(unheld, 5)).toBe(false);
  const begun = await Promise.all([faults().beginHold(unheld.id, 7), faults().beginHold(unheld.id, 7)]);
  expect(begun.filter((first) => first)).toHaveLength(1);
  const held = await found(fault);
  if (held === undefined) throw new Error("the fault is there");
  expect(held).toMatchObject({ heldSince: 7 });
  const claimed = await Promise.all([8, 9, 10].map((now) => faults().claimProbe(held, now)));
  expect(claimed.filter((won) => won)).toHaveLength(1);
  const tried = await found(fault);
  expect(tried && (await faults().claimProbe(tried, 20))).toBe(true);
});

it("takes back the witnesses that are named alone, and ends the hold where that is said", async () => {
  const fault = aFault();
  const id = faultIdOf(fault);
  for (const session of ["s1", "s2", "s3"]) await faults().witness(fault, by(session));
  await faults().beginHold(id, 7);
  await faults().withdraw(id, [by("s1")], false);
  expect(await found(fault)).toMatchObject({ heldSince: 7, witnesses: [{}, {}] });
  await faults().withdraw(id, [by("s2"), by("never")], true);
  const left = await found(fault);
  expect(left?.witnesses.map(({ sessionId }) => sessionId)).toEqual(["s3"]);
  expect(left).not.toHaveProperty("heldSince");
  await faults().withdraw(id, [], false);
  expect(await found(fault)).toEqual(left);
});

it("takes back more witnesses than one write may name, and ends the hold with the first of them", async () => {
  const fault = aFault();
  const id = faultIdOf(fault);
  const many = Array.from({ length: 150 }, (_, index) => by(`s${index}`));
  for (const witness of many) await faults().witness(fault, witness);
  await faults().beginHold(id, 7);
  const send = jest.spyOn(stores().delivery.client, "send");
  await faults().withdraw(id, many, true);
  const written = send.mock.calls.map(([{ input }]) =>
    "UpdateExpression" in input ? String(input.UpdateExpression) : "",
  );
  send.mockRestore();
  expect(written[0]).toContain("heldSince");
  // What DynamoDB takes; the embedded one takes more.
  for (const text of written) expect(text.length).toBeLessThanOrEqual(4_096);
  expect(await found(fault)).toEqual({ ...fault, id, witnesses: [] });
});

it("takes spent ones out with the write of another, as many as one write may name", async () => {
  const fault = aFault();
  const many = Array.from({ length: 60 }, (_, index) => by(`s${index}`));
  for (const witness of many) await faults().witness(fault, witness);
  const row = await faults().witness(fault, by("last"), many);
  expect(row.witnesses).toHaveLength(11);
  expect(row.witnesses).toContainEqual(expect.objectContaining({ sessionId: "last" }));
});

it("begins to hold anew where what an earlier hold left behind is a day old, and expires a day after that", async () => {
  const fault = aFault();
  const { id } = await faults().witness(fault, by("s1"));
  expect(await faults().beginHold(id, 7)).toBe(true);
  expect(await faults().beginHold(id, 7 + faultLastsMs - 1)).toBe(false);
  const seen = await found(fault);
  expect(seen && (await faults().claimProbe(seen, 9))).toBe(true);
  expect(await faults().beginHold(id, 7 + faultLastsMs)).toBe(false);
  const now = 9 + faultLastsMs;
  expect(await faults().beginHold(id, now)).toBe(true);
  const again = await found(fault);
  expect([again?.heldSince, again]).toEqual([now, expect.not.objectContaining({ probedAt: 9 })]);
  const item = await stores().delivery.get({ pk: "PAGES", sk: id }, (whole) => whole);
  expect(item?.["ttl"]).toBe(Math.ceil((now + faultLastsMs) / 1_000));
});
