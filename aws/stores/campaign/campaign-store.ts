import {
  campaignTransitions,
  isOpen,
  type Campaign,
  type CampaignAction,
  type CampaignBody,
  type CampaignState,
} from "../../../core/campaign/campaign.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import type {
  CampaignChange,
  CampaignChanges,
  CampaignReader,
  CampaignRemoval,
} from "../../../core/campaign/campaign-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { CampaignRef, SessionRef } from "../../../core/refs.ts";
import { ifRefused, unlessRefused } from "../../../core/refused.ts";
import { all, attributeIs, expression, listed, unlessThere, type Changes } from "../../dynamodb/expressions.ts";
import {
  bodyKey,
  campaignKey,
  campaignPartition,
  campaignsPartition,
  openCampaignsIndex,
  timerKey,
} from "../../dynamodb/keys.ts";
import { TableStore, type Table } from "../../dynamodb/table.ts";

const isNotDeleted = expression`attribute_not_exists(deletedAt)`;
const statusIs = (status: CampaignState) => expression`#status = ${status}`;
const statusIsOneOf = (statuses: readonly CampaignState[]) => expression`#status IN (${listed(statuses)})`;
const startsAt = (sendAt: number) => expression`#schedule.sendAt = ${sendAt}`;
const roundIs = (round: number | undefined) => attributeIs("round", round);
const wasChangedBy = (change: string | undefined) => attributeIs("changedBy", change);
const dayMs = 24 * 60 * 60 * 1_000;

/** Campaigns and their frozen bodies in the delivery table. */
export class DynamoCampaignStore extends TableStore implements CampaignReader, CampaignChanges, CampaignRemoval {
  readonly #keptMs: number;

  /** @param keptDays how long a campaign is there after it finished */
  constructor(delivery: Table, keptDays = 180) {
    super(delivery);
    this.#keptMs = keptDays * dayMs;
  }

  async create(campaign: Campaign, body: CampaignBody): Promise<void> {
    await this.#freeze(campaign, body);
    const isInIndex = isOpen(campaign.status) && campaign.status !== "scheduled";
    const place = isInIndex ? placeOf(campaign) : {};
    await this.table.create(
      { ...campaignKey(campaign), ...campaign, ...place },
      `campaign ${campaign.campaignId} exists`,
    );
  }

