import { isDeepStrictEqual } from "node:util";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "../e2e/client.ts";
import { aList, deliveriesOf, launch, link, numbersOf } from "../e2e/steps.ts";
import { startStack, until } from "../support/stack.ts";

/** The operator's switch on a whole stack: what still goes once it has been answered that sending is halted. */

export interface HaltsResult {
  readonly halts: number;
  readonly messages: number;
  /** Of one session, after one answer. */
  readonly mostAfterwards: number;
  readonly slowestAnswerMs: number;
  /** One line a broken promise. */
  readonly broken: readonly string[];
}

const sessions = ["toko-1", "toko-2", "toko-3", "toko-4"];
const gapMs = 200;
/** Of each session. */
const contacts = 1_000;
/** Long enough for a dozen messages of each session, were they not halted. */
const haltedMs = 3_000;
const path = "/api/whatsapp/operations/sending";

/** @param times each so many ms after messages go again */
export async function haltOverAndOver(times: readonly number[]): Promise<HaltsResult> {
  const stack = await startStack({ apiKey: "k" });
  try {
    const client = new Client(stack.url, "k");
    await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: null } });
    const lists: string[] = [];
    for (const [index, session] of sessions.entries()) {
      await link(client, session, `6281110001${index}`);
      lists.push(await aList(client, session, "Pelanggan", numbersOf(index, contacts)));
    }
    for (const [index, listId] of lists.entries()) {
      await launch(client, sessions[index] ?? "", { gapMs, listId, message: "Halo" });
    }
    const sent = async () =>
      await Promise.all(sessions.map(async (session) => (await deliveriesOf(client, session)).length));
    const broken: string[] = [];
    let [mostAfterwards, slowestAnswerMs] = [0, 0];
    let last: readonly number[] = [];
    for (const [halt, ms] of times.entries()) {
      await until(sent, (counts) => !isDeepStrictEqual(counts, last), "messages go again");
      await wait(ms);
      const askedAt = performance.now();
      await client.send("PUT", path, { json: { halted: true, reason: "trial" } });
      slowestAnswerMs = Math.max(slowestAnswerMs, performance.now() - askedAt);
      const before = await sent();
      await wait(haltedMs);
      last = await sent();
      const after = last.map((count, index) => count - (before[index] ?? 0));
      mostAfterwards = Math.max(mostAfterwards, ...after);
      if (Math.max(...after) > 1) broken.push(`halt ${halt}: ${after.join(", ")} messages went after its answer`);
      await client.send("PUT", path, { json: { halted: false } });
    }
    return {
      halts: times.length,
      messages: last.reduce((sum, count) => sum + count, 0),
      mostAfterwards,
      slowestAnswerMs,
      broken,
    };
  } finally {
    await stack.kill();
  }
}

/** @returns the exit code */
export async function runHalts(halts: number): Promise<number> {
  const result = await haltOverAndOver(Array.from({ length: halts }, () => Math.random() * 1_500));
  const { messages, mostAfterwards, slowestAnswerMs, broken } = result;
  for (const line of broken) console.error(line);
  console.log(
    `${halts} halts in ${messages} messages of ${sessions.length} sessions: at most ${mostAfterwards} of a session went after ` +
      `the answer, which took ${slowestAnswerMs.toFixed(0)} ms at most; ${halts - broken.length} passed, ${broken.length} failed`,
  );
  return broken.length === 0 ? 0 : 1;
}
