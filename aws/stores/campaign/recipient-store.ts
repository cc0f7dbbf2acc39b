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
import { batchGet, keyOf, textOf } from "../../dynamodb/batches.ts";
import { expression } from "../../dynamodb/expressions.ts";
import { rowOf, type Table } from "../../dynamodb/table.ts";
import { formerWishes } from "../contact/number-wishes.ts";
import { advance } from "../sending/advance.ts";
import { DynamoOptOutStore } from "../contact/opt-out-store.ts";
import {
  campaignKey,
  campaignPartition,
  contactKey,
  formerNumberIndex,
  numberKey,
  optOutKey,
  recipientKey,
  recipientPrefix,
} from "../../dynamodb/keys.ts";

/** Every change of a row changes its state or, with a further attempt, its token. */
const isAsSeen = ({ state, token, attempt }: Recipient) =>
  expression`#state = ${state} AND #token = ${token} AND attempt = ${attempt}`;

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
    await this.#delivery.create({ ...recipientKey(row), ...row }, `recipient ${row.campaignId} has a row`);
  }

  async claimAgain(seen: Recipient, row: Recipient): Promise<void> {
    const refused = `recipient of ${row.campaignId} is not as it was seen`;
    await this.#delivery.put({ ...recipientKey(row), ...row }, { when: isAsSeen(seen), refused });
  }

  async find(tenantId: string, campaignId: string, number: string): Promise<Recipient | undefined> {
    return await this.#delivery.get(recipientKey({ tenantId, campaignId, number }));
  }

  async glimpse(keys: readonly RecipientKey[]): Promise<readonly Recipient[]> {
    const rows = await this.#delivery.many<Recipient>(keys.map(recipientKey), rowOf, false);
    return [...rows.values()];
  }

  async look(ref: CampaignRef, listId: string, number: string, written?: NumberRow): Promise<LookBeforeClaim> {
    const { tenantId } = ref;
    const campaign = campaignKey(ref);
    const contact = contactKey(tenantId, listId, number);
    const form = otherFormOf(number);
    const names = form === undefined ? [number] : [number, form];
    const unread = written === undefined ? names : names.filter((name) => name !== number);
    // One round trip for both tables.
    const items = await batchGet(this.#delivery.client, {
      [this.#delivery.name]: [campaign, ...unread.map((name) => numberKey(tenantId, name))],
      [this.#registry.name]: [contact, ...names.map((name) => optOutKey(tenantId, name))],
    });
    const found = new Map(items.map((item) => [textOf(keyOf(item)), rowOf<unknown>(item)]));
    const there = found.get(textOf(campaign)) as Campaign | undefined;
    const rowOfName = (name: string) => found.get(textOf(numberKey(tenantId, name))) as NumberRow | undefined;
    const row = written ?? rowOfName(number) ?? { tenantId, number };
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

  async advance(row: RecipientKey, to: RecipientState, change: AdvanceChange): Promise<Recipient | undefined> {
    const { sameAccountAs, token } = change;
    return await advance<Recipient>(this.#delivery, recipientKey(row), to, change, {
      also: { sameAccountAs },
      ifToken: token,
      answers: "ALL_OLD",
    });
  }

  async page(tenantId: string, campaignId: string, query: PageQuery): Promise<Page<Recipient>> {
    const partition = campaignPartition({ tenantId, campaignId });
    return await this.#delivery.page({ partition, prefix: recipientPrefix }, query);
  }

  async ofNumber(
    ref: SessionRef,
    number: string,
    limit: number,
    among: readonly string[] = [],
  ): Promise<readonly Recipient[]> {
    const { tenantId, sessionId } = ref;
    const [ofNumber, former] = await Promise.all([
      this.#delivery.get<NumberRow>(numberKey(tenantId, number)),
      this.#delivery.index<Recipient>(formerNumberIndex(ref, number), { limit, newestFirst: true }),
    ]);
    const wrote = unpackWrote(ofNumber?.wrote).filter((one) => one.sessionId === sessionId);
    const campaignIds = [...wrote.map(({ campaignId }) => campaignId), ...among];
    const keys = campaignIds.map((campaignId) => recipientKey({ tenantId, campaignId, number }));
    const rows = new Map(former.map((row) => [textOf(recipientKey(row)), row]));
    for (const [key, row] of await this.#delivery.many<Recipient>(keys)) rows.set(key, row);
    return [...rows.values()].toSorted((one, other) => other.claimedAt - one.claimedAt).slice(0, limit);
  }
}
