import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { treeOf } from "../../../worker/whatsapp/processes.ts";
import { Client } from "../../e2e/client.ts";
import {
  aList,
  broadcastOf,
  deliveriesOf,
  everyRow,
  launch,
  link,
  numbersOf,
  statusOf,
  untilStatus,
} from "../../e2e/steps.ts";
import { startStack, until } from "../../support/stack.ts";
import { profilesOf, startWorker, untilGone, type WorkerProcess } from "../../support/workers.ts";

/**
 * Three workers with ten sessions in real browsers, each with a campaign, on the lease of production; one worker is killed
 * with SIGKILL. Its sessions come back elsewhere, without a scan, and all ten campaigns end.
 */

interface TakeoverResult {
  readonly lines: readonly string[];
  /** One line a broken promise. */
  readonly broken: readonly string[];
}

/** How many each worker may run, and how many are linked once it is up. The others have room for the first one's. */
const workerShapes = [
  { capacity: 4, links: 4 },
  { capacity: 5, links: 3 },
  { capacity: 5, links: 3 },
];
const recipients = 120;
const gapMs = 1_000;
/** As docs/failure.md states it, and a start-up of several browsers at once on a machine that is busy. */
const takenWithinMs = 60_000;
const startUpMs = 30_000;

export async function takeover(): Promise<TakeoverResult> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-takeover-"));
  const stack = await startStack({ dataDir, apiKey: "k", engine: "browser-simulator", noWorker: true });
  const workers: WorkerProcess[] = [];
  const sessions: string[] = [];
  try {
    const client = new Client(stack.url, "k");
    await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 20, deliverMs: 20, readMs: null } });
    for (const { capacity, links } of workerShapes) {
      workers.push(await startWorker({ dataDir, env: { SESSIONS_PER_WORKER: String(capacity) } }));
      for (let index = 0; index < links; index += 1) {
        const session = `shop-${sessions.length}`;
        await link(client, session, `6281110001${String(10 + sessions.length)}`);
        sessions.push(session);
      }
    }
    const campaigns = new Map<string, string>();
    for (const [index, session] of sessions.entries()) {
      const listId = await aList(client, session, "all", numbersOf(index, recipients));
      const { campaignId } = await launch(client, session, { listId, message: "Halo {{ name }}", gapMs });
      campaigns.set(session, campaignId);
    }
    await until(
      () => Promise.all(sessions.map((session) => deliveriesOf(client, session))),
      (all) => all.every(({ length }) => length >= 5),
      "every campaign is on its way",
      60_000,
    );
    const [first, ...others] = workers;
    if (first === undefined) throw new Error("there is no worker");
    const orphans = sessions.filter((session) => runs(first, session));
    const tree = treeOf(first.pid);
    first.child.kill("SIGKILL");
    const killedAt = Date.now();
    const back = await Promise.all(orphans.map((session) => untilElsewhere(client, others, session, killedAt)));
    await untilGone(tree);
    const outcomes = await Promise.all(sessions.map((session) => outcomeOf(client, session, campaigns)));
    const seconds = back.map(({ ms }) => (ms / 1000).toFixed(1)).join(", ");
    const inDoubt = outcomes.reduce((sum, outcome) => sum + outcome.inDoubt, 0);
    const broken = [...back.flatMap((one) => one.broken), ...outcomes.flatMap((outcome) => outcome.broken)];
    if (orphans.length !== workerShapes[0]?.links)
      broken.push(`the one that was killed ran ${orphans.length} sessions`);
    if (inDoubt > orphans.length) broken.push(`${inDoubt} in doubt, ${orphans.length} sessions lost their worker`);
    const lines = [
      `takeover    one of ${workers.length} workers killed, ${orphans.length} of ${sessions.length} sessions its own`,
      `  ready elsewhere after, s           ${seconds}`,
      `  recipients                         ${outcomes.reduce((sum, { rows }) => sum + rows, 0)}`,
      `  in doubt                           ${inDoubt}, of messages that were in hand at the kill`,
    ];
    for (const { child, ended } of others) {
      child.kill("SIGTERM");
      const exit = await ended;
      if (exit !== 0) broken.push(`a worker ended with ${exit}`);
    }
    return { lines, broken };
  } finally {
    for (const { child } of workers) child.kill("SIGKILL");
    await stack.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const runs = ({ pid }: WorkerProcess, session: string): boolean =>
  profilesOf(pid).some((dir) => dir.includes(`/${session}/`));

async function untilElsewhere(
  client: Client,
  others: readonly WorkerProcess[],
  session: string,
  killedAt: number,
): Promise<{ readonly ms: number; readonly broken: readonly string[] }> {
  let scans = 0;
  await until(
    () => statusOf(client, session),
    ({ connected, state }) => {
      if (state === "awaiting_qr" || state === "logged_out") scans += 1;
      return connected && others.some((worker) => runs(worker, session));
    },
    `${session} is ready elsewhere`,
    180_000,
  );
  const ms = Date.now() - killedAt;
  const broken = scans > 0 ? [`${session} asked for a scan`] : [];
  return { ms, broken: ms > takenWithinMs + startUpMs ? [...broken, `${session} was back after ${ms} ms`] : broken };
}

async function outcomeOf(client: Client, session: string, campaigns: ReadonlyMap<string, string>) {
  const campaignId = campaigns.get(session) ?? "";
  await untilStatus(client, session, campaignId, "completed", 300_000);
  const path = `${broadcastOf(session)}/campaigns/${campaignId}/recipients`;
  const rows = await everyRow<{ readonly number: string; readonly status: string }>(client, path);
  const doubtful = new Set(rows.filter(({ status }) => status === "in_doubt").map(({ number }) => number));
  const arrivals = await until(
    () => deliveriesOf(client, session),
    ({ length }) => length >= rows.length - doubtful.size,
    `everybody of ${session} has got a message`,
  );
  const broken: string[] = [];
  if (rows.length !== recipients) broken.push(`${rows.length} rows of ${session}, wanted ${recipients}`);
  for (const { number, status } of rows) {
    const times = arrivals.filter(({ to }) => to === number).length;
    const isWell = doubtful.has(number) ? times <= 1 : times === 1 && (status === "sent" || status === "delivered");
    if (!isWell) broken.push(`${number} of ${session} is ${status} and got ${times} messages`);
  }
  return { broken, rows: rows.length, inDoubt: doubtful.size };
}
