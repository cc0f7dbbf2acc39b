import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack, until } from "../../support/stack.ts";
import { Client } from "../client.ts";
import * as person from "../steps.ts";

/** `npm start` ended and started again on its data, with messages to one number as soon as the API answers. */

export interface RestartResult {
  /** One line a broken promise. */
  readonly broken: readonly string[];
  /** How often each status was answered. */
  readonly answers: Readonly<Record<number, number>>;
  /** From the port's opening until the session was connected, each restart, ms. */
  readonly connectedAfterMs: readonly number[];
}

const number = "628120000001";
type Ending = "SIGTERM" | "SIGKILL";

/** @param endings how each run ends before the next start */
export async function restartAndSend(endings: readonly Ending[]): Promise<RestartResult> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-restarts-"));
  const start = () => startStack({ dataDir, apiKey: "k" });
  const broken: string[] = [];
  const answers: Record<number, number> = {};
  const connectedAfterMs: number[] = [];
  const asked: string[] = [];
  let stack = await start();
  let client = new Client(stack.url, "k");
  const send = async (message: string) => {
    asked.push(message);
    const { status, text } = await client.ask("POST", "/send-message", {
      json: { number, message },
      headers: { "user-id": "shop" },
    });
    answers[status] = (answers[status] ?? 0) + 1;
    if (status !== 200 && status !== 202) broken.push(`${message}: ${status} ${text}`);
  };
  try {
    await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: null } });
    await person.link(client, "shop", "628111000111");
    for (const [index, ending] of endings.entries()) {
      await (ending === "SIGTERM" ? stack.end() : stack.kill());
      const restartedAt = Date.now();
      stack = await start();
      client = new Client(stack.url, "k");
      const startedAt = Date.now();
      // While the session is still on its way, in every second run.
      const early = index % 2 === 0 ? send(`${index} early, after ${ending}`) : undefined;
      const { since = "never" } = await person.untilConnected(client, "shop");
      if (Date.parse(since) < restartedAt) broken.push(`${index}: connected since ${since}, before the restart`);
      connectedAfterMs.push(Date.now() - startedAt);
      await send(`${index} connected, after ${ending}`);
      await early;
    }
    const arrived = async () =>
      (await client.get<readonly { readonly body: string }[]>(`/_simulator/deliveries?to=${number}`)).map(
        ({ body }) => body,
      );
    const all = await until(arrived, ({ length }) => length >= asked.length, "every message arrived");
    for (const message of asked) {
      const times = all.filter((body) => body === message).length;
      if (times !== 1) broken.push(`${message}: arrived ${times} times`);
    }
    return { broken, answers, connectedAfterMs };
  } finally {
    await stack.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}
