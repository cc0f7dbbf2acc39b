import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startStack, type Stack, until } from "../../support/stack.ts";
import { type Answer, Client, type DataOf } from "../client.ts";
import { deliveriesOf, link } from "../steps.ts";

/**
 * `kill -9` of the whole of `npm start` while a direct message is asked for, whose caller asks again under the same
 * `Idempotency-Key` until it is answered with 200 or 202; and how often each message arrived in the end.
 */

export interface DirectKillResult {
  /** One line a broken promise. */
  readonly broken: readonly string[];
  /** Requests that were cut off before their answer; the others were answered before the kill. */
  readonly cutOff: number;
  /** Repeats that came while the session was not connected, and what they were answered. */
  readonly whileDown: Readonly<Record<string, number>>;
}

const apiKey = "k";
const sessionId = "shop";
/** Shorter than in production, so that a repeat soon takes a request over that was cut off. */
const env = { IDEMPOTENCY_LOCK_MS: "1500", IN_DOUBT_AFTER_MS: "1500" };

interface Sent {
  readonly id: string;
}

/** @param moments for each message, how long after it is asked for the kill comes, ms */
export async function killWhileAsking(moments: readonly number[]): Promise<DirectKillResult> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-direct-kills-"));
  const start = () => startStack({ dataDir, apiKey, env });
  let stack: Stack = await start();
  try {
    await new Client(stack.url, apiKey).send("PUT", "/_simulator/behaviour", {
      json: { acceptMs: 40, deliverMs: 20, readMs: null },
    });
    await link(new Client(stack.url, apiKey), sessionId, "628111000111");
    const whileDown: Record<string, number> = {};
    let cutOff = 0;
    const ids: string[] = [];
    for (const [index, moment] of moments.entries()) {
      const ask = () => asked(new Client(stack.url, apiKey), index);
      const first = ask().catch(() => undefined);
      await wait(moment);
      await stack.kill();
      if ((await first) === undefined) cutOff += 1;
      stack = await start();
      const { whileDown: down, id } = await untilAnswered(ask, stack);
      for (const code of down) whileDown[code] = (whileDown[code] ?? 0) + 1;
      ids.push(id);
    }
    return { broken: await brokenOf(new Client(stack.url, apiKey), ids), cutOff, whileDown };
  } finally {
    await stack.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const numberOf = (index: number): string => `62812${String(40_000_000 + index)}`;

const asked = (client: Client, index: number): Promise<Answer<DataOf<Sent> & { error?: { code: string } }>> =>
  client.ask("POST", "/send-message", {
    json: { number: numberOf(index), message: `Sekali ${index}` },
    headers: { "user-id": sessionId, "idempotency-key": `pesan-${index}` },
  });

/** Asks again, at once after the start and then now and then, until it is told that the message is taken. */
async function untilAnswered(ask: () => ReturnType<typeof asked>, stack: Stack) {
  const whileDown: string[] = [];
  const answered = await until(
    async () => {
      const client = new Client(stack.url, apiKey);
      const { connected } = await client.get<{ connected: boolean }>("/status", { "user-id": sessionId });
      const answer = await ask();
      if (!connected) whileDown.push(answer.status < 300 ? String(answer.status) : (answer.body.error?.code ?? ""));
      return answer;
    },
    ({ status }) => status === 200 || status === 202,
    "a repeat is answered",
    60_000,
  );
  return { whileDown, id: answered.body.data.id };
}

async function brokenOf(client: Client, ids: readonly string[]): Promise<string[]> {
  const statuses = new Map<string, string>();
  for (const id of ids) {
    const { status } = await until(
      async () => (await client.get<DataOf<{ status: string }>>(`/api/whatsapp/${sessionId}/messages/${id}`)).data,
      (message) => message.status !== "pending" && message.status !== "sent",
      `message ${id} has an outcome`,
      60_000,
    );
    statuses.set(id, status);
  }
  const arrived = (await deliveriesOf(client, sessionId)).map(({ to }) => to);
  return ids.flatMap((id, index) => {
    const times = arrived.filter((to) => to === numberOf(index)).length;
    return times === 1 ? [] : [`message ${index} is ${statuses.get(id) ?? "nowhere"} and arrived ${times} times`];
  });
}
