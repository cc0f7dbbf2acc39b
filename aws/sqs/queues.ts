import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { asciiJson } from "../../core/webhook/ascii-json.ts";
import type { JobQueue } from "../../core/jobs.ts";
import type { Bell, BellListener, Ticket } from "../../core/session/session-ports.ts";

/** A bell that does not answer for so long is not waited for any longer. */
const longestRingMs = 2_000;

/**
 * The bells: one queue per worker slot. A ticket says "read your rows again"; receiving it deletes it. A ticket is passed on
 * even when the deletion fails: receiving one twice changes nothing, and one that is not passed on comes minutes late.
 */
export class SqsBell implements Bell, BellListener {
  readonly #client: SQSClient;
  readonly #urlPrefix: string;
  readonly #waitSeconds: number;
  /** Why received tickets are still on their queue; the next receive throws it, for the log. */
  #notTakenOff: Error | undefined;

  /** @param urlPrefix queue URLs are `<urlPrefix><slot>` @param waitSeconds of one long poll, 0..20 */
  constructor(client: SQSClient, urlPrefix: string, waitSeconds = 20) {
    this.#client = client;
    this.#urlPrefix = urlPrefix;
    this.#waitSeconds = waitSeconds;
  }

  async ring(slot: number, ticket: Ticket): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#urlOf(slot), MessageBody: asciiJson(ticket) }), {
      abortSignal: AbortSignal.timeout(longestRingMs),
    });
  }

  async hear(slot: number, signal: AbortSignal): Promise<readonly Ticket[]> {
    const QueueUrl = this.#urlOf(slot);
    const failure = this.#notTakenOff;
    this.#notTakenOff = undefined;
    if (failure !== undefined) throw failure;
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: this.#waitSeconds }),
      { abortSignal: signal },
    );
    if (Messages.length === 0) return [];
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    void this.#client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries })).catch((cause: unknown) => {
      this.#notTakenOff = new Error("tickets that were received could not be taken off their queue", { cause });
    });
    return Messages.flatMap(readTicket);
  }

  #urlOf(slot: number): string {
    return `${this.#urlPrefix}${slot}`;
  }
}

/** A ticket that cannot be read says nothing: the truth is in the tables. */
function readTicket({ Body }: Message): Ticket[] {
  try {
    const ticket = JSON.parse(Body ?? "") as Partial<Ticket>;
    const complete =
      typeof ticket.tenantId === "string" && typeof ticket.sessionId === "string" && typeof ticket.kind === "string";
    return complete ? [ticket as Ticket] : [];
  } catch {
    return [];
  }
}

/** Work for Lambdas. */
export const sqsJobQueue = (client: SQSClient, QueueUrl: string): JobQueue => ({
  async enqueue(job) {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: asciiJson(job) }));
  },
});
