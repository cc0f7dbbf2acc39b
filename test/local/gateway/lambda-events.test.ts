import { randomUUID } from "node:crypto";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import type { Clock } from "../../../core/time/clock.ts";
import { every, pollQueue, type PollQueueOptions, type SqsHandler } from "../../../local/gateway/lambda-events.ts";
import { embeddedAws } from "../../support/embedded-aws.ts";

const aws = embeddedAws();
const client = new SQSClient({ ...aws, endpoint: aws.sqsEndpoint });
afterAll(() => {
  client.destroy();
});

/** Time passes only by waiting for it, and then at once. */
function aClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => waits.reduce((sum, ms) => sum + ms, 0),
    elapsed: () => waits.reduce((sum, ms) => sum + ms, 0),
    wait: async (ms) => {
      waits.push(ms);
    },
  };
}

async function anEmptyQueue(): Promise<string> {
  const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName: randomUUID() }));
  return QueueUrl;
}

async function aQueue(bodies: readonly string[]): Promise<string> {
  const QueueUrl = await anEmptyQueue();
  const entries = bodies.map((body, at) => ({
    Id: String(at),
    MessageBody: body,
  }));
  await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries }));
  return QueueUrl;
}

async function countsOf(queueUrl: string) {
  const asked = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] });
  const { Attributes = {} } = await client.send(asked);
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
  };
}

/** Polls until `enough` says so of the calls that came, which it answers. */
async function polled(
  queueUrl: string,
  handler: SqsHandler,
  enough: (events: readonly SQSEvent[]) => boolean,
  options: Partial<PollQueueOptions> = {},
) {
  const events: SQSEvent[] = [];
  const logged: string[] = [];
  const ended = new AbortController();
  await pollQueue({
    client,
    clock: aClock(),
    queueUrl,
    batchSize: 10,
    visibilityTimeoutSeconds: 30,
    waitSeconds: 1,
    signal: ended.signal,
    logger: { error: (message, { message: reason }) => logged.push(`${message}: ${reason}`) },
    handler: async (event, context) => {
      events.push(event);
      if (enough(events)) ended.abort();
      return (await handler(event, context)) ?? { batchItemFailures: [] };
    },
    ...options,
  });
  return { events, logged, bodies: events.map(({ Records }) => Records.map(({ body }) => body).toSorted()) };
}

const once = () => true;

describe("a queue before a Lambda", () => {
  test("hands messages on as Lambda does and deletes them after a call that succeeded", async () => {
    const queueUrl = await aQueue(["a", "b"]);
    const { events } = await polled(queueUrl, async () => undefined, once);
    const record = events[0]?.Records.find(({ body }) => body === "a");
    expect(record).toMatchObject({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      attributes: { ApproximateReceiveCount: "1", SentTimestamp: expect.stringMatching(/^\d{13}$/) as string },
      md5OfBody: "0cc175b9c0f1b6a831c399e269772661",
      eventSource: "aws:sqs",
      eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split("/").at(-1) ?? ""}`,
      awsRegion: "us-east-1",
    });
    expect(await countsOf(queueUrl)).toEqual({ waiting: 0, inFlight: 0 });
  });

  test("gives all messages of a call that threw again", async () => {
    const queueUrl = await aQueue(["a", "b"]);
    let calls = 0;
    const failingOnce: SqsHandler = async () => {
      calls += 1;
      if (calls === 1) throw new Error("no luck");
    };
    const seen = (events: readonly SQSEvent[]) => events.flatMap(({ Records }) => Records).length >= 4;
    const { bodies, logged } = await polled(queueUrl, failingOnce, seen, { visibilityTimeoutSeconds: 1 });
    expect(bodies.flat().toSorted()).toEqual(["a", "a", "b", "b"]);
    expect(logged).toEqual([`the Lambda of ${queueUrl} failed: no luck`]);
    expect(await countsOf(queueUrl)).toEqual({ waiting: 0, inFlight: 0 });
  });

  test("gives again only the messages that are reported as failed", async () => {
    const queueUrl = await aQueue(["good", "bad", "fine"]);
    let calls = 0;
    const { bodies } = await polled(
      queueUrl,
      async ({ Records }) => {
        calls += 1;
        const failed = calls === 1 ? Records.filter(({ body }) => body === "bad") : [];
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      },
      (events) => events.length === 2,
      { visibilityTimeoutSeconds: 1 },
    );
    expect(bodies).toEqual([["bad", "fine", "good"], ["bad"]]);
    expect(await countsOf(queueUrl)).toEqual({ waiting: 0, inFlight: 0 });
  });

  test("takes a failure that names no message of the batch as the failure of all", async () => {
    const queueUrl = await aQueue(["a", "b"]);
    const { logged } = await polled(queueUrl, async () => ({ batchItemFailures: [{ itemIdentifier: "" }] }), once);
    expect(logged).toEqual([`the Lambda of ${queueUrl} failed: "" is reported as failed and not of the batch`]);
    expect(await countsOf(queueUrl)).toEqual({ waiting: 0, inFlight: 2 });
  });

  test("is polled in batches of the given size", async () => {
    const queueUrl = await aQueue(["a", "b", "c"]);
    const { bodies } = await polled(
      queueUrl,
      async () => undefined,
      (events) => events.length === 3,
      { batchSize: 1 },
    );
    expect(bodies.flat().toSorted()).toEqual(["a", "b", "c"]);
  });

  test("is asked again a second after it could not be reached", async () => {
    const ended = new AbortController();
    const clock = aClock();
    const logged: string[] = [];
    await pollQueue({
      client,
      clock: {
        now: () => clock.now(),
        elapsed: () => clock.elapsed(),
        wait: async (ms) => {
          await clock.wait(ms);
          if (clock.waits.length === 2) ended.abort();
        },
      },
      queueUrl: "http://127.0.0.1/000000000000/missing",
      batchSize: 10,
      visibilityTimeoutSeconds: 30,
      signal: ended.signal,
      logger: { error: (message) => logged.push(message) },
      handler: async () => undefined,
    });
    expect(clock.waits).toEqual([1_000, 1_000]);
    expect(logged[0]).toBe("polling http://127.0.0.1/000000000000/missing failed");
  });

  test("is left at once when polling ends during a poll", async () => {
    const ended = new AbortController();
    const polling = pollQueue({
      client,
      clock: aClock(),
      queueUrl: await anEmptyQueue(),
      batchSize: 10,
      visibilityTimeoutSeconds: 30,
      signal: ended.signal,
      handler: async () => undefined,
    });
    ended.abort();
    await polling;
  });
});

describe("a schedule", () => {
  test("runs at once and then from start to start, whatever a run takes and though one fails", async () => {
    const ended = new AbortController();
    const clock = aClock();
    const starts: number[] = [];
    const takes = [10, 0, 250, 0];
    const logged: string[] = [];
    await every({
      clock,
      ms: 100,
      signal: ended.signal,
      logger: { error: (message, { message: reason }) => logged.push(`${message}: ${reason}`) },
      run: async () => {
        starts.push(clock.now());
        await clock.wait(takes[starts.length - 1] ?? 0);
        if (starts.length === 2) throw new Error("no luck");
        if (starts.length === 4) ended.abort();
      },
    });
    expect(starts).toEqual([0, 100, 200, 450]);
    expect(logged).toEqual(["a scheduled run failed: no luck"]);
  });
});
