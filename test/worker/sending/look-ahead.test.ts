import { SessionDown } from "../../../core/errors.ts";
import { keepNoMs, type KnownNumber } from "../../../core/contact/person.ts";
import type { LookBeforeClaim } from "../../../core/campaign/recipient-ports.ts";
import type { PersonStore } from "../../../core/contact/contact-ports.ts";
import type { Member } from "../../../core/campaign/audience.ts";
import { LookAhead } from "../../../worker/sending/look-ahead.ts";
import { NumberChecks } from "../../../worker/number-checks.ts";
import { aContact, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { ref as sessionRef, System } from "../../support/system.ts";

/** What is done for the next message while one is under way: the check of its number, and the look before its claim. */

const ref = { tenantId: "acme", sessionId: "shop", campaignId: "cmp_1" };
const member: Member = { contact: aContact(), cursor: { listIndex: 0, number: aContact().number } };

function aLookAhead(answers: (() => Promise<LookBeforeClaim>)[]) {
  const clock = new FakeClock(someTime);
  const look = jest.fn(() => answers.shift()?.() ?? Promise.reject(new Error("no more answers")));
  return { clock, look, ahead: new LookAhead({ look }, clock) };
}

const seen = (status: "running" | "paused") => async (): Promise<LookBeforeClaim> => ({
  status,
  contact: member.contact,
  optedOut: false,
});

const known = Promise.resolve();

it("answers what was seen a moment ago, once", async () => {
  const { ahead, look } = aLookAhead([seen("running"), seen("paused")]);
  ahead.begin(ref, "lst_a", member, known);
  ahead.begin(ref, "lst_a", member, known);
  expect(await ahead.look(ref, "lst_a", member, -Infinity)).toMatchObject({ status: "running" });
  expect(look).toHaveBeenCalledTimes(1);
  expect(await ahead.look(ref, "lst_a", member, -Infinity)).toMatchObject({ status: "paused" });
});

it("looks again when that is more than a second ago, or failed", async () => {
  const late = aLookAhead([seen("running"), seen("paused")]);
  late.ahead.begin(ref, "lst_a", member, known);
  await late.clock.advance(1_000);
  expect(await late.ahead.look(ref, "lst_a", member, -Infinity)).toMatchObject({ status: "paused" });
  const failed = aLookAhead([() => Promise.reject(new Error("throttled")), seen("running")]);
  failed.ahead.begin(ref, "lst_a", member, known);
  expect(await failed.ahead.look(ref, "lst_a", member, -Infinity)).toMatchObject({ status: "running" });
});

it("looks when it is known whose number that is, and again when that came up since", async () => {
  const { ahead, look, clock } = aLookAhead([seen("running"), seen("paused"), seen("running")]);
  const kept = Promise.withResolvers<undefined>();
  ahead.begin(ref, "lst_a", member, kept.promise);
  await clock.advance(500);
  expect(look).not.toHaveBeenCalled();
  kept.resolve(undefined);
  expect(await ahead.look(ref, "lst_a", member, clock.elapsed())).toMatchObject({ status: "running" });
  expect(look).toHaveBeenCalledTimes(1);
  ahead.begin(ref, "lst_a", member, known);
  await clock.advance(100);
  expect(await ahead.look(ref, "lst_a", member, clock.elapsed())).toMatchObject({ status: "running" });
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

it("asks again about a number when the question ahead of its turn failed", async () => {
  const asked: KnownNumber[] = [];
  const save = async (known: KnownNumber) => asked.push(known) && known;
  const persons = { save } as unknown as PersonStore;
  const checks = new NumberChecks({ persons, clock: new FakeClock(someTime) }, "acme");
  const answers = [() => Promise.reject(new SessionDown("busy")), () => Promise.resolve({ onWhatsApp: true })];
  const connection = {
    checkNumber: jest.fn(() => answers.shift()?.() ?? Promise.reject(new Error("no more answers"))),
  };
  checks.begin(connection, "62811", "nothing");
  checks.begin(connection, "62811", "nothing");
  expect(await checks.check(connection, "62811", "nothing")).toMatchObject({ number: "62811", onWhatsApp: true });
  expect(connection.checkNumber).toHaveBeenCalledTimes(2);
  checks.begin(connection, "62811", "nothing");
  expect(await checks.check(connection, "62811", "nothing")).toEqual(asked[0]);
  expect(connection.checkNumber).toHaveBeenCalledTimes(2);
});

it("asks again about a number when its turn came after the answer had lapsed", async () => {
  const clock = new FakeClock(someTime);
  const persons = { save: (known: KnownNumber) => Promise.resolve(known) } as unknown as PersonStore;
  const checks = new NumberChecks({ persons, clock }, "acme");
  const answers = [false, true];
  const connection = { checkNumber: jest.fn(() => Promise.resolve({ onWhatsApp: answers.shift() ?? false })) };
  checks.begin(connection, "62811", "nothing");
  await clock.advance(keepNoMs);
  expect(await checks.check(connection, "62811", "nothing")).toMatchObject({ onWhatsApp: true });
  expect(connection.checkNumber).toHaveBeenCalledTimes(2);
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
