import { spawn } from "node:child_process";
import { on } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browserFlags, findChromium } from "../../worker/whatsapp/chromium.ts";
import { memoryOf, treeOf } from "../../worker/whatsapp/processes.ts";
import { Client } from "../e2e/client.ts";
import { broadcastOf, campaignOf, link } from "../e2e/steps.ts";
import { startStack } from "../support/stack.ts";
import { startTask } from "../support/workers.ts";
import type { BareOrder, BareWord } from "./bare-library.ts";
import { median, type Figure } from "./figure.ts";
import { pause } from "./local-stack.ts";

/**
 * The worker on whatsapp-web.js in a browser, against the library alone in another process, on the same simulated page. The
 * network takes as long as it does when nobody tells it otherwise, 50 ms for a message; both wait for its word. A loop that
 * does not wait, and a network that answers at once, are told beside it.
 */

const messages = 200;
const rounds = 3;
const bareNumber = "628999000999";
const mebibyte = 1024 * 1024;

export async function measureBrowser(): Promise<readonly Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "bench-browser-"));
  const stack = await startStack({ dataDir, apiKey: "k", engine: "browser-simulator", noWorker: true });
  const worker = await startTask(dataDir);
  const client = new Client(stack.url, "k");
  const bare = await startBare(dataDir);
  try {
    await bare.link(client);
    await link(client, "bench", "628999000111");
    const idle = memoryInMb(worker.pid, bare.pid);
    const pairs: { readonly own: number; readonly bare: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      pairs.push({
        bare: await bare.send({ send: messages, round, waits: true }),
        own: await campaign(client, round),
      });
    }
    await pause(3_000);
    const after = memoryInMb(worker.pid, bare.pid);
    const unheard = await bare.send({ send: messages, round: rounds, waits: false });
    await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0 } });
    const atOnce = {
      bare: await bare.send({ send: messages, round: rounds + 1, waits: true }),
      own: await campaign(client, rounds + 1),
    };
    const ratio = median(pairs.map((pair) => pair.own / pair.bare));
    const above = after.own / after.bare - 1;
    return [
      {
        name: "campaign in a browser, messages/s of bare sendMessage",
        value: ratio,
        unit: "x",
        against: `whatsapp-web.js alone, sendMessage that waits for the server, one after the other, ${messages} messages, median of ${rounds} pairs`,
        bound: ">= 0.7",
        kept: ratio >= 0.7,
        details: {
          "campaign messages/s": median(pairs.map(({ own }) => own)),
          "bare sendMessage messages/s": median(pairs.map((pair) => pair.bare)),
          "bare sendMessage that waits for nobody, messages/s": unheard,
          "server that answers at once, campaign messages/s": atOnce.own,
          "server that answers at once, bare messages/s": atOnce.bare,
        },
      },
      {
        name: "worker with one session above the bare library",
        value: above * 100,
        unit: "%",
        against: "PSS of the library's process and its browser, after as many messages",
        bound: "<= 10",
        kept: above <= 0.1,
        details: {
          "worker and browser, MB": after.own,
          "of that the worker's process": after.ownProcess,
          "library and browser, MB": after.bare,
          "of that the library's process": after.bareProcess,
          "before any message, MB": `${Math.round(idle.own)} and ${Math.round(idle.bare)}`,
        },
      },
    ];
  } finally {
    bare.child.kill("SIGTERM");
    worker.child.kill("SIGTERM");
    await Promise.all([bare.ended, worker.ended]);
    await stack.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const memoryInMb = (own: number, bare: number) => ({
  own: memoryOf(treeOf(own)) / mebibyte,
  ownProcess: memoryOf([own]) / mebibyte,
  bare: memoryOf(treeOf(bare)) / mebibyte,
  bareProcess: memoryOf([bare]) / mebibyte,
});

/** From the request to the last message's arrival. */
async function campaign(client: Client, round: number): Promise<number> {
  const base = broadcastOf("bench");
  const { data: list } = await client.post<{ readonly data: { readonly listId: string } }>(`${base}/lists`, {
    name: `round ${round}`,
  });
  const contacts = Array.from({ length: messages }, (_, index) => ({
    number: `62814${round}${String(index).padStart(7, "0")}`,
    name: `N${index}`,
  }));
  await client.post(`${base}/lists/${list.listId}/contacts`, { contacts });
  await client.send("DELETE", "/_simulator/deliveries");
  const startedAt = Date.now();
  const { data } = await client.post<{ readonly data: { readonly campaignId: string } }>(`${base}/send`, {
    listId: list.listId,
    message: "Halo {{ name }}",
    pacing: { minGapMs: 0, maxGapMs: 0, perDay: 100_000 },
  });
  // Asked seldom: what answers is part of the same machine.
  while ((await campaignOf(client, "bench", data.campaignId)).status !== "completed") await pause(1_000);
  // The last ones are on their way to the phones.
  await pause(1_000);
  const deliveries =
    await client.get<readonly { readonly to: string; readonly receivedAt: string }[]>("/_simulator/deliveries");
  // The last ones of the library alone may still have been on their way to the phones.
  const arrived = deliveries.filter(({ to }) => to.startsWith(`62814${round}`));
  if (arrived.length !== messages || new Set(arrived.map(({ to }) => to)).size !== messages)
    throw new Error(`${arrived.length} messages arrived, wanted one each for ${messages} contacts`);
  return messages / ((Date.parse(arrived.at(-1)?.receivedAt ?? "") - startedAt) / 1000);
}

/** The library in a process of its own. */
async function startBare(dataDir: string) {
  const { wayIn } = JSON.parse(await readFile(join(dataDir, "stack.json"), "utf8")) as {
    readonly wayIn: { readonly flags: readonly string[] };
  };
  const chromium = await findChromium({ chromePath: process.env["CHROME_PATH"] });
  const flags = browserFlags(wayIn.flags, process.getuid?.() === 0);
  const child = spawn(
    process.execPath,
    ["test/bench/bare-library.ts", chromium.path, join(dataDir, "bare"), bareNumber, ...flags],
    { env: { ...process.env, ...chromium.env }, stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const words = on(child, "message");
  const word = async <Type extends BareWord["type"]>(type: Type): Promise<Extract<BareWord, { type: Type }>> => {
    for (;;) {
      const next = await words.next();
      const [said] = (next.value ?? []) as readonly BareWord[];
      if (said?.type === type) return said as Extract<BareWord, { type: Type }>;
      if (next.done === true) throw new Error("the library's process ended");
    }
  };
  return {
    child,
    ended,
    pid: child.pid ?? 0,
    link: async (client: Client) => {
      const { code } = await word("code");
      await client.post("/_simulator/sessions/bare/type-code", { code, number: bareNumber });
      await word("ready");
    },
    send: async (order: BareOrder): Promise<number> => {
      child.send(order);
      const { ms } = await word("sent");
      return order.send / (ms / 1000);
    },
  };
}
