import type { Session } from "../../../core/session/session.ts";
import { formerContactOf } from "../../../core/campaign/former-contact.ts";
import { deleteSession } from "../../../functions/jobs/delete-session.ts";
import {
  aBody,
  aCampaign,
  aContact,
  aDirectMessage,
  aList,
  anImportJob,
  aRecipient,
  aSession,
  someTime,
} from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const minuteMs = 60_000;

/** A session with something of everything, and its neighbour with as much. */
async function filled(tenantId: string, sessionId: string): Promise<Session> {
  const { sessions, lists, contacts, formerContacts, imports, campaigns, recipients, directs } = stores();
  const session = aSession({ tenantId, sessionId });
  const ref = { tenantId, sessionId };
  await sessions.create(session);
  for (let index = 0; index < 2; index += 1) {
    const list = aList(ref);
    await lists.create(list);
    await contacts.saveMany(
      Array.from({ length: 30 }, (_, at) => aContact({ tenantId, listId: list.listId, number: String(6280000 + at) })),
    );
    await formerContacts.saveMany([formerContactOf(aContact({ tenantId, listId: list.listId }), someTime)]);
    await imports.create(anImportJob({ ...ref, listId: list.listId }), new Uint8Array());
    const campaign = aCampaign({ ...ref, listIds: [list.listId], status: "stopped" });
    await campaigns.create(campaign, aBody());
    const row = { ...ref, campaignId: campaign.campaignId, listId: list.listId };
    for (const number of ["6281", "6282"]) await recipients.claim(aRecipient({ ...row, number }));
    await directs.create(aDirectMessage(ref));
  }
  return session;
}

/** Items of both tables that have to do with that tenant. */
async function itemsOf(tenantId: string): Promise<number> {
  let count = 0;
  const { lists, campaigns, sessions } = stores();
  for (const ref of await sessions.list(tenantId)) {
    count += 1 + (await stores().directs.since(ref, 0)).length;
    for (const { listId } of (await lists.page(ref, { limit: 100 })).items) {
      count += 1 + (await stores().contacts.count(tenantId, listId)).contacts;
      count += (await stores().imports.page(tenantId, listId, { limit: 100 })).items.length;
    }
    for (const { campaignId } of (await campaigns.page(ref, { limit: 100 })).items) {
      count += 1 + (await stores().recipients.page(tenantId, campaignId, { limit: 100 })).items.length;
    }
  }
  return count;
}

const services = (now: number) => ({ ...stores(), clock: { now: () => now } });

test("everything of the session goes, last its row; nothing of another's", async () => {
  const session = await filled("acme", "gone");
  await filled("acme", "stays");
  await filled("other", "gone");
  const lists = (await stores().lists.page(session, { limit: 10 })).items;
  const [both, others] = [await itemsOf("acme"), await itemsOf("other")];
  await stores().sessions.beginDeletion(session, someTime);
  expect((await stores().sessions.deleting(10)).map(({ sessionId }) => sessionId)).toEqual(["gone"]);
  const job = { kind: "delete_session", tenantId: "acme", sessionId: "gone" } as const;
  await deleteSession(services(someTime + 1), job);
  expect(await itemsOf("acme")).toBe(both / 2 + 1);
  // What a request in hand wrote meanwhile goes with the run a minute later.
  await stores().lists.create(aList({ tenantId: "acme", sessionId: "gone" }));
  await deleteSession(services(someTime + minuteMs + 1), job);
  expect(await itemsOf("acme")).toBe(both / 2);
  expect(await itemsOf("other")).toBe(others);
  expect(lists).toHaveLength(2);
  for (const { listId } of lists) {
    expect((await stores().formerContacts.page("acme", listId, { limit: 10 })).items).toEqual([]);
  }
  expect(await stores().sessions.deleting(10)).toEqual([]);
  // A job that comes once more does nothing, and the name may be used again.
  await deleteSession(services(someTime + 2 * minuteMs), job);
  await stores().sessions.create(session);
});

test("a linked session is logged out first: until then nothing goes", async () => {
  const { sessions } = stores();
  const session = await filled("linked", "shop");
  const profile = { key: "k", sha256: "s", savedAt: someTime, previous: [] };
  await sessions.want(session, someTime);
  const taken = await sessions.take((await sessions.find(session)) ?? session, { slot: 1, slotEpoch: 1 });
  await sessions.save(taken, { state: "ready", profile });
  await sessions.beginDeletion(session, someTime);
  expect(await sessions.find(session)).toMatchObject({ wanted: true, logoutRequestedAt: someTime });
  const before = await itemsOf("linked");
  const job = { kind: "delete_session", tenantId: "linked", sessionId: "shop" } as const;
  await deleteSession(services(someTime + 2 * minuteMs), job);
  expect(await itemsOf("linked")).toBe(before);
  await sessions.save(taken, {
    state: "logged_out",
    wanted: false,
    profile: null,
    logoutRequestedAt: null,
    release: true,
  });
  expect((await sessions.deleting(10)).map(({ tenantId }) => tenantId)).toEqual(["linked"]);
  await deleteSession(services(someTime + 2 * minuteMs), job);
  expect(await itemsOf("linked")).toBe(0);
});

test("a session that was not deleted is left alone", async () => {
  await filled("alive", "shop");
  const before = await itemsOf("alive");
  await deleteSession(services(someTime + 9 * minuteMs), {
    kind: "delete_session",
    tenantId: "alive",
    sessionId: "shop",
  });
  expect(await itemsOf("alive")).toBe(before);
  // Not one item more than those that the stores know of: what a partition's name hides would stay for ever.
  expect(await stores().registry.all("T#acme#S#gone#LISTNAMES")).toEqual([]);
});
