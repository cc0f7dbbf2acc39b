import { SessionDown } from "../../../core/errors.ts";
import { optOutConfirmation } from "../../../core/contact/opt-out.ts";
import { ref, System, tenantId, type WorkerOptions } from "../../support/system.ts";

/** Messages that come under another name of their writer than the one that contacts bear. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const lid = "323456789012345";
const number = "6280000000000";
const write = (from: string, body: string) => system.network.inbound({ sessionId: ref.sessionId, from, body });
const optOut = (name: string) => system.stores.optOuts.find(tenantId, name);
const confirmedTo = () =>
  system.network
    .deliveries({})
    .filter(({ body }) => body === optOutConfirmation)
    .map(({ to }) => to);
const received = () => system.events.published.filter(({ type }) => type === "message.received");

/** A campaign to the one contact, so that what WhatsApp says of its number is known. */
async function written(options: WorkerOptions = {}): Promise<string> {
  system.network.setNumber(number, { lid });
  const worker = system.startWorker("w1", options);
  await system.linkSession();
  await system.aList("lst_a", 1);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await worker.stop();
  return campaignId;
}

async function isSkipped(): Promise<void> {
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  expect(await system.rows(campaignId)).toMatchObject([{ number, state: "skipped", reason: "opted_out" }]);
}

const neverAsked: WorkerOptions["at"] = (point) => {
  if (point === "whatsApp.numberOfLid:before") throw new Error("WhatsApp is not to be asked");
};

it("a LID that a number check told is the number, for opt-out, confirmation and event, live", async () => {
  await written();
  system.startWorker("w2", { at: neverAsked });
  await system.until(async () => (await system.state()) === "ready", "it is ready");
  write(lid, "STOP");
  await system.until(() => confirmedTo().length === 1, "it is confirmed");
  expect([confirmedTo(), (await optOut(number))?.source, (await optOut(lid))?.number]).toEqual([
    [number],
    "reply",
    number,
  ]);
  await system.until(() => received().length === 1, "it is told");
  expect(received()[0]?.data).toMatchObject({ from: number, lid, campaignId: "cmp_1" });
  await isSkipped();
});

it("a LID that a message names is kept with a number that was checked before WhatsApp told one", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 1);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  const checked = await system.stores.persons.find(tenantId, number, system.clock.now());
  expect(checked).not.toHaveProperty("lid");
  system.network.setNumber(number, { lid });
  write(lid, "STOP");
  await system.until(() => confirmedTo().length === 1, "it is confirmed");
  expect(await system.stores.persons.find(tenantId, number, system.clock.now())).toEqual({ ...checked, lid });
  await system.stores.optOutChanges.remove(tenantId, lid, system.clock.now());
  expect([await optOut(number), await optOut(lid)]).toEqual([undefined, undefined]);
});

it("the same where it is unread at a start, before anybody is written to", async () => {
  await written();
  write(lid, "STOP");
  system.startWorker("w2", { deaf: true, at: neverAsked });
  await isSkipped();
  expect([(await optOut(number))?.source, (await optOut(lid))?.number]).toEqual(["reply", number]);
});

it("an answer under a LID counts", async () => {
  const campaignId = await written();
  system.startWorker("w2");
  write(lid, "Terima kasih");
  await system.until(async () => (await system.rows(campaignId))[0]?.state === "replied", "it counts");
});

it("a LID that no check told of is what WhatsApp says", async () => {
  system.network.setNumber(number, { lid });
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 1);
  write(lid, "STOP");
  await system.until(() => confirmedTo().length === 1, "it is confirmed");
  expect([confirmedTo(), (await optOut(number))?.source]).toEqual([[number], "reply"]);
  await isSkipped();
});

it("where WhatsApp can't be asked it is kept under the LID, and under the number once it can", async () => {
  system.network.setNumber(number, { lid });
  let isDown = true;
  const first = system.startWorker("w1", {
    at: (point) => {
      if (point === "whatsApp.numberOfLid:before" && isDown) throw new SessionDown("the line to WhatsApp is down");
    },
  });
  await system.linkSession();
  await system.aList("lst_a", 1);
  write(lid, "STOP");
  await system.until(async () => (await optOut(lid)) !== undefined, "it is kept");
  await system.clock.advance(10_000);
  expect([confirmedTo(), await optOut(number)]).toEqual([[], undefined]);
  isDown = false;
  await first.stop();
  system.startWorker("w2");
  await isSkipped();
  await system.until(() => confirmedTo().length === 1, "it is confirmed");
  expect(confirmedTo()).toEqual([number]);
});

