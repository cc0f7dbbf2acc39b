import { envNames } from "../../../aws/names.ts";
import * as stores from "../../../aws/open.ts";
import { systemClock } from "../../../aws/system-clock.ts";
import { formatKey, hashKey } from "../../../core/access/api-key.ts";
import { Client } from "../../e2e/client.ts";
import { anApiKey, aUlid } from "../builders.ts";
import { startLambdas, type LambdasAtHand } from "./lambdas.ts";

/** Every Lambda, and a tenant's admin who calls them and may have as many sessions as a suite makes. */
export async function startLambdasForAdmin(): Promise<{ readonly all: LambdasAtHand; readonly client: Client }> {
  // Each case has sessions of its own.
  process.env[envNames.maxSessionsPerTenant] = "10000";
  const all = await startLambdas();
  // A Lambda's waits take no time but on its own clock. What can be called off is the scheduler's, which has all day.
  const wait = systemClock.wait.bind(systemClock);
  jest.spyOn(systemClock, "wait").mockImplementation(async (ms, signal) => {
    if (signal !== undefined) await wait(ms, signal);
    else all.later(ms);
  });
  const secret = formatKey(aUlid(), "a".repeat(32));
  const keyId = `key_${secret.split("_")[1] ?? ""}`;
  const its = { keyId, scopes: ["admin"], hash: hashKey(secret), createdAt: all.now() } as const;
  await stores.apiKeys(all.env).create(anApiKey(its));
  const close = async () => {
    await all.close();
    Reflect.deleteProperty(process.env, envNames.maxSessionsPerTenant);
  };
  return { all: { ...all, close }, client: new Client(all.url, secret) };
}
