import { announceRecipients } from "../../core/announce.ts";
import { announceCampaigns } from "../../core/announce-campaigns.ts";
import { campaignFacts, recipientFacts } from "../../core/event-facts.ts";
import { Patience } from "../../core/patience.ts";
import type { EventPublisher } from "../../core/events.ts";
import type { CampaignStore, RecipientStore } from "../../core/ports.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** What events tell beside a change is read only for a listener, and no change waits for what can't be read. */

const row = { tenantId: "acme", sessionId: "shop", campaignId: "cmp_1", listId: "lst_1", number: "628123456789" };
const ifInTime = new Patience(new FakeClock(), 250).ifInTime;
const unreadable = () => Promise.reject(new Error("throttled"));

it("leaves out what can't be read, and keeps what the row says", async () => {
  const factsOf = recipientFacts({ find: unreadable }, { find: unreadable });
  expect(await factsOf({ ...row, name: "Ayu" }, ifInTime)).toEqual({ name: "Ayu" });
  expect(await campaignFacts({ find: unreadable }, { ...row, total: 7 }, "paused", ifInTime)).toEqual({ total: 7 });
});

it("leaves out what says nothing for so long, whatever is asked of it", async () => {
  const clock = new FakeClock();
  const silent = () => new Promise<never>(() => undefined);
  const patience = new Patience(clock, 250);
  const factsOf = recipientFacts({ find: silent }, { find: silent });
  const told = Promise.all([
    factsOf({ ...row, name: "Ayu" }, patience.ifInTime),
    campaignFacts({ find: silent }, { ...row, total: 7 }, "paused", patience.ifInTime),
  ]);
  await clock.advance(250);
  expect(await told).toEqual([{ name: "Ayu" }, { total: 7 }]);
  // What comes after that has no time left, and is not asked for.
  expect(await campaignFacts({ find: silent }, { ...row, total: 7 }, "paused", patience.ifInTime)).toEqual({
    total: 7,
  });
  expect(clock.pending).toBe(0);
});

it("reads a campaign's name once for all its rows, and again when it could not be read", async () => {
  let reads = 0;
  let fails = true;
  const find = async () => {
    reads += 1;
    if (fails) throw new Error("throttled");
    return { name: "Promo" } as Awaited<ReturnType<CampaignStore["find"]>>;
  };
  const factsOf = recipientFacts({ find }, { find: async () => undefined });
  expect(await factsOf(row, ifInTime)).toEqual({});
  fails = false;
  expect(await factsOf(row, ifInTime)).toEqual({ campaignName: "Promo" });
  expect(await factsOf({ ...row, number: "628123456780" }, ifInTime)).toEqual({ campaignName: "Promo" });
  expect(reads).toBe(2);
});

it("reads nothing where no webhook listens", async () => {
  const read: string[] = [];
  const noting = (name: string) => async () => {
    read.push(name);
    return undefined;
  };
  const store = <Port>() =>
    new Proxy({}, { get: (_, name) => noting(String(name)), ownKeys: () => [] }) as unknown as Port;
  const nobodyListens: EventPublisher = { publish: () => Promise.resolve() };
  const recipients = announceRecipients(store<RecipientStore>(), nobodyListens, async () => {
    read.push("facts");
    return {};
  });
  const campaigns = announceCampaigns(store<CampaignStore>(), nobodyListens, { find: noting("progress") });
  await recipients.advance(row, "delivered", { at: 1 });
  await campaigns.apply({ tenantId: "acme", sessionId: "shop", campaignId: "cmp_1" }, "pause", { now: 1 });
  expect(read).toEqual(["advance", "apply"]);
});
