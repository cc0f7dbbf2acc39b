import { QueuedEvents } from "../../../aws/sqs/queued-events.ts";
import { announcedCampaigns } from "../../../core/webhook/announced-campaigns.ts";
import { announcedRecipients } from "../../../core/webhook/announced-recipients.ts";
import { campaignFacts, recipientFacts } from "../../../core/webhook/event-facts.ts";
import { Patience } from "../../../core/patience.ts";
import type { DomainEvent, EventPublisher } from "../../../core/webhook/events.ts";
import type { CampaignChanges, CampaignReader } from "../../../core/campaign/campaign-ports.ts";
import type { RecipientClaims, RecipientRows } from "../../../core/campaign/recipient-ports.ts";
import type { WebhookTicket } from "../../../core/webhook/webhook-ports.ts";
import { aCampaign, aRecipient } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

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

describe("while tables say nothing of what is only told,", () => {
  const silent = () => new Promise<never>(() => undefined);
  const made = (find: () => Promise<unknown>) => {
    const changed: string[] = [];
    const note = (what: string) => async () => void changed.push(what);
    const inner = { find, apply: note("apply"), advance: note("advance") };
    const get = (of: object, name: string | symbol): unknown => Reflect.get(of, name) ?? silent;
    return { changed, store: new Proxy(inner, { get }) as never };
  };
  const publisher = () => {
    const clock = new FakeClock();
    const told: DomainEvent[] = [];
    const queue = {
      enqueue: async (ticket: WebhookTicket) => {
        if (ticket.kind === "event") told.push(ticket.event);
      },
    };
    const owed = { put: async ({ event }: { readonly event: DomainEvent }) => void told.push(event) };
    const events = new QueuedEvents({ webhooks: { list: silent }, queue, owed, clock });
    return { clock, told, events };
  };

  it.each(["pause", "stop"] as const)("a %s is written within 250 ms, and told without counts", async (action) => {
    const { clock, told, events } = publisher();
    const campaign = aCampaign({ status: "running" });
    const { store, changed } = made(async () => campaign);
    const applied = announcedCampaigns(store, events, { find: silent }).apply(campaign, action, { now: 1 });
    await clock.advance(250);
    await applied;
    expect([changed, clock.pending]).toEqual([["apply"], 0]);
    expect(told[0]?.data).toEqual({
      campaignId: campaign.campaignId,
      name: campaign.name,
      status: action === "pause" ? "paused" : "stopped",
      total: campaign.total,
    });
  });

  it("an ack is written within 250 ms, and told without the campaign's name and the contact's fields", async () => {
    const { clock, told, events } = publisher();
    const recipient = aRecipient({ state: "sent" });
    const { store, changed } = made(async () => recipient);
    const factsOf = recipientFacts({ find: silent }, { find: silent });
    const advanced = announcedRecipients(store, events, factsOf).advance(recipient, "delivered", { at: 1 });
    await clock.advance(250);
    await advanced;
    expect([changed, clock.pending]).toEqual([["advance"], 0]);
    expect(told[0]?.data).toMatchObject({ number: recipient.number, status: "delivered" });
    expect(told[0]?.data).not.toHaveProperty("campaignName");
    expect(told[0]?.data).not.toHaveProperty("fields");
  });
});

it("reads a campaign's name once for all its rows, and again when it could not be read", async () => {
  let reads = 0;
  let fails = true;
  const find = async () => {
    reads += 1;
    if (fails) throw new Error("throttled");
    return { name: "Promo" } as Awaited<ReturnType<CampaignReader["find"]>>;
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
  const recipients = announcedRecipients(store<RecipientClaims & RecipientRows>(), nobodyListens, async () => {
    read.push("facts");
    return {};
  });
  const campaigns = announcedCampaigns(store<CampaignChanges & CampaignReader>(), nobodyListens, {
    find: noting("progress"),
  });
  await recipients.advance(row, "delivered", { at: 1 });
  await campaigns.apply({ tenantId: "acme", sessionId: "shop", campaignId: "cmp_1" }, "pause", { now: 1 });
  expect(read).toEqual(["advance", "apply"]);
});
