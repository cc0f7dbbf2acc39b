import { randomBytes } from "node:crypto";
import { type Stack, type StackOptions, startStack } from "../support/stack.ts";
import { Client } from "./client.ts";
import { link } from "./steps.ts";

interface ShopOptions extends Omit<StackOptions, "apiKey"> {
  /** WhatsApp takes so long to accept a message, and as long again to deliver it, and no phone reads it. */
  readonly arriveMs?: number;
  /** Sessions, each with the number of the phone that it is linked to; `true` is `shop` with some number. */
  readonly linked?: true | Readonly<Record<string, string>>;
}

/** The whole system for one suite, up before its first test and ended after its last. Call it at the top of the suite. */
export function aShop({ arriveMs, linked = {}, ...options }: ShopOptions = {}) {
  const apiKey = randomBytes(18).toString("base64url");
  let started: Stack | undefined;
  const stack = () => {
    if (started === undefined) throw new Error("the stack is up once beforeAll has run");
    return started;
  };
  const client = new Client(() => stack().url, apiKey);
  beforeAll(async () => {
    started = await startStack({ ...options, apiKey });
    if (arriveMs !== undefined) {
      const json = { acceptMs: arriveMs, deliverMs: arriveMs, readMs: null };
      await client.send("PUT", "/_simulator/behaviour", { json });
    }
    const phones = linked === true ? { shop: "628111000111" } : linked;
    for (const [sessionId, number] of Object.entries(phones)) await link(client, sessionId, number);
  });
  afterAll(() => started?.end());
  return { client, stack };
}
