import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { treeOf } from "../../../worker/whatsapp/processes.ts";
import { startStack, type Stack, until } from "../../support/stack.ts";
import { browsersOf, startTask, untilGone, type WorkerProcess, zombiesOf } from "../../support/workers.ts";
import { Client } from "../client.ts";
import * as person from "../steps.ts";

/** The entry point of the Fargate task with a session in a real browser, told to end by each signal in turn. */

jest.setTimeout(120_000);

const dataDir = mkdtempSync(join(tmpdir(), "signals-e2e-"));
const numbers = person.numbersOf(1, 60);
let stack: Stack;
let client: Client;
let campaignId: string;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  stack = await startStack({ dataDir, engine: "browser-simulator", noWorker: true });
  client = new Client(stack.url, stack.apiKey);
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: null } });
  worker = await startTask(dataDir);
  await person.link(client, "shop", "628111000111");
  const listId = await person.aList(client, "shop", "all", numbers);
  ({ campaignId } = await person.launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 150 }));
});
afterAll(async () => {
  worker?.child.kill("SIGKILL");
  await stack.end();
  rmSync(dataDir, { recursive: true, force: true });
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "%s in the middle of a campaign: everything is given back, no process is left, and the next one goes on without a scan",
  async (signal) => {
    worker ??= await startTask(dataDir);
    await person.untilConnected(client, "shop", 40_000);
    const { length: before } = await person.deliveriesOf(client, "shop");
    await person.untilDeliveries(client, "shop", before + 5);
    const { pid, child, ended } = worker;
    const tree = treeOf(pid);
    expect(browsersOf(pid)).toHaveLength(1);
    expect(zombiesOf(pid)).toEqual([]);
    child.kill(signal);
    expect(await ended).toBe(0);
    await untilGone(tree);
    worker = undefined;
    expect(await person.statusOf(client, "shop")).toMatchObject({ connected: false, state: "disconnected" });
    expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({ status: "running" });
  },
);

test("after all of them everybody has got the message once, and nobody is in doubt", async () => {
  worker = await startTask(dataDir);
  await person.untilStatus(client, "shop", campaignId, "completed", 60_000);
  const deliveries = await until(
    () => person.deliveriesOf(client, "shop"),
    ({ length }) => length >= numbers.length,
    "every message has arrived",
  );
  expect(deliveries.map(({ to }) => to).sort()).toEqual(numbers);
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
});
