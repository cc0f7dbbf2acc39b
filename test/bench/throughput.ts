import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Stores } from "../../functions/edge/services.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import { median, type Figure } from "./figure.ts";
import { tenantId, withOwnWorker, type OwnWorker } from "./own-worker.ts";

const messages = 1_000;
const rounds = 5;
const sessionId = "bench";

/** Messages a second of a whole campaign, against a loop that sends and writes three items a message. */
export async function measureThroughput(): Promise<Figure> {
  return await withOwnWorker({}, async (own) => {
    const device = await own.linkDevice("bare", "628999000999");
    await own.linkSession(sessionId, "628999000111");
    const pairs: { readonly bare: number; readonly own: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await bareLoop(device, own, round);
      pairs.push({ bare, own: await campaign(own.stores, round) });
    }
    // Each campaign is held against the loop right before it: what else the machine does weighs on both alike.
    const ratio = median(pairs.map(({ own: ours, bare }) => ours / bare));
    return {
      name: "campaign, messages/s of a bare loop",
      value: ratio,
      unit: "x",
      against: `a loop that sends and writes three items a message, one after the other, ${messages} messages, median of ${rounds} pairs`,
      bound: ">= 0.6",
      kept: ratio >= 0.6,
      details: {
        "campaign messages/s": median(pairs.map(({ own: ours }) => ours)),
        "bare loop messages/s": median(pairs.map(({ bare }) => bare)),
      },
    };
  });
}

async function bareLoop(
  connection: WhatsAppConnection,
  { client, deliveryTable: TableName }: OwnWorker,
  round: number,
): Promise<number> {
  const put = (sk: string, index: number) =>
    client.send(
      new PutCommand({ TableName, Item: { pk: `bare-${round}-${index}`, sk, state: sk, text: "x".repeat(300) } }),
    );
  const startedAt = performance.now();
  for (let index = 0; index < messages; index += 1) {
    await put("claim", index);
    await connection.send({
      messageId: `3EB0${String(round).padStart(4, "0")}${String(index).padStart(14, "0")}`,
      to: numberOf(index),
      text: `Halo N${index}`,
    });
    await put("sent", index);
    await put("delivered", index);
  }
  return messages / ((performance.now() - startedAt) / 1000);
}

const numberOf = (index: number): string => `62810${String(index).padStart(8, "0")}`;

async function campaign(stores: Stores, round: number): Promise<number> {
  const now = Date.now();
  const listId = `lst_${round}`;
  const ref = { tenantId, sessionId };
  await stores.lists.create({ ...ref, listId, name: listId, contactCount: messages, createdAt: now, updatedAt: now });
  await stores.contacts.saveMany(
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
  await stores.campaigns.create(
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
