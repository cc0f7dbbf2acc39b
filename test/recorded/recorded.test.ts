import { readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { parse } from "csv-parse/sync";
import { extract } from "tar";
import { documentClient } from "../../aws/clients.ts";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { embeddedCredentials } from "../../local/aws/resources.ts";
import { Client, type DataOf } from "../e2e/client.ts";
import * as person from "../e2e/steps.ts";
import { startStack, until, type Stack } from "../support/stack.ts";
import { branch, recordedKey, recordedPaths, recordedReports, shop, type Recorded } from "./recorded.ts";

/** Data directories that former versions wrote are read, run on, tried again, exported and deleted by this one. */

const names = readdirSync(import.meta.dirname).flatMap((file) => (file.endsWith(".tgz") ? [file.slice(0, -4)] : []));

test("there is a recording of the first version that shops ran", () => {
  expect(names).toContain("a73ae73");
});

interface Row {
  readonly number: string;
  readonly status: string;
  readonly reason?: string;
  readonly attempts: number;
}

/** How long after the kill it is started again: a webhook's delivery and a scheduled campaign have come due by then. */
const laterMs = 180_000;

describe.each(names)("a data directory of %s", (name) => {
  let dir: string;
  let stack: Stack;
  let client: Client;
  let recorded: Recorded;
  let receiver: Server;
  const received = new Set<string>();

  const rowsOf = (base: string, campaignId: string) =>
    person.everyRow<Row>(client, `${base}/campaigns/${campaignId}/recipients`);
  const arrivedAt = async (session: string, start: string) =>
    (await person.deliveriesOf(client, session)).filter(({ body }) => body.startsWith(start)).map(({ to }) => to);

  /** Each number of the campaign has an outcome, those that were reached got one message, the others none. */
  async function expectEachOnce(base: string, campaignId: string, start: string, wanted: readonly string[]) {
    const session = base === shop ? "shop" : "cabang";
    await person.untilStatus(client, session, campaignId, "completed");
    const rows = await rowsOf(base, campaignId);
    expect(rows.map(({ number }) => number).sort()).toEqual([...wanted].sort());
    const reached = rows.filter(({ status }) => /^(sent|delivered|read|replied)$/.test(status));
    expect(rows.filter((row) => !reached.includes(row) && !/^(failed|skipped)$/.test(row.status))).toEqual([]);
    await until(
      () => arrivedAt(session, start),
      (arrived) => arrived.length >= reached.length,
      `messages of ${campaignId} arrived`,
    );
    expect((await arrivedAt(session, start)).sort()).toEqual(reached.map(({ number }) => number).sort());
    const { counts } = await person.campaignOf(client, session, campaignId);
    for (const [state, count] of Object.entries(counts)) {
      if (state === "notReached") continue;
      expect([state, count]).toEqual([state, rows.filter(({ status }) => status === state).length]);
    }
    return rows;
  }

  beforeAll(async () => {
    recorded = JSON.parse(await readFile(join(import.meta.dirname, `${name}.json`), "utf8")) as Recorded;
    dir = await mkdtemp(join(tmpdir(), "wab-recorded-"));
    await extract({ file: join(import.meta.dirname, `${name}.tgz`), cwd: dir });
    expect(await readdir(dir)).toEqual(["data"]);
    receiver = createServer((req, res) => {
      void json(req).then((event) => {
        received.add((event as { readonly id: string }).id);
        res.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const clock = pathToFileURL(join(import.meta.dirname, "moved-clock.ts")).href;
    stack = await startStack({
      dataDir: join(dir, "data"),
      apiKey: recordedKey,
      nodeFlags: ["--import", clock],
      env: {
        IN_DOUBT_AFTER_MS: "1500",
        WEBHOOK_ALLOW_LOOPBACK: "true",
        CLOCK_MOVED_BY_MS: String(recorded.recordedAt + laterMs - Date.now()),
      },
    });
    client = new Client(stack.url, recordedKey);
  });
  afterAll(async () => {
    await stack.end();
    receiver.close();
    await rm(dir, { recursive: true, force: true });
  });

  test("is answered as it was then", async () => {
    for (const path of recordedPaths(recorded.ids)) {
      // Later versions may tell more; what was told then still holds.
      expect([path, await client.get(path)]).toMatchObject([path, recorded.answers[path]]);
    }
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
    await client.send("PUT", `/api/whatsapp/webhooks/${recorded.ids.webhookId}`, { json: { url } });
  });

  test("is exported as it was then", async () => {
    type Line = Readonly<Record<string, string>>;
    // The language of a sentence is the request's, which a former version did not ask about everywhere.
    const linesOf = (csv: string) =>
      parse<Line>(csv, { columns: true, bom: true }).map(({ reason: _sentence, ...line }) => line);
    for (const path of recordedReports(recorded.ids)) {
      const then = linesOf(recorded.answers[path] as string);
      const now = new Map(linesOf(await client.text(path)).map((line) => [line["number"], line]));
      expect(then.length).toBeGreaterThan(0);
      for (const line of then) expect([path, now.get(line["number"])]).toMatchObject([path, line]);
    }
  });

  test("is halted still, where it was, until that is lifted", async () => {
    const path = "/api/whatsapp/operations/sending";
    const { data } = await client.get<DataOf<{ readonly halted: boolean; readonly reason?: string }>>(path);
    expect([data.halted, data.reason]).toEqual([recorded.haltedBecause !== undefined, recorded.haltedBecause]);
    await client.send("PUT", path, { json: { halted: false } });
  });

  test("has its sessions as they were: connected again without a scan, waiting for one, logged out, stopped", async () => {
    for (const sessionId of ["shop", "cabang"]) {
      expect(await person.untilConnected(client, sessionId)).toMatchObject({ connected: true, state: "ready" });
    }
    expect(await person.statusOf(client, "keluar")).toMatchObject({ connected: false, state: "logged_out" });
    expect(await person.statusOf(client, "baru")).toMatchObject({ connected: false, state: "stopped" });
    await until(
      () => client.get<{ readonly qrCode?: string }>("/qrcode", { "user-id": "menunggu" }),
      ({ qrCode }) => qrCode !== undefined,
      "the session that was not linked shows a code",
    );
  });

  test("has a running campaign that goes on by itself, and one that came due meanwhile: each contact once", async () => {
    const { ids, numbers } = recorded;
    await expectEachOnce(branch, ids.running, "Jalan, ", numbers.branch);
    await expectEachOnce(branch, ids.due, "Terjadwal, ", numbers.branch);
  });

  test("has a paused campaign that goes on: each of the others once, opt-outs and their withdrawal hold", async () => {
    const { ids, numbers } = recorded;
    await client.send("POST", `${shop}/campaigns/${ids.paused}/resume`);
    const audience = [...numbers.all, "6281276543210", "6281276543211"];
    const rows = await expectEachOnce(shop, ids.paused, "Sore, ", audience);
    const outcomeOf = (number: string) => rows.find((row) => row.number === number);
    for (const number of [numbers.optsOutByHand, numbers.optsOutByReply]) {
      expect(outcomeOf(number)).toMatchObject({ status: "skipped", reason: "opted_out" });
    }
    expect(outcomeOf(numbers.unknown)).toMatchObject({ status: "failed", reason: "not_on_whatsapp" });
    expect(outcomeOf(numbers.comesBack)?.status).toMatch(/^(sent|delivered|read)$/);
  });

  test("has failed recipients that are tried again, and one in doubt whose message came after all", async () => {
    const { ids, numbers } = recorded;
    await client.send("PUT", `/_simulator/numbers/${numbers.refuses}`, { json: { refuses: false } });
    await client.post(`${shop}/campaigns/${ids.triedAgain}/retry`, { statuses: ["failed"] });
    const rows = await expectEachOnce(shop, ids.triedAgain, "Lagi, ", [numbers.refuses, numbers.unknown]);
    expect(rows.find(({ number }) => number === numbers.refuses)?.attempts).toBe(3);
    const doubted = await until(
      () => rowsOf(branch, ids.inDoubt),
      ([row]) => row?.status !== "in_doubt",
      "the page hands its message over once more",
    );
    expect(await arrivedAt("cabang", "Sampai?")).toEqual(doubted.map(({ number }) => number));
  });

  test("has a stopped campaign whose remainder is sent", async () => {
    const { ids, numbers } = recorded;
    const before = await rowsOf(shop, ids.stopped);
    const { data } = await client.post<DataOf<person.Taken>>(`${shop}/send`, {
      remainderOf: ids.stopped,
      pacing: { minGapMs: 0, maxGapMs: 0 },
    });
    await person.untilStatus(client, "shop", data.campaignId, "completed");
    const rows = await rowsOf(shop, data.campaignId);
    const audience = [...numbers.all, "6281276543210", "6281276543211"];
    expect([...before, ...rows].map(({ number }) => number).sort()).toEqual(audience.sort());
    const arrived = await arrivedAt("shop", "Siang, ");
    expect(new Set(arrived).size).toBe(arrived.length);
  });

  test("has an import that was cut off, and goes on", async () => {
    const { importListId, cutOffImportId } = recorded.ids;
    const { added, state } = await person.untilImported(client, `${branch}/lists/${importListId}`, cutOffImportId);
    expect([state, added]).toEqual(["completed", 300]);
  });

  test("has keys and a repeat that hold, and deliveries that reach a receiver that is back", async () => {
    const reader = client.withKey(recorded.readersKey);
    expect((await reader.ask("GET", `${shop}/lists`)).status).toBe(200);
    expect((await reader.ask("GET", `${branch}/lists`)).status).toBe(404);
    const { path, key, body, answer } = recorded.repeat;
    const repeat = await client.ask("POST", path, { json: body, headers: { "idempotency-key": key } });
    expect([repeat.headers.get("idempotency-replayed"), repeat.body]).toMatchObject(["true", answer]);

    await until(
      async () => recorded.undelivered.filter((eventId) => !received.has(eventId)),
      (left) => left.length === 0,
      "what waited for the receiver is received",
      90_000,
    );
  });

  test("has opt-outs that can be taken back, and is deleted: nothing of its lists, campaigns and sessions is left", async () => {
    const { ids, numbers } = recorded;
    for (const number of [numbers.optsOutByHand, numbers.optsOutByReply]) {
      await client.send("DELETE", `/api/whatsapp/opt-outs/${number}`);
    }
    expect(await client.get("/api/whatsapp/opt-outs")).toMatchObject({ data: [] });
    for (const [base, campaignId] of [
      [shop, ids.scheduled],
      [shop, ids.finished],
      [branch, ids.inDoubt],
    ]) {
      await client.send("DELETE", `${base}/campaigns/${campaignId}`);
    }
    // Logged out first: otherwise the sweep finds that its worker did so, up to a minute later.
    for (const sessionId of ["shop", "cabang"]) {
      await client.send("POST", "/logout", { headers: { "user-id": sessionId } });
      await until(
        () => person.statusOf(client, sessionId),
        ({ state }) => state === "logged_out",
        `session ${sessionId} is logged out`,
      );
    }
    for (const sessionId of ["shop", "cabang", "keluar", "baru"]) {
      await client.send("DELETE", `/api/whatsapp/sessions/${sessionId}?confirm=${sessionId}`);
    }
    const { env } = JSON.parse(await readFile(join(dir, "data", "stack.json"), "utf8")) as {
      readonly env: Readonly<Record<string, string>>;
    };
    Object.assign(process.env, embeddedCredentials);
    const tables = documentClient(env);
    const itemsLeft = async () => {
      const left: string[] = [];
      for (const TableName of [env["REGISTRY_TABLE"], env["DELIVERY_TABLE"]]) {
        const { Items = [] } = await tables.send(new ScanCommand({ TableName }));
        left.push(...Items.map(({ pk, sk }) => `${String(pk)} ${String(sk)}`));
      }
      return left;
    };
    // Keys, webhooks, numbers and the audit trail are the tenant's; the timer of a deleted campaign goes when it is due.
    await until(
      async () => (await itemsLeft()).filter((item) => /#[SLC]#/.test(item) && !item.endsWith(" TIMER")),
      (left) => left.length === 0,
      "all that was of its sessions is gone",
      90_000,
    );
  });
});
