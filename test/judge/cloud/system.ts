import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { link, type StatusView } from "../../e2e/steps.ts";
import { leaksIn } from "../../support/log-scan.ts";
import { until } from "../../support/stack.ts";
import type { Context } from "../judge.ts";
import { clientOf, deploy, type Deployment } from "./deployment.ts";
import { Fargate } from "./fargate.ts";
import { openFront } from "./front.ts";
import { PatientClient } from "./patient-client.ts";

/** The deployed system with workers and phones, and a tenant whose shop can be linked. */

export interface System {
  readonly fargate: Fargate;
  /** With the tenant's key. */
  readonly client: PatientClient;
  /** Jobs that were given up, while all of it still runs. */
  readonly deadJobs: () => Promise<readonly string[]>;
  /** What the whole run must not have shown, once it is closed. */
  readonly faults: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const tenant = "acme";

export async function openSystem(context: Context): Promise<System> {
  for (const name of await readdir(context.dir)) {
    // Disks of workers that were killed with an earlier run.
    if (name.startsWith("task-")) await rm(join(context.dir, name), { recursive: true, force: true });
  }
  const deployment = await deploy(context);
  let key = "";
  const front = await openFront(deployment.url, tenant, () => key);
  key = await makeKey(context, front.url, deployment.operatorKey);
  const fargate = new Fargate(context, deployment, front.web.browserArgs);
  await fargate.open();
  const client = new PatientClient(front.url, key);
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 20, deliverMs: 50, readMs: null } });
  const faults = async () => {
    const written = `${deployment.emulator.written()}\n${fargate.written}`;
    return [
      ...(await deployment.emulator.denials()),
      ...[...front.web.unknownModules].map((name) => `the simulated page has no module ${name}`),
      ...leaksIn(written, deployment.operatorKey).map((leak) => `a log holds ${leak}`),
    ];
  };
  const close = async () => {
    await fargate.close();
    await front.close();
  };
  return { fargate, client, deadJobs: () => deadJobs(deployment), faults, close };
}

async function deadJobs({ emulator, outputs }: Deployment): Promise<readonly string[]> {
  const { Attributes: { ApproximateNumberOfMessages: dead = "0" } = {} } = await new SQSClient(clientOf(emulator)).send(
    new GetQueueAttributesCommand({
      QueueUrl: outputs["DeadJobsQueue"],
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  return dead === "0" ? [] : [`${dead} jobs were given up`];
}

/** As step 6 of docs/deploy.md makes it. */
async function makeKey({ run }: Context, url: string, operatorKey: string): Promise<string> {
  const command = ["infra/operate/create-key.ts", "--url", url, "--tenant", tenant, "--name", "first key"];
  const { code, written } = await run("create-key", [process.execPath, ...command], { env: { API_KEY: operatorKey } });
  const [key] = /^wab_\S+$/m.exec(written) ?? [];
  if (code === 0 && key !== undefined) return key;
  throw new Error(`create-key ended with ${code ?? "a signal"}:\n${written}`);
}

/** Links as step 7 does it: the first call asks for a session, the sweep then asks ECS for a worker, which shows a QR code. */
export async function linkShop({ client, fargate }: System, number: string): Promise<StatusView> {
  await client.get("/qrcode", { "user-id": "shop" });
  await until(
    async () => fargate.running,
    (running) => running > 0,
    "the sweep has asked ECS for a worker",
    150_000,
  );
  const linked = await link(client, "shop", number);
  // The template's network is the real one, where an account of today begins 20 chats a day.
  await client.send("PATCH", "/api/whatsapp/sessions/shop", { json: { pacing: { newChatsPerDay: null } } });
  return linked;
}
