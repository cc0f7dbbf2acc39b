import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { optOutKey, recipientKey } from "../../../aws/dynamodb/keys.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { idOf } from "../../../core/ids.ts";
import { recipientStates, type Recipient } from "../../../core/campaign/recipient.ts";
import { mayBecome } from "../../../core/sending/delivery.ts";
import { aBody, aCampaign, aContact, anId, aRecipient, aUlid, someTime } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const later = someTime + 5_000;

async function claimed(its: Partial<Recipient> = {}): Promise<Recipient> {
  const row = aRecipient({ campaignId: anId("campaign"), ...its });
  await stores().recipients.claim(row);
  return row;
}

const found = ({ tenantId, campaignId, number }: Recipient) => stores().recipients.find(tenantId, campaignId, number);

describe("claim", () => {
  test("stores the row, whole", async () => {
    const row = await claimed({ name: "Siti" });
    expect(await found(row)).toEqual(row);
    expect(await found({ ...row, tenantId: "other" })).toBeUndefined();
  });

  test("is refused when the recipient has a row, whatever its state", async () => {
    for (const state of recipientStates) {
      const row = await claimed({ state });
      await expect(stores().recipients.claim({ ...row, token: "another" })).rejects.toThrow(ConditionRefused);
      expect(await found(row)).toEqual(row);
    }
  });

  test("of one recipient by ten at once: exactly one wins, and its token stands", async () => {
    const row = aRecipient({ campaignId: anId("campaign") });
    const { won, refused } = await atOnce(10, async (index) => {
      await stores().recipients.claim({ ...row, token: `t${index}` });
      return `t${index}`;
    });
    expect([won.length, refused]).toEqual([1, 9]);
    expect((await found(row))?.token).toBe(won[0]);
  });
});

describe("advance", () => {
  const everyCase = recipientStates.flatMap((from) => recipientStates.map((to) => [from, to] as const));

  test.each(everyCase)("from %s to %s goes as the table says", async (state, to) => {
    const row = await claimed({ state });
    const before = await stores().recipients.advance(row, to, { at: later });
    expect(before).toEqual(mayBecome(state, to) ? row : undefined);
    const after = await found(row);
    expect(after?.state).toBe(before === undefined ? state : to);
    expect(after?.history).toHaveLength(before === undefined ? 1 : 2);
  });

  test("stamps the time of each step and keeps the history in order", async () => {
    const row = await claimed();
    const states = ["sent", "delivered", "read", "replied"] as const;
    for (const [index, state] of states.entries()) {
      await stores().recipients.advance(row, state, { at: later + index });
    }
    expect(await found(row)).toEqual({
      ...row,
      state: "replied",
      sentAt: later,
      deliveredAt: later + 1,
      readAt: later + 2,
      repliedAt: later + 3,
      history: [...row.history, ...states.map((state, index) => ({ state, at: later + index }))],
    });
  });

  test("to a delivery that is heard of first counts as sent then, and a late ack changes nothing", async () => {
    const row = await claimed();
    await stores().recipients.advance(row, "delivered", { at: later });
    expect(await stores().recipients.advance(row, "sent", { at: later + 1 })).toBeUndefined();
    expect(await found(row)).toMatchObject({ state: "delivered", sentAt: later, deliveredAt: later });
  });

  test("gives the reason, and takes it away when what is true comes out", async () => {
    const row = await claimed();
    await stores().recipients.advance(row, "failed", { at: later, reason: "no_answer" });
    expect(await found(row)).toMatchObject({ state: "failed", reason: "no_answer" });
    await stores().recipients.advance(row, "sent", { at: later + 1 });
    const sent = await found(row);
    expect(sent).not.toHaveProperty("reason");
    expect(sent?.history.at(1)).toEqual({ state: "failed", at: later, reason: "no_answer" });
  });

  test("with a token moves only the row that bears it", async () => {
    const row = await claimed({ token: "mine" });
    expect(await stores().recipients.advance(row, "sent", { at: later, token: "other" })).toBeUndefined();
    expect((await found(row))?.state).toBe("sending");
    expect(await stores().recipients.advance(row, "sent", { at: later, token: "mine" })).toEqual(row);
  });

  test("of a row that is not there is nothing, and makes none", async () => {
    const missing = aRecipient({ campaignId: anId("campaign") });
    expect(await stores().recipients.advance(missing, "sent", { at: later })).toBeUndefined();
    expect(await found(missing)).toBeUndefined();
  });

  test("to one state by ten at once is counted once; to several, ends in the highest", async () => {
    const row = await claimed();
    const once = await atOnce(10, (index) => stores().recipients.advance(row, "sent", { at: later + index }));
    expect(once.won.filter((before) => before !== undefined)).toHaveLength(1);
    const climb = ["delivered", "read", "delivered", "read", "sent", "failed"] as const;
    await Promise.all(climb.map((state, index) => stores().recipients.advance(row, state, { at: later + index })));
    expect((await found(row))?.state).toBe("read");
  });

  test("made again because its answer was lost answers as the first time, and changes nothing more", async () => {
    const row = await claimed();
    const change = { at: later, reason: "no_answer", by: "first" } as const;
    await stores().recipients.advance(row, "failed", change);
    const after = await found(row);
    expect(await stores().recipients.advance(row, "failed", change)).toMatchObject({ state: "sending" });
    expect(await found(row)).toEqual(after);
    expect(await stores().recipients.advance(row, "failed", { ...change, by: "other" })).toBeUndefined();
    expect(await stores().recipients.advance(row, "failed", { at: later })).toBeUndefined();
  });

  test("made again once others have followed answers as the first time, too: it counts once", async () => {
    const row = await claimed();
    const change = { at: later, by: "first" } as const;
    await stores().recipients.advance(row, "sent", change);
    await stores().recipients.advance(row, "delivered", { at: later + 1, by: "second" });
    await stores().recipients.advance(row, "read", { at: later + 2, by: "third" });
    const after = await found(row);
    const before = await stores().recipients.advance(row, "sent", change);
    expect(before).toMatchObject({ state: "sending" });
    expect(before?.history.at(-1)?.by).toBe("first");
    expect(await stores().recipients.advance(row, "delivered", { at: later + 1, by: "second" })).toMatchObject({
      state: "sent",
    });
    expect(await stores().recipients.advance(row, "sent", { ...change, by: "other" })).toBeUndefined();
    expect(await found(row)).toEqual(after);
  });
});

