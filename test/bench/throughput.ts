import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../aws/clients.ts";
import { envNames } from "../../aws/names.ts";
import { noMeter } from "../../aws/meter.ts";
import { openStores, type Stores } from "../../aws/stores.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import { createResources } from "../../local/resources.ts";
import { SimulatedWhatsApp } from "../../simulator/engine.ts";
import { Network } from "../../simulator/network.ts";
import { defaultWorkerSettings } from "../../worker/settings.ts";
import { Worker } from "../../worker/worker.ts";
import { startAwsProcess, stopAwsProcess } from "../support/embedded-aws.ts";
import { median, type Figure } from "./figure.ts";

const messages = 500;
const rounds = 7;
const tenantId = "bench";
const quiet = { info: () => undefined, warn: console.warn, error: console.error };

/** Messages a second of a whole campaign, against a loop that sends and writes three items a message. */
export async function measureThroughput(): Promise<Figure> {
  const aws = await startAwsProcess();
  const dir = mkdtempSync(join(tmpdir(), "bench-"));
  const network = new Network({ clock: systemClock, random: Math.random });
  try {
    const env = await createResources(aws.endpoints, { prefix: "bench", maxWorkers: 1 });
    Object.assign(process.env, env);
    const stores = openStores(env);
    network.setBehaviour({ acceptMs: 0, deliverMs: 0, readMs: null });
    const whatsApp = new SimulatedWhatsApp({ network, clock: systemClock, startMs: 0 });
    const connection = await link(network, whatsApp, join(dir, "bare"));
    const client = documentClient(env);
    const pairs: { readonly bare: number; readonly own: number }[] = [];
    const ending = new AbortController();
    const worker = new Worker(
      {
        ...stores,
        profiles: stores.files,
        mediaFiles: stores.files,
        whatsApp,
        clock: systemClock,
        random: Math.random,
        nonce: randomUUID,
        log: quiet,
        meter: noMeter,
        settings: { ...defaultWorkerSettings, maxWorkers: 1, onUnknown: "resend", profileRoot: join(dir, "worker") },
      },
      "bench",
    );
    const running = worker.run(ending.signal);
    await linkSession(stores, network);
    for (let round = 0; round < rounds; round += 1) {
      const bare = await bareLoop(connection, client, env[envNames.deliveryTable] ?? "", round);
      pairs.push({ bare, own: await campaign(stores, round) });
    }
    ending.abort();
    await running;
    await connection.close();
    client.destroy();
    // Each campaign is held against the loop right before it: what else the machine does weighs on both alike.
    const ratio = median(pairs.map(({ own, bare }) => own / bare));
    return {
      name: "campaign, messages/s of a bare loop",
      value: ratio,
      unit: "x",
      against: `a loop that sends and writes three items a message, one after the other, ${messages} messages, median of ${rounds} pairs`,
      bound: ">= 0.6",
      kept: ratio >= 0.6,
      details: {
        "campaign messages/s": median(pairs.map(({ own }) => own)),
        "bare loop messages/s": median(pairs.map(({ bare }) => bare)),
      },
    };
  } finally {
    network.close();
    await stopAwsProcess(aws);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function bareLoop(
  connection: WhatsAppConnection,
  client: ReturnType<typeof documentClient>,
  TableName: string,
  round: number,
): Promise<number> {
  const put = (sk: string, index: number) =>
    client.send(
      new PutCommand({ TableName, Item: { pk: `bare-${round}-${index}`, sk, state: sk, text: "x".repeat(300) } }),
    );
  const startedAt = performance.now();
  for (let index = 0; index < messages; index += 1) {
    await put("claim", index);
    await connection.send({
      messageId: `3EB0${String(round).padStart(4, "0")}${String(index).padStart(14, "0")}`,
      to: numberOf(index),
      text: `Halo N${index}`,
    });
    await put("sent", index);
    await put("delivered", index);
  }
  return messages / ((performance.now() - startedAt) / 1000);
}

const numberOf = (index: number): string => `62810${String(index).padStart(8, "0")}`;

async function campaign(stores: Stores, round: number): Promise<number> {
  const now = Date.now();
  const listId = `lst_${round}`;
  const ref = { tenantId, sessionId: "bench" };
  await stores.lists.create({ ...ref, listId, name: listId, contactCount: messages, createdAt: now, updatedAt: now });
  await stores.contacts.saveMany(
    Array.from({ length: messages }, (_, index) => ({
      tenantId,
      listId,
      number: numberOf(index),
      name: `N${index}`,
      fields: {},
      addedAt: now,
      updatedAt: now,
    })),
  );
  const campaignId = `cmp_${round}`;
  const startedAt = performance.now();
  await stores.campaigns.create(
    {
      ...ref,
      campaignId,
      name: campaignId,
      status: "running",
      listIds: [listId],
      excludeListIds: [],
      launchedAt: Date.now(),
      createdAt: now,
      total: messages,
      pacing: { minGapMs: 0, maxGapMs: 0, perDay: 1_000_000 },
      bodyHash: "-",
    },
    { text: "Halo {{ name }}", variables: {} },
  );
  await stores.bell.ring(0, { kind: "campaign", ...ref, campaignId });
  while ((await stores.campaigns.find({ ...ref, campaignId }))?.status !== "completed") await systemClock.wait(100);
  return messages / ((performance.now() - startedAt) / 1000);
}

/** A device of its own for the bare loop. */
async function link(network: Network, whatsApp: SimulatedWhatsApp, profileDir: string): Promise<WhatsAppConnection> {
  const ready = Promise.withResolvers<undefined>();
  const connection = await whatsApp.open({
    profileDir,
    onEvent: (event) => {
      if (event.type === "qr") {
        network.scan({ qr: event.qr, number: "628999000999", session: { tenantId, sessionId: "bare" } });
      }
      if (event.type === "ready") ready.resolve(undefined);
    },
  });
  await ready.promise;
  return connection;
}

async function linkSession(stores: Stores, network: Network): Promise<void> {
  const ref = { tenantId, sessionId: "bench" };
  const now = Date.now();
  await stores.sessions.create({ ...ref, state: "stopped", wanted: false, epoch: 0, since: now, createdAt: now });
  await stores.sessions.want(ref, now);
  let scanned = false;
  for (;;) {
    const session = await stores.sessions.find(ref);
    if (session?.state === "ready") return;
    if (session?.qr !== undefined && !scanned) {
      network.scan({ qr: session.qr, number: "628999000111", session: ref });
      scanned = true;
    }
    await systemClock.wait(50);
  }
}
