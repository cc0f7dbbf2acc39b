import { announceRecipients } from "../../core/announce.ts";
import { announceCampaigns } from "../../core/announce-campaigns.ts";
import { campaignFacts, recipientFacts } from "../../core/event-facts.ts";
import type { EventPublisher } from "../../core/events.ts";
import type { CampaignStore, RecipientStore } from "../../core/ports.ts";

/** What events tell beside a change is read only for a listener, and no change waits for what can't be read. */

const row = { tenantId: "acme", sessionId: "shop", campaignId: "cmp_1", listId: "lst_1", number: "628123456789" };
const unreadable = () => Promise.reject(new Error("throttled"));

it("leaves out what can't be read, and keeps what the row says", async () => {
  const factsOf = recipientFacts({ find: unreadable }, { find: unreadable });
  expect(await factsOf({ ...row, name: "Ayu" })).toEqual({ name: "Ayu" });
  expect(await campaignFacts({ find: unreadable }, { ...row, total: 7 }, "paused")).toEqual({ total: 7 });
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
  expect(await factsOf(row)).toEqual({});
  fails = false;
  expect(await factsOf(row)).toEqual({ campaignName: "Promo" });
  expect(await factsOf({ ...row, number: "628123456780" })).toEqual({ campaignName: "Promo" });
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
