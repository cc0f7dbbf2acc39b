import { setImmediate } from "node:timers/promises";
import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { SqsBell } from "../../../aws/sqs/queues.ts";
import { sqsWebhookQueue } from "../../../aws/sqs/webhook-queue.ts";
import { TicketRefused } from "../../../core/errors.ts";
import type { Ticket } from "../../../core/session/session-ports.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const never = new AbortController().signal;
const aTicket = (its: Partial<Ticket> = {}): Ticket => ({
  kind: "session",
  tenantId: "acme",
  sessionId: "shop",
  ...its,
});

/** Hears until nothing is left. */
async function heard(slot: number): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (
    let more = await stores().bell.hear(slot, never);
    more.length > 0;
    more = await stores().bell.hear(slot, never)
  ) {
    tickets.push(...more);
  }
  return tickets;
}

const sendRaw = (slot: number, MessageBody: string) =>
  stores().sqs.send(new SendMessageCommand({ QueueUrl: `${stores().bellUrlPrefix}${slot}`, MessageBody }));

describe("the bell", () => {
  test("rings where somebody hears it, once, with what to look at", async () => {
    const ticket = aTicket({ kind: "campaign", campaignId: "cmp_1" });
    await stores().bell.ring(0, ticket);
    expect(await stores().bell.hear(0, never)).toEqual([ticket]);
    expect(await stores().bell.hear(0, never)).toEqual([]);
  });

  test("of one slot is not another's", async () => {
    await stores().bell.ring(1, aTicket());
    expect(await heard(2)).toEqual([]);
    expect(await heard(1)).toEqual([aTicket()]);
  });

  test("loses none of many", async () => {
    const tickets = Array.from({ length: 25 }, (_, n) => aTicket({ sessionId: `s${String(n).padStart(2, "0")}` }));
    await Promise.all(tickets.map((ticket) => stores().bell.ring(0, ticket)));
    const sessions = (await heard(0)).map(({ sessionId }) => sessionId);
    expect(sessions.toSorted()).toEqual(tickets.map(({ sessionId }) => sessionId));
  });

  test("with a ticket that cannot be read says nothing of it, hears the others and takes it off", async () => {
    for (const raw of ["no json", "null", "[]", "{}", '"text"', '{"tenantId":"acme","sessionId":5,"kind":"session"}']) {
      await sendRaw(2, raw);
    }
    await stores().bell.ring(2, aTicket());
    expect(await heard(2)).toEqual([aTicket()]);
    expect(await stores().bell.hear(2, never)).toEqual([]);
  });

  /** A bell on the suite's queues whose tickets are taken off as `takeOff` says. */
  const bellThat = (takeOff: () => Promise<object>) =>
    new SqsBell(
      {
        send: async (command: ReceiveMessageCommand | DeleteMessageBatchCommand) =>
          command instanceof DeleteMessageBatchCommand ? await takeOff() : await stores().sqs.send(command),
      } as unknown as SQSClient,
      stores().bellUrlPrefix,
      0,
    );

  test("hands on tickets that can't be taken off their queue, and the next hearing says why", async () => {
    const bell = bellThat(() => Promise.reject(new Error("not allowed to delete")));
    await stores().bell.ring(0, aTicket());
    expect(await bell.hear(0, never)).toEqual([aTicket()]);
    await setImmediate();
    await expect(bell.hear(0, never)).rejects.toThrow("could not be taken off");
    expect(await bell.hear(0, never)).toEqual([]);
  });

  test("hands on tickets at once, however long it takes to take them off", async () => {
    const bell = bellThat(() => new Promise(() => undefined));
    await stores().bell.ring(0, aTicket());
    expect(await bell.hear(0, never)).toEqual([aTicket()]);
  });

  test("is not waited for any longer when the wait is called off", async () => {
    const calledOff = new AbortController();
    const patient = new SqsBell(stores().sqs, stores().bellUrlPrefix, 20);
    const startedAt = performance.now();
    const waiting = patient.hear(1, calledOff.signal).then(
      (tickets) => tickets.length,
      () => 0,
    );
    calledOff.abort();
    expect(await waiting).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

test("a job is in the queue as it was enqueued", async () => {
  const job = { kind: "import_contacts", tenantId: "acme", listId: "lst_1", importId: "imp_1" } as const;
  await stores().jobs.enqueue(job);
  const { Messages } = await stores().sqs.send(new ReceiveMessageCommand({ QueueUrl: stores().jobsQueueUrl }));
  expect(Messages?.map(({ Body }) => JSON.parse(Body ?? "") as unknown)).toEqual([job]);
});

describe("a queue takes texts of every kind, and hands them on as they were:", () => {
  test.each(Object.entries(hostileTexts))("%s", async (_, text) => {
    const { sqs, webhookQueue, webhooksQueueUrl, jobs, jobsQueueUrl } = stores();
    const event = {
      eventId: "evt_1",
      type: "message.received",
      tenantId: "acme",
      at: 1,
      data: { body: text },
    } as const;
    const ticket = { kind: "event", event } as const;
    const job = { kind: "check_media", tenantId: "acme", sessionId: "shop", filename: text } as const;
    await webhookQueue.enqueue(ticket, 0);
    await jobs.enqueue(job);
    await stores().bell.ring(0, aTicket({ kind: "campaign", campaignId: text }));
    for (const [QueueUrl, sent] of [
      [webhooksQueueUrl, ticket],
      [jobsQueueUrl, job],
    ] as const) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      expect(Messages[0]?.Body).toMatch(/^[ -~]+$/);
      expect(JSON.parse(Messages[0]?.Body ?? "")).toEqual(sent);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
    }
    expect(await heard(0)).toEqual([aTicket({ kind: "campaign", campaignId: text })]);
  });
});

describe("an event", () => {
  const event = { eventId: "evt_1", type: "message.received", tenantId: "acme", at: 1, data: {} } as const;

  test("that is too long for the queue is refused for good", async () => {
    const long = { ...event, data: { body: "x".repeat(1_048_577) } };
    const refused = stores().webhookQueue.enqueue({ kind: "event", event: long }, 0);
    await expect(refused).rejects.toThrow(TicketRefused);
    await expect(refused).rejects.toThrow(/^the queue of events refused it: .+/);
  });

  test("whose queue is not there may be taken later", async () => {
    const elsewhere = sqsWebhookQueue(stores().sqs, `${stores().webhooksQueueUrl}-gone`);
    const refused = elsewhere.enqueue({ kind: "event", event }, 0);
    await expect(refused).rejects.toThrow();
    await expect(refused).rejects.not.toThrow(TicketRefused);
  });
});
