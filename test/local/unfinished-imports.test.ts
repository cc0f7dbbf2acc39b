import * as stores from "../../aws/open.ts";
import { formatKey, hashKey } from "../../core/access/api-key.ts";
import { Client, type Answer, type DataOf, type Failure } from "../e2e/client.ts";
import type { CampaignView, ImportView, Taken } from "../e2e/steps.ts";
import { anApiKey, anImportJob, aRecipient, aSession, aUlid } from "../support/builders.ts";
import { until } from "../support/stack.ts";
import { type LambdasAtHand, startLambdas } from "../support/api/lambdas.ts";

/** What a broadcast does while an import into one of its lists is unfinished, with each job run when a test says so. */

const tenantId = "acme";
const shop = { tenantId, sessionId: "shop" };
const base = "/api/whatsapp/shop/broadcast";
const minuteMs = 60_000;

let all: LambdasAtHand;
let client: Client;

beforeAll(async () => {
  all = await startLambdas();
  const now = all.now();
  const secret = formatKey(aUlid(), "a".repeat(32));
  const keyId = `key_${secret.split("_")[1] ?? ""}`;
  await stores.apiKeys(all.env).create(anApiKey({ keyId, scopes: ["admin"], hash: hashKey(secret), createdAt: now }));
  client = new Client(all.url, secret);
  const profile = { key: "profiles/acme/shop/1", sha256: "0".repeat(64), savedAt: now, previous: [] };
  await stores.sessionDesk(all.env).create(aSession({ ...shop, state: "disconnected", createdAt: now, profile }));
});
afterAll(async () => {
  await all.close();
});
// The bucket of requests is full again.
beforeEach(() => {
  all.later(2 * minuteMs);
});
afterEach(async () => {
  await all.runJobs();
});

const aListOf = async (...numbers: readonly string[]): Promise<string> => {
  const { data } = await client.post<DataOf<{ listId: string }>>(`${base}/lists`, { name: `Daftar ${aUlid()}` });
  const contacts = numbers.map((number) => ({ number, name: "Siti" }));
  if (contacts.length > 0) await client.post(`${base}/lists/${data.listId}/contacts`, { contacts });
  return data.listId;
};

const numbersFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => String(628_130_000_000 + first + index));

const imported = async (listId: string, count: number, query = ""): Promise<string> => {
  const path = `${base}/lists/${listId}/contacts/bulk${query}`;
  const { data } = await client.send<DataOf<{ importId: string }>>("POST", path, {
    headers: { "content-type": "text/csv" },
    body: ["number", ...numbersFrom(0, count)].join("\n"),
  });
  return data.importId;
};

const importOf = async (listId: string, importId: string) =>
  (await client.get<DataOf<ImportView & { readonly problem?: string }>>(`${base}/lists/${listId}/imports/${importId}`))
    .data;

type Sent = DataOf<Taken> & { readonly warnings?: readonly object[] };
const send = <Body = Failure>(listId: string, its: object = {}): Promise<Answer<Body>> =>
  client.ask<Body>("POST", `${base}/send`, { json: { listId, message: `Halo ${aUlid()}`, ...its } });

const schedule = async (listId: string, inMs: number, its: object = {}): Promise<Taken> => {
  const sendAt = new Date(all.now() + inMs).toISOString();
  const body = { listId, message: `Halo ${aUlid()}`, sendAt, ...its };
  return (await client.post<DataOf<Taken>>(`${base}/schedule`, body)).data;
};

const viewOf = async (campaignId: string) =>
  (await client.get<DataOf<CampaignView & { readonly waitingFor?: string }>>(`${base}/campaigns/${campaignId}`)).data;

const ringsAt = async (campaignId: string, inMs: number) => {
  all.later(inMs);
  await all.lambdas.launchCampaign({ ...shop, campaignId });
};

