import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack, type Stack } from "../../support/stack.ts";
import { Client } from "../client.ts";
import * as person from "../steps.ts";

/** A backup is put back as docs/deploy.md says: what it lost is known, and nobody gets a message again. */

const apiKey = "operator-of-the-restore-test";
const numbers = person.numbersOf(7, 8);

let dir: string;
let dataDir: string;
let stack: Stack;
let client: Client;

async function start(noWorker?: true): Promise<void> {
  stack = await startStack({ dataDir, apiKey, ...(noWorker === undefined ? {} : { noWorker }) });
  client = new Client(stack.url, apiKey);
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "wab-restore-"));
  dataDir = join(dir, "data");
});
afterAll(async () => {
  await stack.kill();
  await rm(dir, { recursive: true, force: true });
});

/** Tables, queues and files, as they were; what phones received is not ours to take back. */
async function putBack(backup: string): Promise<void> {
  for (const part of await readdir(dataDir)) {
    if (part !== "simulator") await rm(join(dataDir, part), { recursive: true });
  }
  for (const part of await readdir(backup)) {
    if (part !== "simulator") await cp(join(backup, part), join(dataDir, part), { recursive: true });
  }
}

test("a campaign that ran on after the backup is stopped before a worker runs, and nobody gets it twice", async () => {
  await start();
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: null } });
  await person.link(client, "shop", "628111000222");
  const listId = await person.aList(client, "shop", "Pelanggan", numbers);
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 300 });
  await person.untilDeliveries(client, "shop", 3);
  await stack.end();
  const backup = join(dir, "backup");
  await cp(dataDir, backup, { recursive: true });

  await start();
  await person.aList(client, "shop", "Setelah cadangan", []);
  await person.untilStatus(client, "shop", campaignId, "completed");
  expect(await person.deliveriesOf(client, "shop")).toHaveLength(numbers.length);
  await stack.end();

  await putBack(backup);
  await start(true);
  expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({ status: "running" });
  const lists = await person.everyRow<person.ListView>(client, `${person.broadcastOf("shop")}/lists`);
  expect(lists.map(({ name }) => name)).toEqual(["Pelanggan"]);
  await client.send("POST", `${person.broadcastOf("shop")}/campaigns/${campaignId}/stop`);
  await stack.end();

  await start();
  await person.untilConnected(client, "shop");
  // The session works again: it sends what is asked for from now on, and nothing of what was stopped.
  const after = await person.aList(client, "shop", "Danach", person.numbersOf(8, 1));
  const next = await person.launch(client, "shop", { listId: after, message: "Halo lagi", gapMs: 0 });
  await person.untilStatus(client, "shop", next.campaignId, "completed");
  const arrived = (await person.deliveriesOf(client, "shop")).map(({ to }) => to);
  expect(arrived.toSorted()).toEqual([...numbers, ...person.numbersOf(8, 1)].toSorted());
  expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({ status: "stopped" });
});