describe("a look before the claim", () => {
  const look = async (its: {
    readonly contact?: boolean;
    readonly optedOut?: boolean;
    readonly campaign?: boolean;
  }) => {
    const campaign = aCampaign({ tenantId: aUlid() });
    const contact = aContact({ tenantId: campaign.tenantId });
    if (its.campaign !== false) await stores().campaigns.create(campaign, aBody());
    if (its.contact !== false) await stores().contacts.save(contact, undefined);
    if (its.optedOut === true) {
      const optOut = { tenantId: contact.tenantId, number: contact.number, optedOutAt: someTime, source: "reply" };
      const Item = { ...optOutKey(contact.tenantId, contact.number), ...optOut };
      await stores().registry.client.send(new PutCommand({ TableName: stores().registry.name, Item }));
    }
    const seen = await stores().recipients.look(campaign, contact.listId, contact.number);
    return { seen, contact, campaign };
  };

  test("sees the campaign's state and the contact", async () => {
    const { seen, contact, campaign } = await look({});
    expect(seen).toEqual({ status: "running", contact, optedOut: false });
    await stores().campaigns.apply(campaign, "pause", { now: later });
    expect((await stores().recipients.look(campaign, contact.listId, contact.number)).status).toBe("paused");
  });

  test("sees who opted out, who left the list, and that a campaign is gone", async () => {
    expect((await look({ optedOut: true })).seen.optedOut).toBe(true);
    expect((await look({ contact: false })).seen).toEqual({ status: "running", contact: undefined, optedOut: false });
    expect((await look({ campaign: false })).seen.status).toBeUndefined();
  });

  test("goes by the number's row as it was just written, and by what an earlier version kept beside it", async () => {
    const { campaign, contact } = await look({});
    const { listId, number, tenantId } = contact;
    const row = { tenantId, number };
    const optedOut = { ...row, optOut: { optedOutAt: someTime, source: "reply" } } as const;
    const gone = await look({ optedOut: true });
    const its = { tenantId: gone.contact.tenantId, number: gone.contact.number };
    const looks = [
      stores().recipients.look(campaign, listId, number, row),
      stores().recipients.look(campaign, listId, number, optedOut),
      stores().recipients.look(gone.campaign, listId, its.number, its),
    ];
    expect((await Promise.all(looks)).map((one) => one.optedOut)).toEqual([false, true, true]);
  });
});

test("a campaign's rows come in number order, page by page, without its body and progress", async () => {
  const campaign = aCampaign();
  await stores().campaigns.create(campaign, aBody());
  await stores().progress.begin(campaign, 1, someTime);
  const numbers = ["62811", "62812", "62813"];
  for (const number of numbers.toReversed()) await claimed({ campaignId: campaign.campaignId, number });
  const page = await stores().recipients.page(campaign.tenantId, campaign.campaignId, { limit: 2 });
  expect(page.items.map(({ number }) => number)).toEqual(["62811", "62812"]);
  expect(page.next).toBe("62812");
  const rest = await stores().recipients.page(campaign.tenantId, campaign.campaignId, { limit: 2, after: "62812" });
  expect(rest.items.map(({ number }) => number)).toEqual(["62813"]);
  expect(rest.next).toBeUndefined();
});

