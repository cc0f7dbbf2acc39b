import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extract } from "tar";
import { Client } from "../e2e/client.ts";
import * as person from "../e2e/steps.ts";
import { startStack, type Stack } from "../support/stack.ts";
import { recordedKey, recordedPaths, type Recorded } from "./recorded.ts";

/** Data directories that former versions wrote are read by this one: what they held is there, and goes on. */

const names = readdirSync(import.meta.dirname).flatMap((file) => (file.endsWith(".tgz") ? [file.slice(0, -4)] : []));

test("there is a recording of the first version that shops ran", () => {
  expect(names).toContain("a73ae73");
});

describe.each(names)("a data directory of %s", (name) => {
  let dir: string;
  let stack: Stack;
  let client: Client;
  let recorded: Recorded;

  beforeAll(async () => {
    recorded = JSON.parse(await readFile(join(import.meta.dirname, `${name}.json`), "utf8")) as Recorded;
    dir = await mkdtemp(join(tmpdir(), "wab-recorded-"));
    await extract({ file: join(import.meta.dirname, `${name}.tgz`), cwd: dir });
    expect(await readdir(dir)).toEqual(["data"]);
    stack = await startStack({ dataDir: join(dir, "data"), apiKey: recordedKey });
    client = new Client(stack.url, recordedKey);
  });
  afterAll(async () => {
    await stack.end();
    await rm(dir, { recursive: true, force: true });
  });

  test("is answered as it was then", async () => {
    for (const path of recordedPaths(recorded.ids)) {
      // Later versions may tell more; what was told then still holds.
      expect([path, await client.get(path)]).toMatchObject([path, recorded.answers[path]]);
    }
  });

  test("has its sessions connected again, without a scan", async () => {
    for (const sessionId of ["shop", "cabang"]) {
      expect(await person.untilConnected(client, sessionId)).toMatchObject({ connected: true, state: "ready" });
    }
    expect(await person.statusOf(client, "baru")).toMatchObject({ connected: false });
  });

  test("has a paused campaign that goes on: each of the others once, opt-outs and their withdrawal hold", async () => {
    const { ids, numbers, delivered } = recorded;
    const campaign = `${person.broadcastOf("shop")}/campaigns/${ids.paused}`;
    await client.send("POST", `${campaign}/resume`);
    await person.untilStatus(client, "shop", ids.paused, "completed");
    const outcomes = await person.everyRow<{ number: string; status: string; reason?: string }>(
      client,
      `${campaign}/recipients`,
    );
    const [{ rowsRead }, { total }] = [
      (
        await client.get<{ data: person.ImportView }>(
          `${person.broadcastOf("shop")}/lists/${ids.listId}/imports/${ids.importId}`,
        )
      ).data,
      await person.campaignOf(client, "shop", ids.paused),
    ];
    expect([rowsRead, total, outcomes.length]).toEqual([3, numbers.all.length + 2, numbers.all.length + 2]);
    const outcomeOf = (number: string) => outcomes.find((row) => row.number === number);
    for (const number of [numbers.optsOutByHand, numbers.optsOutByReply]) {
      expect(outcomeOf(number)).toMatchObject({ status: "skipped", reason: "opted_out" });
    }
    expect(outcomeOf(numbers.unknown)).toMatchObject({ status: "failed", reason: "not_on_whatsapp" });
    expect(outcomeOf(numbers.comesBack)?.status).toMatch(/^(sent|delivered|read)$/);
    const now = await person.untilDeliveries(client, "shop", delivered.length + 1);
    const evenings = now.filter(({ body }) => body.startsWith("Sore, ")).map(({ to }) => to);
    expect(new Set(evenings).size).toBe(evenings.length);
    const reached = outcomes.filter(({ status }) => /^(sent|delivered|read|replied)$/.test(status));
    expect(evenings.sort()).toEqual(reached.map(({ number }) => number).sort());
  });

  test("has opt-outs that can be taken back", async () => {
    const { optsOutByHand, optsOutByReply } = recorded.numbers;
    for (const number of [optsOutByHand, optsOutByReply]) {
      await client.send("DELETE", `/api/whatsapp/opt-outs/${number}`);
    }
    expect(await client.get("/api/whatsapp/opt-outs")).toMatchObject({ data: [] });
  });
});
