import { SessionDown } from "../../../core/errors.ts";
import { keepNoMs, type KnownNumber, type NumberRow } from "../../../core/contact/person.ts";
import type { LookBeforeClaim } from "../../../core/campaign/recipient-ports.ts";
import type { PersonStore } from "../../../core/contact/contact-ports.ts";
import type { Member } from "../../../core/campaign/audience.ts";
import { Preparation } from "../../../worker/sending/preparation.ts";
import { NumberChecks } from "../../../worker/number-checks.ts";
import { aCampaign, aContact, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { ref as sessionRef, System } from "../../support/system.ts";

/** What is done for the next message while one is under way: the check of its number, and the look before its claim. */

const ref = { tenantId: "acme", sessionId: "shop", campaignId: "cmp_1" };
const member: Member = { contact: aContact(), cursor: { listIndex: 0, number: aContact().number } };

const run = { ref, listOf: () => "lst_a", campaign: aCampaign(ref) };

function aPreparation(answers: (() => Promise<LookBeforeClaim>)[], kept: Promise<unknown> = Promise.resolve()) {
  const clock = new FakeClock(someTime);
  const look = jest.fn(() => answers.shift()?.() ?? Promise.reject(new Error("no more answers")));
  const known: KnownNumber = { tenantId: "acme", number: member.contact.number, onWhatsApp: true, checkedAt: someTime };
  const numbers = { savedAt: -Infinity, check: () => kept.then(() => known), writtenWithin: () => undefined };
  const preparation = new Preparation({ recipients: { look }, clock, numbers, mayPrepare: () => true });
  const prepare = () => {
    preparation.beginCheck(run, member, connection);
    preparation.beginLook(run, member);
  };
  return { clock, look, numbers, preparation, prepare };
}

const connection = { checkNumber: () => Promise.reject(new Error("not asked here")) };

const seen = (status: "running" | "paused") => async (): Promise<LookBeforeClaim> => ({
  status,
  contact: member.contact,
  optedOut: false,
});

it("answers what was seen a moment ago, once", async () => {
  const { preparation, prepare, look } = aPreparation([seen("running"), seen("paused")]);
  prepare();
  prepare();
  expect(await preparation.look(run, member)).toMatchObject({ status: "running" });
  expect(look).toHaveBeenCalledTimes(1);
  expect(await preparation.look(run, member)).toMatchObject({ status: "paused" });
});

it("looks for the very member whose turn it is", async () => {
  const { preparation, prepare, look, clock } = aPreparation([seen("running"), seen("paused")]);
  prepare();
  await clock.advance(0);
  expect(await preparation.look(run, { ...member })).toMatchObject({ status: "paused" });
  expect(look).toHaveBeenCalledTimes(2);
});

it("looks again when that is more than a second ago, or failed", async () => {
  const late = aPreparation([seen("running"), seen("paused")]);
  late.prepare();
  await late.clock.advance(1_000);
  expect(await late.preparation.look(run, member)).toMatchObject({ status: "paused" });
  const failed = aPreparation([() => Promise.reject(new Error("throttled")), seen("running")]);
  failed.prepare();
  expect(await failed.preparation.look(run, member)).toMatchObject({ status: "running" });
});

it("looks when it is known whose number that is, and again when that came up since", async () => {
  const kept = Promise.withResolvers<undefined>();
  const answers = [seen("running"), seen("paused"), seen("running")];
  const { preparation, prepare, look, clock, numbers } = aPreparation(answers, kept.promise);
  prepare();
  await clock.advance(500);
  expect(look).not.toHaveBeenCalled();
  kept.resolve(undefined);
  expect(await preparation.look(run, member)).toMatchObject({ status: "running" });
  expect(look).toHaveBeenCalledTimes(1);
  prepare();
  await clock.advance(100);
  numbers.savedAt = clock.elapsed();
  expect(await preparation.look(run, member)).toMatchObject({ status: "running" });
  expect(look).toHaveBeenCalledTimes(3);
});

/** What a worker did, in order, from the launch on. */
async function callsOf(system: System, gapMs: number): Promise<string[]> {
  const calls: string[] = [];
  system.startWorker("w1", { at: (point) => calls.push(point) });
  await system.linkSession();
  await system.aList("lst_a", 3);
  calls.length = 0;
  const pacing = { minGapMs: gapMs, maxGapMs: gapMs, perDay: 1_000 };
  await system.untilStatus(await system.launch({ listIds: ["lst_a"], pacing }), "completed");
  return calls.filter((call) => /^(recipients\.(look|claim)|whatsApp\.(send|checkNumber)):/.test(call));
}

it("is begun only when the message before was handed over, and only where no gap is kept", async () => {
  const system = await System.start();
  try {
    const calls = await callsOf(system, 0);
    const looks = calls.flatMap((call, index) => (call === "recipients.look:before" ? [index] : []));
    expect(looks).toHaveLength(3);
    for (const look of looks.slice(1)) expect(calls[look - 1]).toBe("whatsApp.send:after");
  } finally {
    await system.end();
  }
});

it("asks about the next number while a message is under way, once each, and only where no gap is kept", async () => {
  for (const gapMs of [0, 1_000]) {
    const system = await System.start();
    try {
      const calls = await callsOf(system, gapMs);
      const turns = calls.filter((call) => /^whatsApp\.(checkNumber:before|send:)/.test(call));
      const oneByOne = ["checkNumber:before", "send:before", "send:after"];
      const ahead = ["checkNumber:before", "send:before", "checkNumber:before", "send:after"];
      const wanted =
        gapMs > 0
          ? [...oneByOne, ...oneByOne, ...oneByOne]
          : [...ahead, "send:before", "checkNumber:before", "send:after", "send:before", "send:after"];
      expect(turns).toEqual(wanted.map((call) => `whatsApp.${call}`));
    } finally {
      await system.end();
    }
  }
});

/** Checks numbers ahead of their turn, with a page that answers so. */
function someChecks(answers: (() => Promise<{ onWhatsApp: boolean }>)[]) {
  const clock = new FakeClock(someTime);
  const save = (known: KnownNumber) => Promise.resolve({ known, row: known });
  const persons = {
    save,
    addWrote: jest.fn((): Promise<NumberRow | undefined> => Promise.resolve(undefined)),
    find: jest.fn((): Promise<KnownNumber | undefined> => Promise.resolve(undefined)),
  };
  const numbers = new NumberChecks({ persons: persons as unknown as PersonStore, clock }, "acme");
  const look = jest.fn((..._asked: readonly unknown[]) => seen("running")());
  const recipients = { look };
  const preparation = new Preparation({ recipients, clock, numbers, mayPrepare: () => true });
  const page = { checkNumber: jest.fn(() => answers.shift()?.() ?? Promise.reject(new Error("no more answers"))) };
  return { clock, look, persons, preparation, page };
}

const row = { tenantId: "acme", number: member.contact.number };
const unforeseen: Member = { ...member, foreseen: { row, at: -Infinity } };

it("asks again about a number when the question ahead of its turn failed", async () => {
  const down = () => Promise.reject(new SessionDown("busy"));
  const { preparation, page } = someChecks([down, async () => ({ onWhatsApp: true })]);
  preparation.beginCheck(run, unforeseen, page);
  preparation.beginCheck(run, unforeseen, page);
  const { number } = unforeseen.contact;
  const asked = await preparation.check(run, unforeseen, page);
  expect(asked).toMatchObject({ number, onWhatsApp: true });
  expect(page.checkNumber).toHaveBeenCalledTimes(2);
  const another = { ...unforeseen };
  preparation.beginCheck(run, another, page);
  expect(await preparation.check(run, another, page)).toEqual(asked);
  expect(page.checkNumber).toHaveBeenCalledTimes(2);
});

it("asks again about a number when its turn came after the answer had lapsed", async () => {
  const { clock, preparation, page } = someChecks([false, true].map((onWhatsApp) => async () => ({ onWhatsApp })));
  preparation.beginCheck(run, unforeseen, page);
  await clock.advance(keepNoMs);
  expect(await preparation.check(run, unforeseen, page)).toMatchObject({ onWhatsApp: true });
  expect(page.checkNumber).toHaveBeenCalledTimes(2);
});

it("asks about a number whose account came up since it was read, where that left no answer that holds", async () => {
  const { persons, preparation, page } = someChecks([async () => ({ onWhatsApp: true })]);
  const known: KnownNumber = { ...row, onWhatsApp: true, checkedAt: someTime };
  const joining = { ...row, account: "6281200" };
  persons.addWrote.mockResolvedValueOnce(joining);
  const foreseen = { ...member, foreseen: { row, known, at: -Infinity } };
  expect(await preparation.check(run, foreseen, page)).toMatchObject({ onWhatsApp: true });
  expect([persons.find.mock.calls.length, page.checkNumber.mock.calls.length]).toEqual([1, 1]);
});

it("reads the number's row once more where its check wrote it a second ago, or wrote another one since", async () => {
  const yes = async () => ({ onWhatsApp: true });
  const { clock, look, preparation, page } = someChecks([yes, yes]);
  const rowOfLook = (): unknown => look.mock.lastCall?.[3];
  await preparation.check(run, unforeseen, page);
  await preparation.look(run, unforeseen);
  expect(rowOfLook()).toMatchObject(row);
  await clock.advance(999);
  await preparation.look(run, unforeseen);
  expect(rowOfLook()).toMatchObject(row);
  await clock.advance(1);
  await preparation.look(run, unforeseen);
  expect(rowOfLook()).toBeUndefined();
  const contact = aContact({ number: "6281200" });
  const other = { ...unforeseen, contact, foreseen: { row: { ...row, number: contact.number }, at: -Infinity } };
  await preparation.check(run, other, page);
  await preparation.look(run, unforeseen);
  expect(rowOfLook()).toBeUndefined();
  await preparation.look(run, other);
  expect(rowOfLook()).toMatchObject({ number: contact.number });
  // What is seen ahead of its turn is as old as that already.
  preparation.beginCheck(run, other, page);
  preparation.beginLook(run, other);
  await clock.advance(0);
  expect([look.mock.calls.length, rowOfLook()]).toEqual([6, undefined]);
});

it("lets at most one more message through, whenever a pause is answered", async () => {
  for (const nth of [1, 2, 3, 4, 5, 6]) {
    const system = await System.start();
    try {
      let looks = 0;
      system.startWorker("w1", { at: (point) => (looks += point === "recipients.look:after" ? 1 : 0) });
      await system.linkSession();
      await system.aList("lst_a", 12);
      system.network.setBehaviour({ acceptMs: 40, deliverMs: 0 });
      const campaignId = await system.launch({ listIds: ["lst_a"] });
      while (looks < nth) await system.clock.advance(10);
      await system.stores.campaignChanges.apply({ ...sessionRef, campaignId }, "pause", {
        now: system.clock.now(),
        pausedBecause: "user",
      });
      const before = system.arrivals().length;
      await system.clock.advance(60_000);
      expect(system.arrivals().length).toBeLessThanOrEqual(before + 1);
    } finally {
      await system.end();
    }
  }
});
