import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { otherFormOf } from "../../../core/contact/phone-changes.ts";
import type { Campaign } from "../../../core/campaign/campaign.ts";
import type { Contact } from "../../../core/contact/contact.ts";
import type {
  AdvanceChange,
  LookBeforeClaim,
  RecipientKey,
  RecipientClaims,
  RecipientRows,
} from "../../../core/campaign/recipient-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { CampaignRef, SessionRef } from "../../../core/refs.ts";
import type { Recipient, RecipientState } from "../../../core/campaign/recipient.ts";
import { latestWishes, type OptOut } from "../../../core/contact/opt-out.ts";
import { hasOtherNumbers, type NumberRow } from "../../../core/contact/person.ts";
import { unpackWrote } from "../../../core/contact/wrote.ts";
import { itemDoesNotExist } from "../../dynamodb/conditions.ts";
import {
  batchGet,
  conditional,
  getItem,
  getMany,
  queryIndex,
  queryPage,
  rowOf,
  type Item,
  type Table,
  textOf,
} from "../../dynamodb/items.ts";
import { formerWishes } from "../contact/number-wishes.ts";
import { advance } from "../sending/advance.ts";
import { DynamoOptOutStore } from "../contact/opt-out-store.ts";
import {
  campaignKey,
  contactKey,
  formerNumberIndex,
  numberKey,
  optOutKey,
  recipientKey,
  recipientPrefix,
  recipientsPartition,
  type Key,
} from "../../dynamodb/keys.ts";

const recipientDoesNotExist = itemDoesNotExist;

/** Every change of a row changes its state or, with a further attempt, its token. */
const isAsSeen = "#state = :state AND #token = :token AND attempt = :attempt";

const itemOf = (row: Recipient): Item => ({ ...recipientKey(row), ...row });

/** Recipient rows: the claim, the record and the history in one item. */
export class DynamoRecipientStore implements RecipientRows, RecipientClaims {
  readonly #delivery: Table;
  readonly #registry: Table;
  readonly #optOuts: DynamoOptOutStore;

  constructor(delivery: Table, registry: Table) {
    this.#delivery = delivery;
    this.#registry = registry;
    this.#optOuts = new DynamoOptOutStore(delivery, registry);
  }

  async claim(row: Recipient): Promise<void> {
    await conditional(
      `recipient ${row.campaignId} has a row`,
      this.#delivery.client.send(
        new PutCommand({
          TableName: this.#delivery.name,
          Item: itemOf(row),
          ConditionExpression: recipientDoesNotExist,
        }),
      ),
    );
  }

  async claimAgain(seen: Recipient, row: Recipient): Promise<void> {
    await conditional(
      `recipient of ${row.campaignId} is not as it was seen`,
      this.#delivery.client.send(
        new PutCommand({
          TableName: this.#delivery.name,
          Item: itemOf(row),
          ConditionExpression: isAsSeen,
          ExpressionAttributeNames: { "#state": "state", "#token": "token" },
          ExpressionAttributeValues: { ":state": seen.state, ":token": seen.token, ":attempt": seen.attempt },
        }),
      ),
    );
  }

  async find(tenantId: string, campaignId: string, number: string): Promise<Recipient | undefined> {
    const item = await getItem(this.#delivery, recipientKey({ tenantId, campaignId, number }));
    return item === undefined ? undefined : rowOf<Recipient>(item);
  }

  async look(ref: CampaignRef, listId: string, number: string): Promise<LookBeforeClaim> {
    const { tenantId } = ref;
    const campaign = campaignKey(tenantId, ref.sessionId, ref.campaignId);
    const contact = contactKey(tenantId, listId, number);
    const form = otherFormOf(number);
    const names = form === undefined ? [number] : [number, form];
    const found = await this.#getFromBoth(
      [campaign, ...names.map((name) => numberKey(tenantId, name))],
      [contact, ...names.map((name) => optOutKey(tenantId, name))],
    );
    const there = found.get(textOf(campaign)) as Campaign | undefined;
    const rowOfName = (name: string) => found.get(textOf(numberKey(tenantId, name))) as NumberRow | undefined;
    const row = rowOfName(number) ?? { tenantId, number };
    const former = new Map(
      names.flatMap((name) => {
        const optOut = found.get(textOf(optOutKey(tenantId, name))) as OptOut | undefined;
        return optOut === undefined ? [] : [[name, optOut] as const];
      }),
    );
    const hasForm = form !== undefined && (rowOfName(form) !== undefined || former.has(form));
    return {
      status: there?.deletedAt === undefined ? there?.status : undefined,
      contact: found.get(textOf(contact)) as Contact | undefined,
      optedOut:
        hasOtherNumbers(row) || hasForm
          ? (await this.#optOuts.find(tenantId, number)) !== undefined
          : latestWishes(row, ...formerWishes(former, [number])).optOut !== undefined,
    };
  }

  /** One round trip for both tables; each item is read consistently. Rows by their keys. */
  async #getFromBoth(delivery: readonly Key[], registry: readonly Key[]): Promise<ReadonlyMap<string, unknown>> {
    const found = await batchGet(this.#delivery.client, {
      [this.#delivery.name]: delivery,
      [this.#registry.name]: registry,
    });
    return new Map(found.map((item) => [textOf(item as unknown as Key), rowOf(item)]));
  }

  async advance(row: RecipientKey, to: RecipientState, change: AdvanceChange): Promise<Recipient | undefined> {
    const { sameAccountAs, token } = change;
    const before = await advance(this.#delivery, recipientKey(row), to, change, {
      also: { sameAccountAs },
      ifToken: token,
      answers: "ALL_OLD",
    });
    return before === undefined ? undefined : rowOf<Recipient>(before);
  }

  async page(tenantId: string, campaignId: string, query: PageQuery): Promise<Page<Recipient>> {
    const partition = recipientsPartition(tenantId, campaignId);
    return await queryPage(this.#delivery, { partition, prefix: recipientPrefix }, query, rowOf<Recipient>);
  }

  async ofNumber(
    { tenantId, sessionId }: SessionRef,
    number: string,
    limit: number,
    among: readonly string[] = [],
  ): Promise<readonly Recipient[]> {
    const ix = formerNumberIndex(tenantId, sessionId, number);
    const [ofNumber, former] = await Promise.all([
      getItem(this.#delivery, numberKey(tenantId, number)),
      queryIndex(this.#delivery, ix, { limit, newestFirst: true }),
    ]);
    const wrote = unpackWrote(ofNumber?.["wrote"] as string | undefined).filter((one) => one.sessionId === sessionId);
    const campaignIds = [...wrote.map(({ campaignId }) => campaignId), ...among];
    const keys = campaignIds.map((campaignId) => recipientKey({ tenantId, campaignId, number }));
    const items = new Map([...former.map((item) => [textOf(item as unknown as Key), item] as const)]);
    for (const [key, item] of await getMany(this.#delivery, keys)) items.set(key, item);
    const rows = [...items.values()].map(rowOf<Recipient>);
    return rows.toSorted((one, other) => other.claimedAt - one.claimedAt).slice(0, limit);
  }
}