  /** The first body stands, also when a repeat brings another. */
  async #freeze(campaign: Campaign, body: CampaignBody): Promise<void> {
    const creation = this.table.create({ ...bodyKey(campaign), ...body }, `body of ${campaign.campaignId} exists`);
    await unlessRefused(creation);
  }

  async find(ref: CampaignRef): Promise<Campaign | undefined> {
    return await this.table.get(campaignKey(ref));
  }

  async body(campaign: Pick<Campaign, "tenantId" | "campaignId" | "bodyId">): Promise<CampaignBody | undefined> {
    return await this.table.get(bodyKey(campaign));
  }

  async page(ref: SessionRef, query: PageQuery): Promise<Page<Campaign>> {
    return await this.table.page({ partition: campaignsPartition(ref), newestFirst: true }, query);
  }

  async open(ref: SessionRef, newest?: number): Promise<readonly Campaign[]> {
    const query = newest === undefined ? {} : { limit: newest, newestFirst: true };
    return await this.table.index(openCampaignsIndex(ref), query);
  }

  async running(ref: SessionRef): Promise<readonly Campaign[]> {
    const where = all(statusIs("running"), isNotDeleted);
    return await this.table.all(campaignsPartition(ref), { where });
  }

  async settle(ref: CampaignRef, total: number): Promise<void> {
    await this.table.update(
      campaignKey(ref),
      { ...noPlace, total },
      { when: all(statusIs("stopped"), isNotDeleted), refused: `campaign ${ref.campaignId} is not stopped` },
    );
  }

  async apply(ref: CampaignRef, action: CampaignAction, changes: CampaignChange): Promise<Campaign> {
    const { from } = campaignTransitions[action];
    const { retry, ifSendAt, by } = changes;
    const refused = `campaign ${ref.campaignId} does not allow ${action}`;
    // A retry remembers where it came from, so that is where it must come from.
    const states = retry === undefined ? from : from.filter((status) => status === retry.seen.status);
    if (states.length === 0) throw new ConditionRefused(refused);
    const when = all(
      statusIsOneOf(states),
      isNotDeleted,
      ...(ifSendAt === undefined ? [] : [startsAt(ifSendAt)]),
      ...(retry === undefined ? [] : [roundIs(retry.seen.round)]),
    );
    const update = { ...this.#changesOf(ref, action, changes), changedBy: by };
    return await this.#answered(ref, by, this.table.update(campaignKey(ref), update, { when, refused }));
  }

  /** What an action changes besides the state. `null` takes an attribute away. */
  #changesOf(ref: CampaignRef, action: CampaignAction, changes: CampaignChange): Changes {
    const { to } = campaignTransitions[action];
    const { now, total, retry, sender } = changes;
    // It stays paused since when it was.
    if (action === "renumber") return { pausedBecause: changes.pausedBecause, changedAt: now, sender };
    if (to === "gone") return { deletedAt: now, ...noPlace };
    const finished = !isOpen(to);
    // A stopped one stays in the index until its owner settled what it had in hand.
    const isInIndex = to !== "completed" && to !== "scheduled";
    const paused = to === "paused";
    const isStart = action === "launch" || action === "resume";
    const endsRetry = changes.endsRetry === true || action === "complete" || action === "stop";
    return {
      status: to,
      total,
      sender,
      waitingFor: action === "wait" ? "import" : null,
      pausedBecause: paused ? changes.pausedBecause : null,
      pausedAt: paused ? now : null,
      changedAt: now,
      finishedAt: finished ? now : null,
      expiresAt: finished ? now + this.#keptMs : null,
      ...(endsRetry ? { retryStatuses: null, pauseAfterRetry: null } : {}),
      // Who resumes wants all of it to go on.
      ...(action === "resume" ? { pauseAfterRetry: null } : {}),
      ...(retry === undefined
        ? {}
        : {
            round: (retry.seen.round ?? 0) + 1,
            retriedBy: changes.by,
            retryStatuses: retry.statuses,
            pauseAfterRetry: retry.seen.status === "paused" ? (retry.seen.pausedBecause ?? "user") : null,
          }),
      ...(isStart ? { launchedAt: unlessThere("launchedAt", now), startedAt: unlessThere("startedAt", now) } : {}),
      ...(isInIndex ? placeOf(ref) : noPlace),
    };
  }

  async change(seen: Campaign, changed: Campaign, body: CampaignBody | undefined): Promise<Campaign> {
    if (body !== undefined) await this.#freeze(changed, body);
    const put = this.table.put(
      { ...campaignKey(changed), ...changed },
      {
        when: all(statusIs("scheduled"), isNotDeleted, wasChangedBy(seen.changedBy)),
        refused: `campaign ${seen.campaignId} was changed`,
      },
    );
    return await this.#answered(
      seen,
      changed.changedBy,
      put.then(() => changed),
    );
  }

  /** A refused change may be the repeat of one that was made and whose answer was lost: the row's mark shows it. */
  async #answered(ref: CampaignRef, by: string | undefined, write: Promise<Campaign>): Promise<Campaign> {
    return await ifRefused(write, async (refused) => {
      const there = by === undefined ? undefined : await this.find(ref);
      if (there === undefined || there.changedBy !== by) throw refused;
      return there;
    });
  }

  async clearAway(ref: CampaignRef, limit: number): Promise<boolean> {
    const { sk: timer } = timerKey(ref);
    // The timer goes last, and by the hand that holds it: it is what brings an unfinished clearing back.
    const keys = (await this.table.keys(campaignPartition(ref), limit)).filter(({ sk }) => sk !== timer);
    await this.table.removeMany(keys);
    return keys.length > 0;
  }

  async forget(ref: CampaignRef): Promise<void> {
    await this.table.remove(campaignKey(ref));
  }
}

const placeOf = (ref: CampaignRef) => ({ ix: openCampaignsIndex(ref), ixSort: ref.campaignId });
const noPlace = { ix: null, ixSort: null };
