import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Stores } from "../../functions/edge/services.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import { median, type Figure } from "./figure.ts";
import { tenantId, withOwnWorker, type OwnWorker } from "./own-worker.ts";

const messages = 1_000;
const rounds = 3;
const sessionId = "bench";

/** Messages a second of a whole campaign, against loops that send one message after the other with nothing in between. */
export async function measureThroughput(): Promise<readonly Figure[]> {
  return await withOwnWorker({}, async (own) => {
    const device = await own.linkDevice("bare", "628999000999");
    await own.linkSession(sessionId, "628999000111");
    const measured: { readonly plain: number; readonly own: number; readonly same: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const plain = await bareLoop(device, `00${round}`, plainWrites(own, round));
      const ours = await campaign(own.stores, round);
      measured.push({ plain, own: ours, same: await bareLoop(device, `01${round}`, sameWrites(own, round)) });
    }
    // Each campaign is held against the loops beside it: what else the machine does weighs on all alike.
    const against = (bare: "plain" | "same", writes: string, atLeast: number): Figure => {
      const ratio = median(measured.map((pair) => pair.own / pair[bare]));
      return {
        name: `campaign, messages/s of a bare loop by ${bare} writes`,
        value: ratio,
        unit: "x",
        against: `a loop that sends and ${writes}, one after the other, ${messages} messages, median of ${rounds} pairs`,
        bound: `>= ${atLeast}`,
        kept: ratio >= atLeast,
        details: {
          "campaign messages/s": median(measured.map(({ own: ours }) => ours)),
          "bare loop messages/s": median(measured.map((pair) => pair[bare])),
        },
      };
    };
    return [
      against("plain", "puts three items of its own a message", 0.6),
      against("same", "writes the same rows by the same conditional writes", 0.7),
    ];
  });
}

type Step = "sending" | "sent" | "delivered";
type Write = (step: Step, index: number, messageId: string) => Promise<unknown>;

async function bareLoop(connection: WhatsAppConnection, name: string, write: Write): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < messages; index += 1) {
    const messageId = `3EB0${name}${String(index).padStart(15, "0")}`;
    await write("sending", index, messageId);
    await connection.send({ messageId, to: numberOf(index), text: `Halo N${index}` });
    await write("sent", index, messageId);
    await write("delivered", index, messageId);
  }
  return messages / ((performance.now() - startedAt) / 1000);
}

const plainWrites =
  ({ client, deliveryTable: TableName }: OwnWorker, round: number): Write =>
  (sk, index) =>
    client.send(
      new PutCommand({ TableName, Item: { pk: `bare-${round}-${index}`, sk, state: sk, text: "x".repeat(300) } }),
    );

/** A recipient's row, its index and its history, claimed and moved on as the worker does. */
function sameWrites({ stores: { recipientClaims } }: OwnWorker, round: number): Write {
  const token = "0.1.1.bare";
  return async (state, index, messageId) => {
    const at = Date.now();
    const key = { tenantId, campaignId: `cmp_bare${round}`, number: numberOf(index) };
    if (state !== "sending") {
      await recipientClaims.advance(key, state, { at, by: "bare", ...(state === "sent" ? { token } : {}) });
      return;
    }
    const history = [{ state, at }];
    const facts = { sessionId, listId: `lst_${round}`, name: `N${index}`, token, messageId, attempt: 1, claimedAt: at };
    await recipientClaims.claim({ ...key, ...facts, state, history });
  };
}

const numberOf = (index: number): string => `62810${String(index).padStart(8, "0")}`;

async function campaign(stores: Stores, round: number): Promise<number> {
  const now = Date.now();
  const listId = `lst_${round}`;
  const ref = { tenantId, sessionId };
  await stores.lists.create({ ...ref, listId, name: listId, contactCount: messages, createdAt: now, updatedAt: now });
  await stores.contactWriter.saveMany(
    Array.from({ length: messages }, (_, index) => ({
      tenantId,
      listId,
      number: numberOf(index),
      name: `N${index}`,
      fields: {},
      addedAt: now,
      updatedAt: now,
    })),
  );
  const campaignId = `cmp_${round}`;
  const startedAt = performance.now();
  await stores.campaignChanges.create(
    {
      ...ref,
      campaignId,
      name: campaignId,
      status: "running",
      listIds: [listId],
      excludeListIds: [],
      launchedAt: Date.now(),
      createdAt: now,
      total: messages,
      pacing: { minGapMs: 0, maxGapMs: 0, perDay: 1_000_000 },
      bodyHash: "-",
    },
    { text: "Halo {{ name }}", variables: {} },
  );
  await stores.bell.ring(0, { kind: "campaign", ...ref, campaignId });
  while ((await stores.campaigns.find({ ...ref, campaignId }))?.status !== "completed") await systemClock.wait(200);
  return messages / ((performance.now() - startedAt) / 1000);
}
