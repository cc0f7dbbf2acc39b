import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startStack, type Stack } from "../../support/stack.ts";
import { Client, type DataOf } from "../client.ts";
import * as person from "../steps.ts";

/** A shop on one machine that loses its disk, and goes on from a backup of an hour ago. */

const apiKey = "operator-of-the-backup-test";
const numbers = person.numbersOf(9, 8);
const later = person.numbersOf(10, 3);

let dir: string;
let dataDir: string;
let stack: Stack;
let client: Client;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "wab-backup-"));
  dataDir = join(dir, "data");
});
afterAll(async () => {
  await stack.kill();
  await rm(dir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  stack = await startStack({ dataDir, apiKey });
  client = new Client(stack.url, apiKey);
}
const script = (name: string, ...parameters: readonly string[]) =>
  promisify(execFile)(process.execPath, [`local/backup/run-${name}.ts`, ...parameters, "--data", dataDir]);
const stderrOf = (running: ReturnType<typeof script>) =>
  running.then(
    () => "nothing",
    (error: unknown) => (error as { readonly stderr: string }).stderr,
  );

let campaignId: string;
let scheduledId: string;
const sending = "/api/whatsapp/operations/sending";

test("a backup is made between two runs, in the middle of a campaign that goes on to its end", async () => {
  await start();
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: null } });
  await person.link(client, "shop", "628111000222");
  const listId = await person.aList(client, "shop", "Pelanggan", numbers);
  const laterId = await person.aList(client, "shop", "Nanti", later);
  const sendAt = new Date(Date.now() + 24 * 60 * 60_000).toISOString().slice(0, 16);
  const scheduled = { listId: laterId, message: "Nanti", sendAt, timezone: "UTC" };
  const base = person.broadcastOf("shop");
  scheduledId = (await client.post<DataOf<{ campaignId: string }>>(`${base}/schedule`, scheduled)).data.campaignId;
  ({ campaignId } = await person.launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 300 }));
  await person.untilDeliveries(client, "shop", 3);
  const backup = join(dir, "backup.tgz");
  expect(await stderrOf(script("backup", "--to", backup))).toContain("in use by another `npm start`");
  await stack.end();
  expect((await script("backup", "--to", backup)).stdout).toBe(`${backup} holds what ${dataDir} does\n`);
  await start();
  await person.untilStatus(client, "shop", campaignId, "completed");
  expect(await person.deliveriesOf(client, "shop")).toHaveLength(numbers.length);
  await stack.end();
});

test("a restore into data that are there is refused, and one that broke off keeps anything from starting", async () => {
  const backup = join(dir, "backup.tgz");
  expect(await stderrOf(script("restore", "--from", backup))).toContain(`${dataDir} holds data (dynamodb, sqs-s3`);
  await cp(join(dataDir, "simulator"), join(dir, "simulator"), { recursive: true });
  await rm(dataDir, { recursive: true });
  await mkdir(join(dataDir, "restoring"), { recursive: true });
  await expect(start()).rejects.toThrow("broke off: run it again");
});

test("what was restored sends nothing, and says so; what the backup did not see the end of is stopped", async () => {
  const { stdout } = await script("restore", "--from", join(dir, "backup.tgz"));
  expect(stdout).toContain("Sending is halted; 2 campaigns that were not over are stopped");
  expect((await readdir(dataDir)).sort()).toEqual(["dynamodb", "lock", "sqs-s3"]);
  // What phones received is not ours to take back.
  await cp(join(dir, "simulator"), join(dataDir, "simulator"), { recursive: true });
  await start();
  await person.untilConnected(client, "shop");
  for (const id of [campaignId, scheduledId]) {
    expect(await person.campaignOf(client, "shop", id)).toMatchObject({ status: "stopped" });
  }
  const halted = await client.get<DataOf<{ halted: boolean; reason?: string }>>(sending);
  expect(halted.data.halted).toBe(true);
  expect(halted.data.reason).toMatch(/^restored from a backup/);
});

test("once the operator lifts the halt, it sends what is asked for from then on, and nothing of before", async () => {
  await client.send("PUT", sending, { json: { halted: false } });
  const after = person.numbersOf(11, 1);
  const listId = await person.aList(client, "shop", "Danach", after);
  const next = await person.launch(client, "shop", { listId, message: "Halo lagi", gapMs: 0 });
  await person.untilStatus(client, "shop", next.campaignId, "completed");
  const arrived = (await person.deliveriesOf(client, "shop")).map(({ to }) => to);
  expect(arrived.toSorted()).toEqual([...numbers, ...after].toSorted());
  expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({ status: "stopped" });
  await stack.end();
});
