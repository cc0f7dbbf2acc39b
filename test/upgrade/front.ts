import type { IncomingMessage, ServerResponse } from "node:http";
import { flushCompileCache } from "node:module";
import { json } from "node:stream/consumers";
import type * as clients from "../../aws/clients.ts";
import type * as systemClock from "../../aws/system-clock.ts";
import type { CampaignRef } from "../../core/refs.ts";
import type * as httpFront from "../../local/gateway/http-front.ts";
import type * as lambdaEvents from "../../local/gateway/lambda-events.ts";
import type * as allLambdas from "../../local/gateway/lambdas.ts";
import { load } from "./load.ts";

// Entry point of a process that is started in the folder of a version: that version's Lambdas behind its HTTP front, on stores
// that are elsewhere. It runs none of the code of the version that this file belongs to.

const { systemClock: clock } = await load<typeof systemClock>("aws/system-clock.ts");
const { sqsClient } = await load<typeof clients>("aws/clients.ts");
const events = await load<typeof lambdaEvents>("local/gateway/lambda-events.ts", "local/lambda-events.ts");
const { startHttpFront } = await load<typeof httpFront>("local/gateway/http-front.ts", "local/http-front.ts");
const { loadLambdas } = await load<typeof allLambdas>("local/gateway/lambdas.ts", "local/lambdas.ts");

const lambdas = await loadLambdas();
const { signal } = new AbortController();
const setting = (name: string): string => process.env[name] ?? "";

/** What a killed Lambda had in hand comes back so soon; on AWS that takes minutes. */
const visibilityTimeoutSeconds = Number(setting("VISIBILITY_SECONDS"));
const poll = (functionName: string, queueUrl: string, handler: Parameters<typeof events.pollQueue>[0]["handler"]) =>
  events.pollQueue({
    client: sqsClient(process.env),
    ...{ clock, queueUrl, handler, functionName, visibilityTimeoutSeconds, signal },
    batchSize: functionName === "run-job" ? 1 : 10,
    waitSeconds: 1,
  });
void poll("run-job", setting("JOBS_QUEUE_URL"), lambdas.runJob);
for (let poller = 0; poller < 3; poller += 1) {
  void poll("deliver-webhooks", setting("WEBHOOKS_QUEUE_URL"), lambdas.deliverWebhooks);
}
void events.every({ clock, ms: 2_000, run: lambdas.sweep, signal });

/** What EventBridge Scheduler calls. */
async function launch(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (req.url !== "/launch-campaign") return false;
  const ref = (await json(req)) as CampaignRef;
  await lambdas.launchCampaign(ref).then(
    () => res.writeHead(204).end(),
    (error: unknown) => res.writeHead(500).end(String(error)),
  );
  return true;
}

const front = await startHttpFront({
  port: 0,
  routes: lambdas.targets,
  fallback: lambdas.fallback,
  extras: [launch],
  // Of versions that took only one.
  ...{ extra: launch },
});
console.log(`up at ${front.endpoint}`);
// It is killed later on, and would keep nothing of it.
flushCompileCache();
