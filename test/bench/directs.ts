import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentClient } from "../../aws/clients.ts";
import { envNames } from "../../aws/names.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { Api } from "../../local/demo/api.ts";
import { createResources } from "../../local/resources.ts";
import { SimulatedWhatsApp } from "../../simulator/engine.ts";
import { Network } from "../../simulator/network.ts";
import { startAwsProcess, stopAwsProcess } from "../support/embedded-aws.ts";
import { median, type Figure } from "./figure.ts";
import { linkSession, pause, withStack } from "./local-stack.ts";

const sessions = ["a", "b", "c", "d"];
const messages = 200;
const timed = 12;
/** Above the second that messages of a session are apart: it measures the answer, not the distance. */
const apartMs = 1_200;
const mostMs = 300;

/** What a caller of /send-message waits, and how many go a second where no distance is kept. */
export async function measureDirects(): Promise<readonly Figure[]> {
  const answers = await withStack(async (api) => {
    await linkAll(api);
    const answered = await Promise.all(sessions.map((session) => timeAnswers(api, session)));
    return answered.flat();
  });
  const perSecond = await withStack(
    async (api) => {
      await linkAll(api);
      return await sendAll(api);
    },
    { [envNames.directGapMs]: "0" },
  );
  const bare = await bareRate();
  return [
    {
      name: "answer of send-message",
      value: median(answers),
      unit: "ms",
      against: `one in flight a session on ${sessions.length} sessions, ${answers.length} messages ${apartMs} ms apart, median`,
      bound: `< ${mostMs}`,
      kept: median(answers) < mostMs,
      details: { "slowest ms": Math.max(...answers) },
    },
    {
      name: "direct messages, messages/s of a bare loop",
      value: perSecond / bare,
      unit: "x",
      against: `${messages} messages over HTTP on ${sessions.length} sessions without a distance; ${sessions.length} loops that send and write the same rows`,
      bound: ">= 0.5",
      kept: perSecond / bare >= 0.5,
      details: { "direct messages/s": perSecond, "bare loops messages/s": bare },
    },
  ];
}

async function linkAll(api: Api): Promise<void> {
  await api.send("PUT", "/_simulator/behaviour", { acceptMs: 0, deliverMs: 0, readMs: null });
  for (const [index, session] of sessions.entries()) await linkSession(api, session, `62811100090${index}`);
}

const send = (api: Api, session: string, index: number) =>
  api.send("POST", "/send-message", { number: numberOf(index), message: `Halo ${index}` }, { "user-id": session });

const numberOf = (index: number): string => `62811${String(index).padStart(8, "0")}`;

async function timeAnswers(api: Api, session: string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < timed; index += 1) {
    const startedAt = performance.now();
    await send(api, session, index);
    times.push(performance.now() - startedAt);
    await pause(apartMs);
  }
  // The first one wakes everything up.
  return times.slice(1);
}

async function sendAll(api: Api): Promise<number> {
  const each = messages / sessions.length;
  const startedAt = performance.now();
  await Promise.all(
    sessions.map(async (session) => {
      // As many callers as may wait: the session is never idle.
      await Promise.all(
        Array.from({ length: 10 }, async (_, caller) => {
          for (let index = caller; index < each; index += 10) await send(api, session, index);
        }),
      );
    }),
  );
  return messages / ((performance.now() - startedAt) / 1_000);
}

/** Four loops side by side: each sends and writes what a direct message's row is written. */
async function bareRate(): Promise<number> {
  const aws = await startAwsProcess();
  const dir = mkdtempSync(join(tmpdir(), "bench-"));
  const network = new Network({ clock: systemClock, random: Math.random });
  network.setBehaviour({ acceptMs: 0, deliverMs: 0, readMs: null });
  const whatsApp = new SimulatedWhatsApp({ network, clock: systemClock, startMs: 0 });
  const env = await createResources(aws.endpoints, { prefix: "bare", maxWorkers: 1 });
  Object.assign(process.env, env);
  const client = documentClient(env);
  const TableName = env[envNames.deliveryTable] ?? "";
  const connections: WhatsAppConnection[] = [];
  try {
    for (const [index, session] of sessions.entries()) {
      connections.push(await linked(network, whatsApp, join(dir, session), `62811100080${index}`));
    }
    const startedAt = performance.now();
    await Promise.all(
      connections.map(async (connection, own) => {
        for (let index = 0; index < messages / sessions.length; index += 1) {
          const put = (state: string) =>
            client.send(
              new PutCommand({ TableName, Item: { pk: `s${own}`, sk: `m${index}`, state, text: "x".repeat(300) } }),
            );
          for (const state of ["pending", "checked", "sending"]) await put(state);
          const messageId = `3EB0${String(own).padStart(4, "0")}${String(index).padStart(14, "0")}`;
          await connection.send({ messageId, to: numberOf(index), text: `Halo ${index}` });
          for (const state of ["sent", "delivered"]) await put(state);
        }
      }),
    );
    return messages / ((performance.now() - startedAt) / 1_000);
  } finally {
    for (const connection of connections) await connection.close();
    client.destroy();
    network.close();
    await stopAwsProcess(aws);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function linked(
  network: Network,
  whatsApp: SimulatedWhatsApp,
  profileDir: string,
  number: string,
): Promise<WhatsAppConnection> {
  const ready = Promise.withResolvers<undefined>();
  const connection = await whatsApp.open({
    profileDir,
    onEvent: (event) => {
      if (event.type === "qr") network.scan({ qr: event.qr, number, session: { sessionId: profileDir } });
      if (event.type === "ready") ready.resolve(undefined);
    },
  });
  await ready.promise;
  return connection;
}
