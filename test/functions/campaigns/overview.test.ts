import { ulid } from "ulid";
import * as stores from "../../../aws/open.ts";
import type { Campaign } from "../../../core/campaign/campaign.ts";
import { noCounts, type Counts } from "../../../core/campaign/progress.ts";
import { idOf } from "../../../core/ids.ts";
import type { ImportJob } from "../../../core/import/import-job.ts";
import { dayOf } from "../../../core/time/local-time.ts";
import { Client, type DataOf } from "../../e2e/client.ts";
import { aBody, aCampaign, aList, anId, anImportJob, aProgress, aSession } from "../../support/builders.ts";
import { type LambdasAtHand, startLambdas } from "../../support/api/lambdas.ts";

/** What a shop's first page is made of, in one answer. */

const path = "/api/whatsapp/overview";
const [hourMs, dayMs] = [3_600_000, 86_400_000];
const tenantId = "default";
const timezone = "Asia/Jakarta";
const profile = { key: "profiles/x", sha256: "0".repeat(64), savedAt: 0, previous: [] };

interface Overview {
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly state: string;
    readonly needsScan: boolean;
    readonly today: {
      readonly day: string;
      readonly timezone: string;
      readonly totals: Readonly<Record<string, number>>;
    };
  }[];
  readonly sessionCount: number;
  readonly campaigns: readonly { readonly sessionId: string; readonly name: string; readonly status: string }[];
  readonly imports: readonly { readonly importId: string; readonly listName: string; readonly problem?: string }[];
  readonly webhooks?: readonly object[];
}

let all: LambdasAtHand;
let client: Client;
beforeAll(async () => {
  all = await startLambdas();
  // Noon in Jakarta: no test runs over midnight.
  all.later(dayMs - ((all.now() + 7 * hourMs) % dayMs) + 12 * hourMs);
  client = new Client(all.url, all.apiKey);
});
afterAll(async () => {
  await all.close();
});

const overview = async (query = "", by = client) => (await by.get<DataOf<Overview>>(path + query)).data;
const ofShop = async () => (await overview()).sessions.find(({ sessionId }) => sessionId === "shop");

async function session(sessionId: string, its: Parameters<typeof aSession>[0] = {}) {
  await stores.sessionDesk(all.env).create(aSession({ tenantId, sessionId, createdAt: all.now(), ...its }));
}

/** A campaign of the shop that was made so long ago, and what became of its messages of these days. */
async function campaign(agoMs: number, its: Partial<Campaign>, byDay: Readonly<Record<string, Partial<Counts>>> = {}) {
  const createdAt = all.now() - agoMs;
  const campaignId = idOf("campaign", ulid(createdAt));
  const made = aCampaign({ tenantId, sessionId: "shop", campaignId, createdAt, startedAt: createdAt, ...its });
  await stores.campaignChanges(all.env).create(made, aBody());
  const progress = stores.progress(all.env);
  await progress.begin(made, 1, all.now());
  const days = Object.entries(byDay).map(([day, counts]) => [day, { ...noCounts, ...counts }] as const);
  await progress.save(aProgress({ tenantId, campaignId, byDay: Object.fromEntries(days) }));
  return made;
}
const dayAgo = (days: number): string => dayOf(all.now() - days * dayMs, timezone);

