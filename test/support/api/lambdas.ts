import { randomBytes, randomUUID } from "node:crypto";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import "../access/recorder.ts";
import { sqsClient } from "../../../aws/clients.ts";
import { envNames, requiredSetting } from "../../../aws/env.ts";
import { systemClock } from "../../../aws/system-clock.ts";
import { startHttpFront } from "../../../local/gateway/http-front.ts";
import { type Lambdas, loadLambdas } from "../../../local/gateway/lambdas.ts";
import { createResources, embeddedCredentials } from "../../../local/aws/resources.ts";
import { startScheduler } from "../../../local/aws/scheduler.ts";
import { sqsRecord } from "../../../local/gateway/sqs-record.ts";
import { embeddedAws } from "../embedded-aws.ts";

/** Every Lambda in this process, on embedded services, called when a test says so and at a time that stands still. */
export interface LambdasAtHand {
  readonly url: string;
  /** The operator's. */
  readonly apiKey: string;
  /** What the Lambdas read, for stores that look on. */
  readonly env: Readonly<Record<string, string>>;
  readonly lambdas: Lambdas;
  now(): number;
  /** Moves the time of all Lambdas on. */
  later(ms: number): void;
  /** Does it while each look at the clock takes so long; afterwards no time has gone by. */
  slowly<Answer>(ms: number, act: () => Promise<Answer>): Promise<Answer>;
  /** Does what is on the jobs queue, and what comes of it. */
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

export async function startLambdas(): Promise<LambdasAtHand> {
  const scheduler = await startScheduler({ clock: systemClock, invoke: async () => undefined });
  const endpoints = { ...embeddedAws(), schedulerEndpoint: scheduler.endpoint };
  const env = await createResources(endpoints, { prefix: `lambdas-${randomUUID()}`, maxWorkers: 1 });
  const apiKey = randomBytes(18).toString("base64url");
  Object.assign(process.env, embeddedCredentials, env, { [envNames.bootstrapKey]: apiKey });
  let now = Date.now();
  let eachLookMs = 0;
  jest.spyOn(systemClock, "now").mockImplementation(() => (now += eachLookMs));
  const lambdas = await loadLambdas();
  const front = await startHttpFront({ port: 0, routes: lambdas.targets, fallback: lambdas.fallback });
  const sqs = sqsClient(env);
  const QueueUrl = requiredSetting(env, envNames.jobsQueueUrl);
  return {
    url: front.endpoint,
    apiKey,
    env,
    lambdas,
    now: () => now,
    later: (ms) => {
      now += ms;
    },
    slowly: async (ms, act) => {
      const before = now;
      eachLookMs = ms;
      try {
        return await act();
      } finally {
        eachLookMs = 0;
        now = before;
      }
    },
    runJobs: async () => {
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
        const [message] = Messages;
        if (message === undefined) return;
        const { batchItemFailures } = await lambdas.runJob({
          Records: [sqsRecord(message, QueueUrl, embeddedCredentials.AWS_REGION)],
        });
        if (batchItemFailures.length > 0) throw new Error(`a job failed: ${message.Body ?? ""}`);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      }
    },
    close: async () => {
      jest.restoreAllMocks();
      await front.close();
      await scheduler.close();
      sqs.destroy();
    },
  };
}
