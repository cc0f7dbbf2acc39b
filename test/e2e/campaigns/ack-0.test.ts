import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack, until } from "../../support/stack.ts";
import { Client, type DataOf } from "../client.ts";
import { aList, deliveriesOf, launch, link, untilStatus } from "../steps.ts";

/** `kill -9` of `npm start` while messages stand in the page without an ack: the simulated network dies with it. */

jest.setTimeout(120_000);
const sessionId = "shop";
const direct = "628120000001";
const members = ["628130000001", "628130000002"];

test("a direct message and a campaign's, stored in the page and not accepted, arrive once after a restart", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-ack-0-"));
  // Nothing is accepted before the kill.
  const start = () => startStack({ dataDir, apiKey: "k", env: { IDEMPOTENCY_LOCK_MS: "1500" } });
  let stack = await start();
  const behave = (acceptMs: number) =>
    new Client(stack.url, "k").send("PUT", "/_simulator/behaviour", {
      json: { acceptMs, deliverMs: 20, readMs: null },
    });
  const ask = () =>
    new Client(stack.url, "k").ask<DataOf<{ readonly id: string }>>("POST", "/send-message", {
      json: { number: direct, message: "Sekali" },
      headers: { "user-id": sessionId, "idempotency-key": "pesan-1" },
    });
  const killOnceStored = async (number: string) => {
    await until(
      () => storedRows(dataDir),
      (rows) => rows.includes(`"to":"${number}"`),
      `the page has stored the message to ${number}`,
    );
    await stack.kill();
    stack = await start();
    expect((await deliveriesOf(new Client(stack.url, "k"), sessionId)).map(({ to }) => to)).not.toContain(number);
    await behave(20);
  };
  try {
    await link(new Client(stack.url, "k"), sessionId, "628111000111");
    await behave(60_000);
    const cutOff = ask().catch(() => undefined);
    await killOnceStored(direct);
    expect(await cutOff).toBeUndefined();
    const { status } = await until(ask, (answer) => answer.status !== 409 && answer.status !== 202, "it is answered");
    expect(status).toBe(200);

    await behave(60_000);
    const listId = await aList(new Client(stack.url, "k"), sessionId, "Pelanggan", members);
    const content = { listId, message: "Halo", gapMs: 0 };
    const { campaignId } = await launch(new Client(stack.url, "k"), sessionId, content);
    await killOnceStored(members[0] ?? "");
    const client = new Client(stack.url, "k");
    const over = await untilStatus(client, sessionId, campaignId, "completed", 30_000);
    expect(over.counts).toMatchObject({ in_doubt: 0, failed: 0 });
    const arrived = await until(
      () => deliveriesOf(client, sessionId),
      ({ length }) => length >= 3,
      "all arrive",
    );
    expect(arrived.map(({ to }) => to)).toEqual([direct, ...members]);
  } finally {
    await stack.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
});

async function storedRows(dataDir: string): Promise<string> {
  const names = await readdir(dataDir, { recursive: true });
  const files = names.filter((name) => name.endsWith("messages.jsonl"));
  return (await Promise.all(files.map((name) => readFile(join(dataDir, name), "utf8")))).join("");
}
