import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { treeOf } from "../../../worker/whatsapp/processes.ts";
import { seededRandom } from "../../chaos/seeded-random.ts";
import { startStack, until } from "../../support/stack.ts";
import { browsersOf, startWorker, untilGone, type WorkerProcess } from "../../support/workers.ts";
import { brokenIn, OwnRecord, recordingInto } from "../../support/history/of-processes.ts";
import { judgeBrowserKills, type BrowserKillResult, type Kill, type KillKind } from "./browser-kills-judge.ts";
import { Client } from "../client.ts";
import { aList, campaignOf, deliveriesOf, launch, link } from "../steps.ts";

/**
 * A campaign through whatsapp-web.js in a real browser, without a gap, while the browser, the worker or the worker with its
 * whole machine is killed with SIGKILL at moments drawn from a seed. The page sends by itself, opened anew, what it stored
 * and never saw acknowledged.
 */

interface BrowserKills {
  readonly seed: number;
  readonly kills: readonly KillKind[];
  readonly contacts: number;
  /** Whether the network drops a message id that comes again. */
  readonly dedupe: boolean;
}

/** Shorter than in production, so that a takeover is seen within a test. */
const durations = {
  IN_DOUBT_AFTER_MS: "1500",
  LEASE_BEAT_MS: "400",
  LEASE_SEND_DEADLINE_MS: "2000",
  LEASE_LOSE_AFTER_MS: "3500",
  LEASE_TAKE_AFTER_MS: "5000",
};

/** As many of each kind as of the others, in an order of the seed. */
export function drawKinds(seed: number, count: number): readonly KillKind[] {
  const kinds: readonly KillKind[] = ["browser", "worker", "machine"];
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => ({ kind: kinds[index % kinds.length] ?? "browser", at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ kind }) => kind);
}

export async function killBrowsers({ seed, kills, contacts, dedupe }: BrowserKills): Promise<BrowserKillResult> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-browser-kills-"));
  const random = seededRandom(seed);
  const stack = await startStack({
    dataDir,
    apiKey: "k",
    engine: "browser-simulator",
    noWorker: true,
    env: durations,
  });
  const started = new Set<number>();
  let machine = 1;
  const histories = join(dataDir, "histories");
  const own = new OwnRecord();
  const env = { ...durations, ...recordingInto(histories) };
  const newWorker = () => startWorker({ dataDir, host: `machine-${machine}`, env });
  let worker: WorkerProcess | undefined;
  try {
    worker = await newWorker();
    const client = new Client(stack.url, "k");
    const json = { acceptMs: 20, deliverMs: 20, readMs: null, dedupe };
    await client.send("PUT", "/_simulator/behaviour", { json });
    await link(client, "shop", "628111000111");
    const numbers = Array.from({ length: contacts }, (_, index) => `62812${String(30_000_000 + index)}`);
    const listId = await aList(client, "shop", "all", numbers);
    const launched = () => launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 0 });
    const { campaignId } = await own.request("create", (made) => made.campaignId, launched);
    own.scribe.point("people", "audience", { of: campaignId, numbers });
    const read = () => own.read(campaignId, () => campaignOf(client, "shop", campaignId));
    const arrived = async () => new Set((await deliveriesOf(client, "shop")).map(({ to }) => to)).size;
    const done: Kill[] = [];
    // All of them fall into the campaign: of those that are left, each takes its share at most twice.
    for (const [index, kind] of kills.entries()) {
      const before = await arrived();
      const share = (contacts * 0.95 - before) / (kills.length - index);
      const wanted = before + Math.min(1 + Math.floor(random() * 2 * share), contacts - before - 2);
      await until(arrived, (count) => count >= wanted, `${wanted} messages arrive`, 60_000);
      // Anywhere within a message.
      await wait(random() * 120);
      for (const pid of treeOf(worker.pid)) started.add(pid);
      const { status } = await read();
      const at = Date.now();
      await kill(worker, kind);
      done.push({ kind, at, isAmid: status === "running" });
      if (kind === "browser") continue;
      await worker.ended;
      own.ended(worker.pid);
      if (kind === "machine") machine += 1;
      worker = await newWorker();
    }
    const isOver = ({ status }: { readonly status: string }) => status === "completed";
    await until(read, isOver, "the campaign is completed", 60_000 + contacts * 200);
    for (const pid of treeOf(worker.pid)) started.add(pid);
    const result = await judgeBrowserKills({ client, campaignId, numbers, dedupe, kills: done });
    worker.child.kill("SIGTERM");
    const exit = await worker.ended;
    await untilGone([...started]);
    own.ended(worker.pid);
    own.scribe.point("people", "rows", { of: campaignId, status: "completed", rows: result.rows });
    const broken = [...result.broken, ...brokenIn(histories, join(dataDir, "simulator", "network.jsonl"), own)];
    return { ...result, broken: exit === 0 ? broken : [...broken, `the last worker ended with ${exit}`] };
  } finally {
    worker?.child.kill("SIGKILL");
    await stack.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function kill({ pid, child }: WorkerProcess, kind: KillKind): Promise<void> {
  if (kind !== "browser") {
    child.kill("SIGKILL");
    return;
  }
  const [browser] = await until(
    async () => browsersOf(pid),
    ({ length }) => length > 0,
    "there is a browser to kill",
    30_000,
  );
  if (browser !== undefined) process.kill(browser, "SIGKILL");
}