async function key(fields: object): Promise<Client> {
  const body = { name: "kunci", scopes: ["read"], ...fields };
  return client.withKey((await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", body)).data.key);
}

test("a tenant that has nothing gets nothing", async () => {
  expect(await overview()).toEqual({ sessions: [], sessionCount: 0, campaigns: [], imports: [], webhooks: [] });
});

test("today's messages are those that were claimed since midnight there, of campaigns that are open or ended today", async () => {
  await session("shop", { timezone, profile, state: "stopped", label: "Toko" });
  await campaign(
    20 * dayMs,
    { name: "lama", status: "running", pacing: { newChatsPerDay: 0 } },
    { [dayAgo(0)]: { read: 3, failed: 1 }, [dayAgo(1)]: { read: 90 } },
  );
  await campaign(
    3 * dayMs,
    { name: "selesai", status: "completed", finishedAt: all.now() - hourMs },
    { [dayAgo(0)]: { sent: 2 } },
  );
  await campaign(
    2 * dayMs,
    { name: "kemarin", status: "completed", finishedAt: all.now() - dayMs },
    { [dayAgo(1)]: { sent: 9 } },
  );
  await campaign(
    hourMs,
    { name: "jeda", status: "paused", pausedBecause: "failure_streak" },
    { [dayAgo(0)]: { replied: 1, skipped: 4 } },
  );
  const { sessions, campaigns } = await overview();
  const totals = { attempted: 7, sent: 6, delivered: 4, read: 4, replied: 1, failed: 1, skipped: 4, in_doubt: 0 };
  const today = { day: dayAgo(0), timezone, totals };
  expect(sessions).toMatchObject([{ sessionId: "shop", label: "Toko", state: "stopped", needsScan: false, today }]);
  expect(campaigns).toMatchObject([
    { sessionId: "shop", name: "jeda", status: "paused", pausedBecause: "failure_streak" },
    { sessionId: "shop", name: "lama", status: "running", pacing: { newChatsPerDay: 0 } },
  ]);
});

test("campaigns of today are counted though more than a page of them was made since", async () => {
  const before = (await ofShop())?.today.totals["sent"] ?? 0;
  for (let minute = 0; minute < 25; minute += 1) {
    const made = { status: "completed", finishedAt: all.now() } as const;
    await campaign((30 - minute) * 60_000, { ...made, name: `kecil ${minute}` }, { [dayAgo(0)]: { sent: 1 } });
  }
  expect((await ofShop())?.today.totals["sent"]).toBe(before + 25);
});

test("it is 304 while nothing changed, and not any more once something did", async () => {
  const first = await client.ask("GET", path);
  const headers = { "if-none-match": first.headers.get("etag") ?? "" };
  expect((await client.ask("GET", path, { headers })).status).toBe(304);
  await session("cabang");
  expect((await client.ask("GET", path, { headers })).status).toBe(200);
});

test("a key that is limited to sessions sees what is of these", async () => {
  const all = await overview();
  expect([all.sessions.map(({ sessionId }) => sessionId), all.sessionCount]).toEqual([["cabang", "shop"], 2]);
  expect(all.sessions[0]).toMatchObject({ needsScan: true, today: { timezone: "UTC" } });
  const { sessions, sessionCount, campaigns } = await overview("", await key({ sessions: ["cabang"] }));
  expect([sessions.map(({ sessionId }) => sessionId), sessionCount, campaigns]).toEqual([["cabang"], 1, []]);
});

describe("an import that failed", () => {
  const list = aList({ tenantId, sessionId: "shop", name: "Pelanggan" });
  beforeAll(() => stores.lists(all.env).create(list));

  const importOf = async (its: Partial<ImportJob>): Promise<ImportJob> => {
    const place = { tenantId, sessionId: "shop", listId: list.listId, importId: anId("import") };
    const job = anImportJob({ ...place, createdAt: all.now(), ...its });
    await stores.importFiles(all.env).create(job, undefined);
    return job;
  };
  const shown = async (by = client) => (await overview("", by)).imports;
  const failed = (its: Partial<ImportJob> = {}) =>
    importOf({
      state: "failed",
      finishedAt: all.now(),
      problem: "line 1: came an empty file, wanted a contact",
      ...its,
    });

  test("is named with its list until it is made again", async () => {
    await failed({ dryRun: true });
    expect(await shown()).toEqual([]);
    const { importId, problem } = await failed();
    expect(await shown()).toMatchObject([
      { sessionId: "shop", listId: list.listId, listName: "Pelanggan", importId, problem },
    ]);
    await importOf({ state: "completed", dryRun: true });
    expect(await shown()).toHaveLength(1);
    await importOf({ state: "running" });
    expect(await shown()).toEqual([]);
  });

  test("is not named to a key of another session, nor after a week, nor of a list that is gone", async () => {
    const { importId } = await failed();
    expect(await shown()).toMatchObject([{ importId }]);
    expect(await shown(await key({ sessions: ["cabang"] }))).toEqual([]);
    await failed({ listId: anId("list") });
    await failed({ finishedAt: all.now() - 7 * dayMs - 1 });
    expect((await shown()).map((one) => one.importId)).not.toContain(importId);
    expect(await shown()).toEqual([]);
  });
});

test("webhooks that get nothing through are named to a key that may see webhooks", async () => {
  const hook = { url: "https://hooks.example.com/a", events: ["*"] };
  const { webhookId } = (await client.post<DataOf<{ webhookId: string }>>("/api/whatsapp/webhooks", hook)).data;
  expect((await overview()).webhooks).toEqual([]);
  const lastAnswer = { at: all.now(), status: 500 };
  const trouble = { failures: 3, freeAt: all.now(), failingSince: all.now() - hourMs, lastAnswer };
  await stores.webhookDeliveries(all.env).saveTrouble({ tenantId, webhookId }, trouble);
  expect((await overview()).webhooks).toMatchObject([
    { webhookId, url: hook.url, active: true, failingSince: expect.any(String) as string, lastAnswer: { status: 500 } },
  ]);
  expect(await overview("", await key({ scopes: ["write"] }))).not.toHaveProperty("webhooks");
  expect((await overview("", await key({ scopes: ["admin"], sessions: ["shop"] }))).webhooks).toEqual([]);
  // Switched off by a person it is as wanted; because its receiver is gone it is not.
  const seen = await stores.webhooks(all.env).find({ tenantId, webhookId });
  if (seen === undefined) throw new Error("no webhook");
  const gone = { ...seen, active: false, inactiveBecause: "gone", updatedAt: seen.updatedAt + 1 } as const;
  await stores.webhooks(all.env).save(gone, seen);
  expect((await overview()).webhooks).toMatchObject([{ webhookId, active: false, inactiveBecause: "gone" }]);
  await stores.webhooks(all.env).save({ ...gone, inactiveBecause: "user" }, gone);
  expect((await overview()).webhooks).toEqual([]);
});

test("each session has WhatsApp's limits and how people took the last seven days, as it shows by itself", async () => {
  const limits = { restricted: false, newChats: { used: 20, total: 20 }, checkedAt: all.now() };
  await session("annoying", { timezone, profile, state: "ready", number: "628111000999", limits });
  const made = await campaign(3 * dayMs, { sessionId: "annoying", status: "completed", finishedAt: all.now() - dayMs });
  const { campaignId } = made;
  const byDay = { [dayAgo(2)]: { ...noCounts, sent: 60 }, [dayAgo(8)]: { ...noCounts, sent: 900 } };
  await stores.progress(all.env).save(aProgress({ tenantId, campaignId, byDay, optOuts: { [dayAgo(2)]: 3 } }));
  const shown = (await overview()).sessions.find(({ sessionId }) => sessionId === "annoying");
  const { data: alone } = await client.get<DataOf<object>>("/api/whatsapp/sessions/annoying");
  expect(shown).toMatchObject(alone);
  expect(shown).toMatchObject({
    limits: { newChats: { used: 20, total: 20 } },
    last7Days: { messages: 60, optOutsPer100: 5 },
    warnings: [{ code: "many_opt_outs" }],
  });
});