it("a LID that nobody knows the number of is kept as it is, and a LID is not written to", async () => {
  system.startWorker("w1");
  await system.linkSession();
  write(lid, "STOP");
  await system.until(async () => (await optOut(lid)) !== undefined, "it is kept");
  await system.clock.advance(30_000);
  expect(confirmedTo()).toEqual([]);
});

it("a table that can't be read for the moment loses no opt-out, and keeps none under the LID", async () => {
  await written();
  let fails = 3;
  const tries: string[] = [];
  system.startWorker("w2", {
    at: (point) => {
      if (point !== "persons.personOf:before") return;
      tries.push(point);
      if ((fails -= 1) >= 0) throw new Error("the table is down");
    },
  });
  await system.until(async () => (await system.state()) === "ready", "it is ready");
  write(lid, "STOP");
  await system.until(() => confirmedTo().length === 1, "it is confirmed");
  expect(tries.length).toBeGreaterThan(3);
  expect([confirmedTo(), (await optOut(number))?.source]).toEqual([[number], "reply"]);
});

it.each([
  ["5215512345678", "525512345678"],
  ["22997123456", "2290197123456"],
])("the former spelling %s is %s", async (former, present) => {
  system.startWorker("w1", { at: neverAsked });
  await system.linkSession();
  write(former, "STOP");
  await system.until(() => confirmedTo().length === 1, "it is confirmed");
  expect([confirmedTo(), (await optOut(present))?.number, await optOut(former)]).toEqual([
    [present],
    present,
    undefined,
  ]);
});

describe("a spelling that was never written to", () => {
  const other = "6281110000001";
  const bearOneLid = () => {
    for (const one of [number, other]) system.network.setNumber(one, { lid });
  };

  it("opts the account out, which WhatsApp is asked about", async () => {
    await written();
    bearOneLid();
    system.startWorker("w2");
    write(other, "STOP");
    await system.until(() => confirmedTo().length === 1, "it is confirmed");
    await system.until(async () => (await optOut(number)) !== undefined, "it is the account's");
    expect([await optOut(number), await optOut(lid)]).toEqual([await optOut(other), await optOut(other)]);
    await isSkipped();
  });

  it("opts itself out where WhatsApp can't be asked, and the account once it can", async () => {
    await written();
    bearOneLid();
    let isDown = true;
    const second = system.startWorker("w2", {
      at: (point) => {
        if (point === "whatsApp.checkNumber:before" && isDown) throw new SessionDown("the line to WhatsApp is down");
      },
    });
    write(other, "STOP");
    await system.until(async () => (await optOut(other)) !== undefined, "it is kept");
    isDown = false;
    await second.stop();
    system.startWorker("w3");
    await isSkipped();
  });

  it("counts its answer for the campaign that reached the other one", async () => {
    const campaignId = await written();
    bearOneLid();
    system.startWorker("w2");
    write(other, "Terima kasih");
    await system.until(async () => (await system.rows(campaignId))[0]?.state === "replied", "it counts");
    write(other, "sekali lagi");
    await system.until(() => received().length === 2, "both are told");
    expect(received()[1]?.data).toMatchObject({ from: number, campaignId });
  });

  it("is not asked about again for each further message", async () => {
    let asked = 0;
    system.startWorker("w1", { at: (point) => (asked += point === "whatsApp.checkNumber:before" ? 1 : 0) });
    await system.linkSession();
    for (const body of ["halo", "halo?", "STOP"]) write(other, body);
    await system.until(() => confirmedTo().length === 1, "it is confirmed");
    await system.clock.advance(10_000);
    expect(asked).toBe(1);
  });
});

it("an opt-out that is kept under a LID holds from the check on that names the LID", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 1);
  write(lid, "STOP");
  await system.until(async () => (await optOut(lid)) !== undefined, "it is kept");
  system.network.setNumber(number, { lid });
  await isSkipped();
  expect(await optOut(number)).toMatchObject({ number, source: "reply" });
});