/** A row of a campaign that is kept as one of those that wrote to its number, as its sender keeps it. */
const written = async (its: Partial<Recipient>) => {
  const row = await claimed(its);
  const { tenantId, sessionId, campaignId, number, claimedAt: at } = row;
  await stores().persons.addWrote(tenantId, number, { sessionId, campaignId, at });
  return row;
};

/** A row as earlier versions wrote it, listed by its number. */
const claimedBefore = async (its: Partial<Recipient>) => {
  const row = await claimed(its);
  const { client, name } = stores().delivery;
  const { tenantId, sessionId, campaignId, number, claimedAt } = row;
  const ix = `T#${tenantId}#S#${sessionId}#N#${number}`;
  const ixSort = `${String(claimedAt).padStart(15, "0")}#${campaignId}`;
  await client.send(new PutCommand({ TableName: name, Item: { ...recipientKey(row), ...row, ix, ixSort } }));
  return row;
};

test("a number's messages of a session come latest first, whatever the campaign, and no more than asked for", async () => {
  const number = "628999";
  const sessionId = aUlid();
  const ref = { tenantId: "acme", sessionId };
  const rows: Recipient[] = [];
  for (const claimedAt of [someTime + 2, someTime, someTime + 10])
    rows.push(await written({ sessionId, number, claimedAt }));
  await written({ sessionId: aUlid(), number });
  const answered = await stores().recipients.ofNumber(ref, number, 2);
  expect(answered).toEqual([rows[2], rows[0]]);
  expect(await stores().recipients.ofNumber(ref, "628000", 2)).toEqual([]);
});

test("rows are read by their keys as they were a moment ago; what is not there is passed over", async () => {
  const rows = [await claimed({ number: "628990" }), await claimed({ number: "628991" })];
  const nowhere = { tenantId: "acme", campaignId: anId("campaign"), number: "628990" };
  const found = await stores().recipients.glimpse([...rows, nowhere]);
  expect(found).toHaveLength(2);
  expect(found).toEqual(expect.arrayContaining(rows));
  expect(await stores().recipients.glimpse([])).toEqual([]);
});

test("a row bears nothing that an index lists", async () => {
  const row = await claimed({});
  await stores().recipients.claimAgain(row, { ...row, attempt: 2, token: "0.1.1.again" });
  const { client, name } = stores().delivery;
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: recipientKey(row) }));
  expect(Item).toMatchObject({ attempt: 2 });
  expect(Item).not.toHaveProperty("ix");
});

test("rows of before are found beside those of now, each once; what has no row is passed over", async () => {
  const number = "628998";
  const sessionId = aUlid();
  const ref = { tenantId: "acme", sessionId };
  const before = await claimedBefore({ sessionId, number, claimedAt: someTime });
  const again = await claimedBefore({ sessionId, number, claimedAt: someTime + 1 });
  const now = await written({ sessionId, number, claimedAt: someTime + 3 });
  const gone = { sessionId, campaignId: idOf("campaign", aUlid()), at: someTime + 4 };
  await stores().persons.addWrote("acme", number, gone);
  expect(await stores().recipients.ofNumber(ref, number, 9)).toEqual([now, again, before]);
  // Tried again by this version: no index lists it any more.
  await stores().persons.addWrote("acme", number, { sessionId, campaignId: again.campaignId, at: someTime + 5 });
  const row = { ...again, attempt: 2, token: "0.1.1.again", claimedAt: someTime + 5 };
  await stores().recipients.claimAgain(again, row);
  expect(await stores().recipients.ofNumber(ref, number, 9)).toEqual([row, now, before]);
});

test("beyond the ten that are kept with a number, rows are found among the campaigns that are named", async () => {
  const number = "628997";
  const sessionId = aUlid();
  const ref = { tenantId: "acme", sessionId };
  const rows: Recipient[] = [];
  for (let index = 0; index < 12; index += 1) {
    rows.push(await written({ sessionId, number, claimedAt: someTime + index }));
  }
  const latestFirst = rows.toReversed();
  expect(await stores().recipients.ofNumber(ref, number, 50)).toEqual(latestFirst.slice(0, 10));
  const among = [...rows.map(({ campaignId }) => campaignId), idOf("campaign", aUlid())];
  expect(await stores().recipients.ofNumber(ref, number, 50, among)).toEqual(latestFirst);
});
