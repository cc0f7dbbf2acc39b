import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { memoryOf, treeOf } from "../../../worker/whatsapp/processes.ts";
import { Client } from "../../e2e/client.ts";
import { aList, broadcastOf, campaignOf, link, numbersOf } from "../../e2e/steps.ts";
import { startStack, until } from "../../support/stack.ts";
import { browsersOf, startWorker, untilGone, type WorkerProcess } from "../../support/workers.ts";
import type { HeapWord } from "./heap-probe.ts";
import { trendOf, type Trend } from "./trend.ts";

/**
 * One worker with several sessions in real browsers that send without a gap for minutes on end: what it and they take of
 * the machine, and how fast that grows.
 */

interface SoakResult {
  readonly messages: number;
  readonly trends: ReadonlyMap<string, Trend>;
  /** One line a broken promise. */
  readonly broken: readonly string[];
}

/** Growth in ten minutes that is no leak. Browsers hold every message that the simulated page keeps. */
const bounds: Readonly<Record<string, number>> = {
  "worker JS heap MB": 3,
  "worker external MB": 3,
  "worker files open": 3,
  "worker resources waited for": 3,
  "browsers' processes": 1,
  "browsers' files open": 10,
};
const mebibyte = 1024 * 1024;
const sampleMs = 10_000;
/** What is only warming up says nothing of a trend. */
const warmUpShare = 0.2;

export async function soak(minutes: number, sessionCount = 3): Promise<SoakResult> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-soak-"));
  const stack = await startStack({ dataDir, apiKey: "k", engine: "browser-simulator", noWorker: true });
  let worker: WorkerProcess | undefined;
  try {
    const client = new Client(stack.url, "k");
    // The server's word takes as long as on a good line, which leaves the machine some room.
    await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 100, deliverMs: 50, readMs: 200 } });
    worker = await startWorker({ dataDir, ipc: true, nodeFlags: ["--import", "./test/chaos/browsers/heap-probe.ts"] });
    const sessions = Array.from({ length: sessionCount }, (_, index) => `shop-${index}`);
    for (const [index, session] of sessions.entries()) await link(client, session, `62811100011${index}`);
    const until = Date.now() + minutes * 60_000;
    const sending = Promise.all(sessions.map((session, index) => keepSending(client, session, index, until)));
    const samples = await sampleUntil(worker, until);
    const messages = (await sending).reduce((sum, count) => sum + count, 0);
    const trends = new Map([...samples].map(([name, all]) => [name, trendOf(all)]));
    const broken = [...trends].flatMap(([name, { perTenMinutes }]) =>
      perTenMinutes > (bounds[name] ?? Infinity) ? [`${name}: ${perTenMinutes.toFixed(1)} in ten minutes`] : [],
    );
    const tree = treeOf(worker.pid);
    worker.child.kill("SIGTERM");
    await worker.ended;
    await untilGone(tree);
    return { messages, trends, broken };
  } finally {
    worker?.child.kill("SIGKILL");
    await stack.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** One campaign after the other to the same people. @returns how many messages were sent */
async function keepSending(client: Client, session: string, block: number, endsAt: number): Promise<number> {
  const listId = await aList(client, session, "all", numbersOf(block, 500));
  let messages = 0;
  while (Date.now() < endsAt) {
    const { data } = await client.post<{ readonly data: { readonly campaignId: string } }>(
      `${broadcastOf(session)}/send`,
      {
        listId,
        message: "Halo {{ name }}",
        allowDuplicate: true,
        pacing: { minGapMs: 0, maxGapMs: 0, perDay: 100_000 },
      },
    );
    const last = await until(
      async () => {
        await wait(1_000);
        return await campaignOf(client, session, data.campaignId);
      },
      ({ status }) => status !== "running" || Date.now() >= endsAt,
      "the campaign is completed",
      600_000,
    );
    messages += last.totals["sent"] ?? 0;
    if (last.status === "running") {
      await client.send("POST", `${broadcastOf(session)}/campaigns/${data.campaignId}/stop`);
    } else if (last.status !== "completed") {
      throw new Error(`a campaign of ${session} is ${last.status}`);
    }
  }
  return messages;
}

async function sampleUntil(worker: WorkerProcess, endsAt: number) {
  const startedAt = Date.now();
  const warmUntil = startedAt + (endsAt - startedAt) * warmUpShare;
  const samples = new Map<string, { readonly atMs: number; readonly value: number }[]>();
  for (let round = 1; Date.now() < endsAt; round += 1) {
    await wait(Math.max(0, startedAt + round * sampleMs - Date.now()));
    if (Date.now() < warmUntil) continue;
    const atMs = Date.now();
    for (const [name, value] of Object.entries(await takenBy(worker))) {
      const all = samples.get(name) ?? [];
      all.push({ atMs, value });
      samples.set(name, all);
    }
  }
  return samples;
}

async function takenBy({ pid, child }: WorkerProcess): Promise<Record<string, number>> {
  const answer = once(child, "message") as Promise<[HeapWord]>;
  child.send("heap");
  const [{ heapUsed, external, resources }] = await answer;
  const ofBrowsers = browsersOf(pid).flatMap((browser) => treeOf(browser));
  const sum = async (pids: readonly number[], of: (pid: number) => Promise<number>): Promise<number> =>
    (await Promise.all(pids.map((one) => of(one).catch(() => 0)))).reduce((all, one) => all + one, 0);
  return {
    "worker RSS MB": (await rssOf(pid)) / mebibyte,
    "worker PSS MB": memoryOf([pid]) / mebibyte,
    "worker JS heap MB": heapUsed / mebibyte,
    "worker external MB": external / mebibyte,
    "worker files open": await filesOf(pid),
    "worker resources waited for": resources,
    "browsers' RSS MB": (await sum(ofBrowsers, rssOf)) / mebibyte,
    "browsers' PSS MB": memoryOf(ofBrowsers) / mebibyte,
    "browsers' processes": ofBrowsers.length,
    "browsers' files open": await sum(ofBrowsers, filesOf),
  };
}

async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1_024;
}

const filesOf = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length;

export function soakLines(minutes: number, { messages, trends }: SoakResult): readonly string[] {
  const lines = [...trends].map(([name, { perTenMinutes, first, last }]) => {
    const signed = `${perTenMinutes < 0 ? "" : "+"}${perTenMinutes.toFixed(1)}`;
    return `  ${name.padEnd(30)} ${signed.padStart(8)}   ${first.toFixed(1)} to ${last.toFixed(1)}`;
  });
  return [`soak        ${minutes} min, ${messages} messages; growth in ten minutes, first and last sample:`, ...lines];
}