describe("a send", () => {
  test("is 409 IMPORT_RUNNING with id, progress and Retry-After until the import is over, then reaches all", async () => {
    const listId = await aListOf();
    const importId = await imported(listId, 3_000);
    const refused = await send(listId);
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatchObject({
      code: "IMPORT_RUNNING",
      importId,
      listId,
      state: "queued",
      progress: 0,
      imports: [{ importId, listId, state: "queued", progress: 0 }],
    });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await all.runJobs();
    const taken = await send<Sent>(listId);
    expect([taken.status, taken.body.data.total, taken.body.warnings]).toEqual([202, 3_000, undefined]);
  });

  test("is said in both languages, with the import and how far it is", async () => {
    const listId = await aListOf();
    const importId = await imported(listId, 1);
    const sentences = await Promise.all(
      ["id", "en"].map(async (language) => {
        const json = { listId, message: "Halo" };
        const headers = { "accept-language": language };
        return (await client.ask("POST", `${base}/send`, { json, headers })).body.message;
      }),
    );
    expect(sentences).toEqual([
      `Impor ${importId} ke daftar kontak ini baru 0% selesai; tunggu sampai selesai, atau kirim dengan allowPartial: true`,
      `Import ${importId} into its list is only 0% done; wait until it ends, or send with allowPartial: true`,
    ]);
  });

  test("with allowPartial goes to who is there, and is warned of the import", async () => {
    const listId = await aListOf("628120000001");
    const importId = await imported(listId, 5);
    const { status, body } = await send<Sent>(listId, { allowPartial: true });
    const message = expect.stringContaining(importId) as string;
    expect([status, body.data.total]).toEqual([202, 1]);
    expect(body.warnings).toEqual([{ code: "import_running", message, importId }]);
    const toNobody = await aListOf();
    await imported(toNobody, 5);
    const empty = await send(toNobody, { allowPartial: true });
    expect([empty.status, empty.body.error.code]).toEqual([422, "AUDIENCE_EMPTY"]);
  });

  test("with allowPartial answers how many it goes to, the rows that the import has in hand included", async () => {
    const listId = await aListOf("628120000001");
    const importId = await imported(listId, 5_000);
    // Time goes on as on a clock: what is added after the launch bears a later time.
    const clock = setInterval(() => {
      all.later(1);
    }, 1);
    try {
      const importing = all.runJobs();
      await until(
        () => importOf(listId, importId),
        ({ rowsRead }) => rowsRead > 0,
        "rows of it are in",
      );
      const { body } = await send<Sent>(listId, { allowPartial: true });
      await importing;
      const { campaignId, total } = body.data;
      const { launchedAt } = (await stores.campaigns(all.env).find({ ...shop, campaignId })) ?? {};
      const { contacts } = await stores.contacts(all.env).count(tenantId, listId, launchedAt);
      expect(total).toBe(contacts);
      expect(total).toBeLessThan(5_001);
    } finally {
      clearInterval(clock);
    }
  });

  test("waits for both of two equal imports, and for one asked for while another runs", async () => {
    const listId = await aListOf();
    const ids = [await imported(listId, 5), await imported(listId, 5)];
    const { body } = await send(listId);
    expect(body.error["imports"]).toMatchObject(ids.map((importId) => ({ importId })));
    await all.lambdas.runJob(aTicket(listId, ids[0] ?? ""));
    expect((await send(listId)).body.error["importId"]).toBe(ids[1]);
    await all.runJobs();
    expect((await send<Sent>(listId)).body.data.total).toBe(5);
  });

  test("to several lists waits for the import into any of them, the one that is left out included", async () => {
    const [one, other, out] = [await aListOf("628120000001"), await aListOf(), await aListOf()];
    const lists = { listId: undefined, listIds: [one, other] };
    await imported(other, 2);
    expect((await send(one, lists)).status).toBe(409);
    await all.runJobs();
    await imported(out, 2);
    expect((await send<Sent>(one, lists)).body.data.total).toBe(3);
    expect((await send(one, { ...lists, excludeListIds: [out] })).status).toBe(409);
    await all.runJobs();
    expect((await send(one, { ...lists, excludeListIds: [out] })).status).toBe(202);
  });

  test.each([
    ["a dry run", async (listId: string) => await imported(listId, 5, "?dryRun=true")],
    ["an import into another list", async () => await imported(await aListOf(), 5)],
    [
      "an import into a list of the same name that was deleted",
      async () => {
        const gone = await aListOf();
        await imported(gone, 5);
        await client.send("DELETE", `${base}/lists/${gone}`);
      },
    ],
  ])("is not kept by %s", async (_, begin) => {
    const listId = await aListOf("628120000001");
    await begin(listId);
    expect((await send(listId)).status).toBe(202);
  });

  test("is not kept by an import that failed", async () => {
    const listId = await aListOf("628120000001");
    const now = all.now();
    const job = anImportJob({ ...shop, listId, fileKey: "media/gone.csv", createdAt: now, touchedAt: now });
    await stores.importFiles(all.env).create(job, undefined);
    expect((await send(listId)).status).toBe(409);
    await all.lambdas.runJob(aTicket(listId, job.importId));
    expect((await importOf(listId, job.importId)).state).toBe("failed");
    expect((await send(listId)).status).toBe(202);
  });

  test("tells nothing of another session's list", async () => {
    const listId = await aListOf();
    await imported(listId, 5);
    await stores.sessionDesk(all.env).create(aSession({ ...shop, sessionId: `s${aUlid()}`, createdAt: all.now() }));
    const sessions = await stores.sessions(all.env).list(tenantId);
    const other = sessions.find(({ sessionId }) => sessionId !== "shop")?.sessionId ?? "";
    await stores
      .sessionOwners(all.env)
      .save(
        { tenantId, sessionId: other, epoch: 0 },
        { profile: { key: "profiles/x", sha256: "0".repeat(64), savedAt: 1, previous: [] } },
      );
    const path = `/api/whatsapp/${other}/broadcast/send`;
    const { status, body } = await client.ask("POST", path, { json: { listId, message: "Halo" } });
    expect([status, body.error.code]).toEqual([404, "LIST_NOT_FOUND"]);
  });

  test("refused and repeated under its Idempotency-Key goes once the import is over", async () => {
    const listId = await aListOf();
    await imported(listId, 5);
    const body = { headers: { "idempotency-key": aUlid() }, json: { listId, message: "Halo" } };
    expect((await client.ask("POST", `${base}/send`, body)).status).toBe(409);
    await all.runJobs();
    expect((await client.ask("POST", `${base}/send`, body)).status).toBe(202);
  });

  test("costs the same number of calls for a list with many imports behind it", async () => {
    const listId = await aListOf("628120000001");
    const rows = stores.imports(all.env);
    for (let count = 0; count < 25; count += 1) await imported(listId, 1);
    await all.runJobs();
    const pages = jest.spyOn(Object.getPrototypeOf(rows) as typeof rows, "page");
    expect((await send(listId)).status).toBe(202);
    expect(pages).toHaveBeenCalledTimes(1);
    pages.mockRestore();
  });

  test("of one message, and a preview, mind no import", async () => {
    const listId = await aListOf();
    await imported(listId, 5);
    const number = "628120000001";
    const preview = { message: "Halo", contacts: [{ number }] };
    expect((await client.ask("POST", `${base}/preview`, { json: preview })).status).toBe(200);
    const test = { message: "Halo", number };
    expect((await client.ask("POST", `${base}/test`, { json: test })).status).toBeLessThan(300);
  });
});

