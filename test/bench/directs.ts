import { ulid } from "ulid";
import { envNames } from "../../aws/names.ts";
import { whatsAppIdOf } from "../../core/sending/direct-message.ts";
import { idOf } from "../../core/ids.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { Api } from "../../local/demo/api.ts";
import { median, type Figure } from "./figure.ts";
import { linkSession, pause, withStack } from "./local-stack.ts";
import { tenantId, withOwnWorker, type OwnWorker } from "./own-worker.ts";

const sessions = ["a", "b", "c", "d"];
const messages = 200;
const rounds = 9;
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
  const overHttp = await withStack(
    async (api) => {
      await linkAll(api);
      return await sendAll(api);
    },
    { [envNames.directGapMs]: "0" },
  );
  const pairs = await withOwnWorker({ directGapMs: 0 }, async (own) => {
    const devices: WhatsAppConnection[] = [];
    for (const [index, session] of sessions.entries()) {
      devices.push(await own.linkDevice(`bare-${session}`, `62811100080${index}`));
      await own.linkSession(session, `62811100090${index}`);
    }
    const measured: { readonly ours: number; readonly bare: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await bareLoops(devices, own, round);
      measured.push({ bare, ours: await throughWorker(own, round) });
    }
    return measured;
  });
  const ratio = median(pairs.map(({ ours, bare }) => ours / bare));
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
      value: ratio,
      unit: "x",
      against: `${messages} messages on ${sessions.length} sessions without a distance, asked for as rows and bells; ${sessions.length} loops that send and write the same rows by the same writes; median of ${rounds} pairs`,
      bound: ">= 0.5",
      kept: ratio >= 0.5,
      details: {
        "direct messages/s": median(pairs.map(({ ours }) => ours)),
        "bare loops messages/s": median(pairs.map(({ bare }) => bare)),
        "messages/s over HTTP, everything in one process": overHttp,
      },
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

/** Asks for all of them at once, as a hurried caller may, and waits until WhatsApp has them. */
async function throughWorker({ stores, arrived }: OwnWorker, round: number): Promise<number> {
  const before = arrived();
  const startedAt = performance.now();
  await Promise.all(
    sessions.map(async (sessionId) => {
      const ref = { tenantId, sessionId };
      let last = "";
      for (let index = 0; index < messages / sessions.length; index += 1) {
        last = idOf("message", ulid());
        await stores.directDesk.create({
          ...ref,
          directId: last,
          messageId: whatsAppIdOf(tenantId, last),
          number: numberOf(round * messages + index),
          text: "x".repeat(300),
          state: "pending",
          requestedAt: Date.now(),
        });
        await stores.bell.ring(0, { kind: "message", ...ref, directId: last });
      }
      // The table is asked only when it is nearly over; the last one of a session comes last.
      while (arrived() - before < messages) await pause(50);
      while ((await stores.directs.find({ ...ref, directId: last }))?.deliveredAt === undefined) await pause(20);
    }),
  );
  return messages / ((performance.now() - startedAt) / 1_000);
}

/** Four loops side by side: each sends, and writes the same rows by the same conditional writes, with nothing in between. */
async function bareLoops(
  devices: readonly WhatsAppConnection[],
  { stores }: OwnWorker,
  round: number,
): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    devices.map(async (device, own) => {
      const ref = { tenantId, sessionId: `bare-${own}` };
      for (let index = 0; index < messages / devices.length; index += 1) {
        const directId = idOf("message", ulid());
        const messageId = whatsAppIdOf(tenantId, directId);
        const number = numberOf(round * messages + index);
        const requestedAt = Date.now();
        const row = {
          ...ref,
          directId,
          messageId,
          number,
          text: "x".repeat(300),
          requestedAt,
          state: "pending",
        } as const;
        await stores.directDesk.create(row);
        await stores.persons.save({ tenantId, number, onWhatsApp: true, checkedAt: Date.now() });
        await stores.directClaims.advance(row, "sending", { at: Date.now(), token: "bare" });
        const { at } = await device.send({ messageId, to: number, text: row.text });
        await stores.directClaims.advance(row, "sent", { at });
        await stores.directClaims.advance(row, "delivered", { at });
      }
    }),
  );
  return messages / ((performance.now() - startedAt) / 1_000);
}
