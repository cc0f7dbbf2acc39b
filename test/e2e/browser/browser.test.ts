import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack, until } from "../../support/stack.ts";
import { Client, type DataOf } from "../client.ts";
import { aList, deliveriesOf, launch, link, numbersOf, statusOf, untilConnected, untilStatus } from "../steps.ts";

/** A broadcast through whatsapp-web.js in a real browser, from the API to the phones and back. */

jest.setTimeout(120_000);

describe("npm start -- --engine browser-simulator", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "browser-e2e-"));
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ dataDir, engine: "browser-simulator" });
  });
  afterAll(async () => {
    await stack.end();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("links, sends, comes back without a scan after a restart and after a kill, hears an opt-out, and logs out", async () => {
    const { apiKey } = stack;
    let client = new Client(stack.url, apiKey);
    await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 10, readMs: null } });
    expect(await link(client, "shop", "628111000111")).toMatchObject({ state: "ready", number: "628111000111" });

    const numbers = numbersOf(1, 5);
    const listId = await aList(client, "shop", "Customers", numbers);
    const first = await launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 0 });
    const done = await untilStatus(client, "shop", first.campaignId, "completed", 30_000);
    expect(done.total).toBe(5);
    await until(
      () => deliveriesOf(client, "shop"),
      (deliveries) => deliveries.length >= 5,
      "five messages arrive",
    );

    const restart = async () => {
      stack = await startStack({ dataDir, engine: "browser-simulator", apiKey });
      client = new Client(stack.url, apiKey);
      await until(
        () => statusOf(client, "shop"),
        ({ connected, state }) => {
          expect(state).not.toBe("awaiting_qr");
          return connected;
        },
        "the session is back",
        30_000,
      );
    };
    await stack.end();
    await restart();
    await stack.kill();
    await restart();

    const [leaving = ""] = numbers;
    await client.post("/_simulator/inbound", { session: "shop", from: leaving, body: "Stop." });
    await until(
      () => client.get<DataOf<readonly { readonly number: string }[]>>("/api/whatsapp/opt-outs"),
      ({ data }) => data.some(({ number }) => number === leaving),
      "who wrote STOP is opted out",
    );

    const second = await launch(client, "shop", { listId, message: "Lagi {{ name }}", gapMs: 0 });
    const { counts } = await untilStatus(client, "shop", second.campaignId, "completed", 30_000);
    expect(counts).toMatchObject({ skipped: 1, in_doubt: 0 });
    const bodies = (await deliveriesOf(client, "shop")).map(({ body }) => body);
    expect(bodies.filter((body) => body.startsWith("Halo"))).toHaveLength(5);
    expect(bodies.filter((body) => body.startsWith("Lagi"))).toHaveLength(4);

    await client.post("/_simulator/sessions/shop/fault", { kind: "browser_kill" });
    await until(
      () => statusOf(client, "shop"),
      ({ connected }) => !connected,
      "the kill is noticed",
    );
    await untilConnected(client, "shop");
    await client.post("/_simulator/sessions/shop/fault", { kind: "logout" });
    await until(
      () => statusOf(client, "shop"),
      ({ state }) => state === "logged_out",
      "the logout is noticed",
    );
  });
});