describe("an import that stands still", () => {
  test("blocks nothing after ten minutes, fails by the sweep, and does not go on", async () => {
    const listId = await aListOf("628120000001");
    const importId = await imported(listId, 5);
    all.later(10 * minuteMs - 1);
    expect((await send(listId)).status).toBe(409);
    all.later(1);
    // Nothing has run since: neither a job nor the sweep.
    expect((await send<Sent>(listId)).body).toMatchObject({ data: { total: 1 } });
    await all.lambdas.sweep();
    await all.runJobs();
    expect(await importOf(listId, importId)).toMatchObject({
      state: "failed",
      added: 0,
      problem: "tidak ada kemajuan selama 10 menit, setelah 0 baris: impor lagi berkasnya",
    });
    expect((await send(listId)).status).toBe(202);
  });

  test("keeps the one behind it, which runs then, and is waited for", async () => {
    const listId = await aListOf("628120000001");
    const first = await imported(listId, 5);
    all.later(9 * minuteMs);
    const second = await imported(listId, 7);
    all.later(2 * minuteMs);
    const refused = await send(listId);
    expect([refused.status, refused.body.error["importId"]]).toEqual([409, second]);
    await all.lambdas.sweep();
    await all.runJobs();
    expect([(await importOf(listId, first)).state, (await importOf(listId, second)).state]).toEqual([
      "failed",
      "completed",
    ]);
    expect((await send<Sent>(listId)).body.data.total).toBe(8);
  });
});

