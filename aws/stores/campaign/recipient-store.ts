import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { otherFormOf } from "../../../core/contact/phone-changes.ts";
import type { Campaign } from "../../../core/campaign/campaign.ts";
import type { Contact } from "../../../core/contact/contact.ts";
import { defined } from "../../../core/defined.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import type {
  AdvanceChange,
  LookBeforeClaim,
  RecipientKey,
  RecipientClaims,
  RecipientRows,
} from "../../../core/campaign/recipient-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { CampaignRef, SessionRef } from "../../../core/refs.ts";
import {
  hasStamp,
  reachableFrom,
  stampOf,
  type Recipient,
  type RecipientState,
} from "../../../core/campaign/recipient.ts";
import { latestWishes, type OptOut } from "../../../core/contact/opt-out.ts";
import { hasOtherNumbers, type NumberRow } from "../../../core/contact/person.ts";
import { itemDoesNotExist } from "../../dynamodb/conditions.ts";
import {
  batchGet,
  conditional,
  getItem,
  queryIndex,
  queryPage,
  rowOf,
  type Item,
  type Table,
  textOf,
} from "../../dynamodb/items.ts";
import { formerWishes } from "../contact/number-wishes.ts";
import { DynamoOptOutStore } from "../contact/opt-out-store.ts";
import {
  campaignKey,
  contactKey,
  numberIndex,
  numberKey,
  optOutKey,
  recipientKey,
  recipientPrefix,
  recipientsPartition,
  type Key,
} from "../../dynamodb/keys.ts";

const recipientDoesNotExist = itemDoesNotExist;
const tokenIsMine = "#token = :token";

/** Whatever changes a row changes its state or, with a further attempt, its token. */
const isAsSeen = "#state = :state AND #token = :token AND attempt = :attempt";

const itemOf = (row: Recipient): Item => ({
  ...recipientKey(row),
  ...row,
  ix: numberIndex(row.tenantId, row.sessionId, row.number),
  ixSort: `${String(row.claimedAt).padStart(15, "0")}#${row.campaignId}`,
});

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
    if (reachableFrom[to].length === 0) return undefined;
    const allowed = Object.fromEntries(reachableFrom[to].map((state, index) => [`:from${index}`, state]));
    const stamp = hasStamp(to) ? stampOf[to] : undefined;
    const event = { state: to, at: change.at, ...defined({ reason: change.reason, by: change.by }) };
    const sets = [
      "#state = :to",
      "#history = list_append(#history, :event)",
      ...(stamp === undefined ? [] : [`${stamp} = :at`]),
      // A delivery that is heard of before the server's ack was sent, too.
      ...(stamp === undefined || stamp === "sentAt" ? [] : ["sentAt = if_not_exists(sentAt, :at)"]),
      ...(change.reason === undefined ? [] : ["#reason = :reason"]),
      ...(change.sameAccountAs === undefined ? [] : ["sameAccountAs = :sameAccountAs"]),
    ];
    const removes = change.reason === undefined ? " REMOVE #reason" : "";
    const states = `#state IN (${Object.keys(allowed).join(", ")})`;
    try {
      const { Attributes } = await conditional(
        `recipient is not to become ${to}`,
        this.#delivery.client.send(
          new UpdateCommand({
            TableName: this.#delivery.name,
            Key: recipientKey(row),
            UpdateExpression: `SET ${sets.join(", ")}${removes}`,
            ConditionExpression: change.token === undefined ? states : `${states} AND ${tokenIsMine}`,
            ExpressionAttributeNames: {
              "#state": "state",
              "#history": "history",
              "#reason": "reason",
              ...(change.token === undefined ? {} : { "#token": "token" }),
            },
            ExpressionAttributeValues: {
              ":to": to,
              ":event": [event],
              ...(stamp === undefined ? {} : { ":at": change.at }),
              ...defined({ ":reason": change.reason, ":sameAccountAs": change.sameAccountAs, ":token": change.token }),
              ...allowed,
            },
            ReturnValues: "ALL_OLD",
          }),
        ),
      );
      return Attributes === undefined ? undefined : rowOf<Recipient>(Attributes);
    } catch (error) {
      if (error instanceof ConditionRefused) return await this.#ownChange(row, to, change);
      throw error;
    }
  }

  /** A refused change may be the repeat of one that was made and whose answer was lost: the row tells by its history. */
  async #ownChange(key: RecipientKey, to: RecipientState, { by }: AdvanceChange): Promise<Recipient | undefined> {
    if (by === undefined) return undefined;
    const row = await this.find(key.tenantId, key.campaignId, key.number);
    const [last, before] = row?.history.toReversed() ?? [];
    const isOwn = row?.state === to && last?.by === by && before !== undefined;
    return isOwn ? { ...row, state: before.state } : undefined;
  }

  async page(tenantId: string, campaignId: string, query: PageQuery): Promise<Page<Recipient>> {
    const partition = recipientsPartition(tenantId, campaignId);
    return await queryPage(this.#delivery, { partition, prefix: recipientPrefix }, query, rowOf<Recipient>);
  }

  async ofNumber(ref: SessionRef, number: string, limit: number): Promise<readonly Recipient[]> {
    const ix = numberIndex(ref.tenantId, ref.sessionId, number);
    return (await queryIndex(this.#delivery, ix, { limit, newestFirst: true })).map(rowOf<Recipient>);
  }
}
