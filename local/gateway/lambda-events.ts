import { randomUUID } from "node:crypto";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Clock } from "../../core/time/clock.ts";
import { type FailureLog, logFailure } from "../failure-log.ts";
import { lambdaContext } from "./lambda-context.ts";
import { sqsRecord } from "./sqs-record.ts";

export type SqsHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> | Promise<void>;

export interface PollQueueOptions {
  readonly client: SQSClient;
  readonly clock: Clock;
  readonly queueUrl: string;
  readonly handler: SqsHandler;
  /** Messages a call, 1 to 10. */
  readonly batchSize: number;
  readonly visibilityTimeoutSeconds: number;
  /** Ends the polling; the batch in hand is finished. */
  readonly signal: AbortSignal;
  /** How long a poll waits for a message, 20 by default, the most SQS allows. */
  readonly waitSeconds?: number;
  readonly functionName?: string;
  readonly logger?: FailureLog;
}

/** Pause after a call to SQS that failed. */
const retryMs = 1_000;

/**
 * What Lambda's SQS event source does with ReportBatchItemFailures: messages of a call that succeeded are deleted, the
 * others stay and come back when their visibility timeout is over. Resolves after `signal`.
 */
export async function pollQueue(options: PollQueueOptions): Promise<void> {
  const { client, clock, signal, queueUrl, logger = console } = options;
  while (!signal.aborted) {
    try {
      const messages = await receive(options);
      if (messages.length === 0) continue;
      const done = await settle(options, messages);
      if (done.length === 0) continue;
      const entries = done.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
      const { Failed = [] } = await client.send(
        new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
      );
      if (Failed.length > 0) throw new Error(`${Failed.length} of ${entries.length} messages were not deleted`);
    } catch (cause) {
      logFailure(logger, `polling ${queueUrl} failed`, cause);
      await clock.wait(retryMs, signal);
    }
  }
}

async function receive(options: PollQueueOptions): Promise<Message[]> {
  const { client, queueUrl, batchSize, visibilityTimeoutSeconds, waitSeconds = 20, signal } = options;
  const receiving = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    VisibilityTimeout: visibilityTimeoutSeconds,
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ["All"],
  });
  try {
    const { Messages = [] } = await client.send(receiving, { abortSignal: signal });
    return Messages;
  } catch (cause) {
    if (signal.aborted) return [];
    throw cause;
  }
}

/** Calls the handler and answers the messages that are done. */
async function settle(options: PollQueueOptions, messages: readonly Message[]): Promise<readonly Message[]> {
  const { client, queueUrl, handler, visibilityTimeoutSeconds, functionName = "local", logger = console } = options;
  const region = await client.config.region();
  const context = lambdaContext({
    functionName,
    requestId: randomUUID(),
    timeoutMs: visibilityTimeoutSeconds * 1_000,
  });
  try {
    const answer = await handler({ Records: messages.map((message) => sqsRecord(message, queueUrl, region)) }, context);
    const failed = new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    // Lambda takes a failure that names no message of the batch as the failure of all of them.
    const known = new Set(messages.map(({ MessageId }) => MessageId));
    const unknown = [...failed].find((messageId) => !known.has(messageId));
    if (unknown !== undefined) throw new Error(`"${unknown}" is reported as failed and not of the batch`);
    return messages.filter(({ MessageId = "" }) => !failed.has(MessageId));
  } catch (cause) {
    logFailure(logger, `the Lambda of ${queueUrl} failed`, cause);
    return [];
  }
}

export interface EveryOptions {
  readonly clock: Clock;
  /** From one start to the next. */
  readonly ms: number;
  readonly run: () => Promise<unknown>;
  /** Ends it; the run in hand is finished. */
  readonly signal: AbortSignal;
  readonly logger?: FailureLog;
}

/**
 * What an EventBridge schedule does for a Lambda that must not overlap itself: runs at once and then at each `ms`. A
 * run that fails is logged and the next comes; one that takes longer than `ms` is followed by the next at once.
 */
export async function every({ clock, ms, run, signal, logger = console }: EveryOptions): Promise<void> {
  while (!signal.aborted) {
    const startedAt = clock.now();
    try {
      await run();
    } catch (cause) {
      logFailure(logger, "a scheduled run failed", cause);
    }
    await clock.wait(Math.max(0, startedAt + ms - clock.now()), signal);
  }
}