describe("a scheduled campaign", () => {
  test("is taken, waits at its start, and starts with everybody when the import ends", async () => {
    const listId = await aListOf();
    await imported(listId, 40);
    const { campaignId, status, total } = await schedule(listId, minuteMs);
    expect([status, total]).toEqual(["scheduled", 1]);
    expect((await viewOf(campaignId)).waitingFor).toBeUndefined();
    await ringsAt(campaignId, minuteMs);
    expect(await viewOf(campaignId)).toMatchObject({ status: "scheduled", waitingFor: "import" });
    const shown = await client.get<DataOf<readonly { campaignId: string; waitingFor?: string }[]>>(`${base}/campaigns`);
    expect(shown.data.find((one) => one.campaignId === campaignId)?.waitingFor).toBe("import");
    await all.runJobs();
    const started = await viewOf(campaignId);
    expect([started.status, started.total, started.waitingFor]).toEqual(["running", 40, undefined]);
  });

  test("whose import ended unheard is started by the next sweep", async () => {
    const listId = await aListOf();
    const importId = await imported(listId, 4);
    const { campaignId } = await schedule(listId, minuteMs);
    await ringsAt(campaignId, minuteMs);
    const job = await stores.imports(all.env).find(tenantId, listId, importId);
    if (job === undefined) throw new Error("no import");
    await stores.importChanges(all.env).save({ ...job, state: "completed", finishedAt: all.now() });
    await stores
      .contactWriter(all.env)
      .saveMany([{ tenantId, listId, number: "628120000001", fields: {}, addedAt: all.now(), updatedAt: all.now() }]);
    all.later(minuteMs);
    await all.lambdas.sweep();
    expect((await viewOf(campaignId)).status).toBe("running");
  });

  test("waits no longer than maxLateMinutes, is paused then, and a resume waits for the import, too", async () => {
    const listId = await aListOf("628120000001");
    const importId = await imported(listId, 4);
    const { campaignId } = await schedule(listId, minuteMs, { maxLateMinutes: 3 });
    await ringsAt(campaignId, minuteMs);
    for (let minute = 0; minute < 3; minute += 1) {
      all.later(minuteMs);
      await all.lambdas.sweep();
      expect((await viewOf(campaignId)).waitingFor).toBe("import");
    }
    all.later(minuteMs);
    await all.lambdas.sweep();
    const held = await viewOf(campaignId);
    expect([held.status, held.pausedBecause, held.waitingFor]).toEqual(["paused", "too_late", undefined]);
    const resume = () => client.ask("POST", `${base}/campaigns/${campaignId}/resume`);
    const refused = await resume();
    expect([refused.status, refused.body.error.code, refused.body.error["importId"]]).toEqual([
      409,
      "IMPORT_RUNNING",
      importId,
    ]);
    await all.runJobs();
    expect((await resume()).status).toBe(200);
  });

  test("starts with who is there when the import it waits for fails", async () => {
    const listId = await aListOf("628120000001");
    await imported(listId, 4);
    const { campaignId } = await schedule(listId, minuteMs);
    await ringsAt(campaignId, minuteMs);
    for (let minute = 0; minute < 9; minute += 1) {
      all.later(minuteMs);
      await all.lambdas.sweep();
    }
    const started = await viewOf(campaignId);
    expect([started.status, started.total]).toEqual(["running", 1]);
  });

  test("with allowPartial does not wait; a list without anybody is refused", async () => {
    const listId = await aListOf("628120000001");
    await imported(listId, 4);
    const { campaignId } = await schedule(listId, minuteMs, { allowPartial: true });
    await ringsAt(campaignId, minuteMs);
    expect((await viewOf(campaignId)).status).toBe("running");
    const empty = await aListOf();
    await imported(empty, 4);
    const sendAt = new Date(all.now() + minuteMs).toISOString();
    const json = { listId: empty, message: "Halo", sendAt, allowPartial: true };
    expect((await client.ask("POST", `${base}/schedule`, { json })).body.error.code).toBe("AUDIENCE_EMPTY");
  });

  test("that waits may be told to go, or be moved", async () => {
    const listId = await aListOf("628120000001");
    await imported(listId, 4);
    const { campaignId } = await schedule(listId, minuteMs);
    await ringsAt(campaignId, minuteMs);
    const path = `${base}/campaigns/${campaignId}`;
    const sendAt = new Date(all.now() + 2 * minuteMs).toISOString();
    const moved = await client.send<DataOf<{ status: string; waitingFor?: string }>>("PUT", path, { json: { sendAt } });
    expect([moved.data.status, moved.data.waitingFor]).toEqual(["scheduled", undefined]);
    await client.send("PUT", path, { json: { allowPartial: true } });
    await ringsAt(campaignId, 2 * minuteMs);
    expect((await viewOf(campaignId)).status).toBe("running");
  });

  test("waits for imports that were asked for before its time, not for later ones", async () => {
    const listId = await aListOf();
    const first = await imported(listId, 4);
    const { campaignId } = await schedule(listId, minuteMs);
    await ringsAt(campaignId, minuteMs);
    all.later(1);
    await imported(listId, 9);
    await all.lambdas.runJob(aTicket(listId, first));
    const started = await viewOf(campaignId);
    expect([started.status, started.total]).toEqual(["running", 4]);
  });

  test("into whose empty list nothing is imported is refused as before", async () => {
    const sendAt = new Date(all.now() + minuteMs).toISOString();
    const json = { listId: await aListOf(), message: "Halo", sendAt };
    expect((await client.ask("POST", `${base}/schedule`, { json })).body.error.code).toBe("AUDIENCE_EMPTY");
  });
});

test("a retry minds no import: its rows are there", async () => {
  const listId = await aListOf("628120000001");
  const { body } = await send<Sent>(listId);
  const { campaignId } = body.data;
  const failed = aRecipient({ ...shop, campaignId, listId, number: "628120000001", state: "failed" });
  await stores.recipientClaims(all.env).claim(failed);
  await client.post(`${base}/campaigns/${campaignId}/pause`, {});
  await imported(listId, 4);
  const retry = { json: { statuses: ["failed"] } };
  const answer = await client.ask("POST", `${base}/campaigns/${campaignId}/retry`, retry);
  expect([answer.status, answer.body]).toMatchObject([202, { data: { willRetry: 1 } }]);
  await client.post(`${base}/campaigns/${campaignId}/pause`, {});
  expect((await client.ask("POST", `${base}/campaigns/${campaignId}/resume`)).status).toBe(200);
});

test("the audience of a send has every contact of an import that ended by another clock a moment ahead", async () => {
  const listId = await aListOf();
  all.later(2_000);
  await imported(listId, 3);
  await all.runJobs();
  all.later(-2_000);
  const { body } = await send<Sent>(listId);
  const { launchedAt = 0 } = (await stores.campaigns(all.env).find({ ...shop, ...body.data })) ?? {};
  const contacts = await stores.contacts(all.env).page(tenantId, listId, { limit: 10 });
  expect(contacts.items.filter(({ addedAt }) => addedAt <= launchedAt)).toHaveLength(3);
  all.later(2_000);
});

function aTicket(listId: string, importId: string) {
  const job = { kind: "import_contacts", tenantId, listId, importId };
  return { Records: [{ messageId: aUlid(), body: JSON.stringify(job) }] } as unknown as Parameters<
    LambdasAtHand["lambdas"]["runJob"]
  >[0];
}
