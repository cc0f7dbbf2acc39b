import type { Campaign, CampaignBody } from "../core/campaign.ts";
import {
  afterClaim,
  emptyHistory,
  lookBackOf,
  resolvePacing,
  type ClaimHistory,
  type PacingRule,
  type WaitReason,
} from "../core/pacing.ts";
import type { CampaignRef } from "../core/ports.ts";
import { afterChange, recount, type CountChange, type Progress } from "../core/progress.ts";
import type { Recipient } from "../core/recipient.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate } from "../core/template.ts";
import { audienceAfter, rowsOf, type Member } from "./audience.ts";
import type { WorkerPorts } from "./ports.ts";

/** A message of ours whose fate has to be found out before anybody else is written to. */
export interface Unsettled {
  readonly row: Recipient;
  /** False only where this very process knows that nothing was handed to WhatsApp. */
  readonly handedOver: boolean;
  /** When it came to be unsettled here, epoch ms. */
  readonly since: number;
}

type RunPorts = Pick<WorkerPorts, "campaigns" | "contacts" | "progress" | "recipients" | "clock" | "settings">;

/** One campaign in the hands of its one owner: counts, cursor, audience and what is unsettled. */
export class CampaignRun {
  readonly campaign: Campaign;
  readonly body: CampaignBody;
  readonly template: ParsedTemplate;
  readonly rule: PacingRule;
  /** The claims that this campaign's rows tell of. */
  claims: ClaimHistory;
  readonly unsettled: Unsettled[];
  readonly #ports: RunPorts;
  #progress: Progress;
  #dirty = false;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();
  #audience: AsyncGenerator<Member> | undefined;
  #next: Member | undefined;

  private constructor(
    ports: RunPorts,
    loaded: {
      readonly campaign: Campaign;
      readonly body: CampaignBody;
      readonly template: ParsedTemplate;
      readonly progress: Progress;
      readonly claims: ClaimHistory;
      readonly unsettled: Unsettled[];
    },
  ) {
    this.#ports = ports;
    this.campaign = loaded.campaign;
    this.body = loaded.body;
    this.template = loaded.template;
    this.claims = loaded.claims;
    this.unsettled = loaded.unsettled;
    this.#progress = loaded.progress;
    this.#savedAt = loaded.progress.updatedAt;
    const { timezone } = ports.settings;
    const quietHours = loaded.campaign.quietHours;
    this.rule = {
      policy: resolvePacing(loaded.campaign.pacing),
      timezone,
      ...(quietHours === undefined ? {} : { quietHours }),
    };
  }

  /**
   * Takes a campaign over: writes the epoch first, so that no former owner can write counts any more, then recounts.
   * @throws ConditionRefused when a newer owner was there
   */
  static async open(ports: RunPorts, ref: CampaignRef, epoch: number): Promise<CampaignRun | undefined> {
    const { clock, settings } = ports;
    const campaign = await ports.campaigns.find(ref);
    const body = await ports.campaigns.body(ref.tenantId, ref.campaignId);
    if (campaign === undefined || body === undefined) return undefined;
    const template = parseTemplate(body.text);
    if (isTemplateProblem(template)) throw new Error(`campaign ${ref.campaignId} was taken with an unreadable text`);
    const begun = await ports.progress.begin(ref, epoch, clock.now());
    const rows: Pick<Recipient, "state" | "claimedAt">[] = [];
    const unsettled: Unsettled[] = [];
    const claimTimes: number[] = [];
    for await (const row of rowsOf(ports.recipients, ref)) {
      rows.push({ state: row.state, claimedAt: row.claimedAt });
      if (isPaced(row)) claimTimes.push(row.claimedAt);
      if (row.state === "sending") unsettled.push({ row, handedOver: true, since: clock.now() });
    }
    const keep = lookBackOf(resolvePacing(campaign.pacing));
    const claims = claimTimes.reduce((history, at) => afterClaim(history, at, settings.timezone, keep), emptyHistory);
    const { waitingFor: _waitingFor, ...kept } = begun;
    const progress = { ...kept, ...recount(rows, settings.timezone) };
    const run = new CampaignRun(ports, { campaign, body, template, progress, claims, unsettled });
    await run.save();
    return run;
  }

  get ref(): CampaignRef {
    const { tenantId, sessionId, campaignId } = this.campaign;
    return { tenantId, sessionId, campaignId };
  }

  get counts(): Progress["counts"] {
    return this.#progress.counts;
  }

  /** The next member of the audience, the same one until `moveOn`. */
  async next(): Promise<Member | undefined> {
    if (this.#next !== undefined) return this.#next;
    this.#audience ??= audienceAfter(this.#ports.contacts, this.campaign, this.#progress.cursor);
    const next = await this.#audience.next();
    this.#next = next.done === true ? undefined : next.value;
    return this.#next;
  }

  /** The member has an outcome, or is none any more: the cursor moves behind it. */
  moveOn(member: Member): void {
    this.#next = undefined;
    this.#progress = { ...this.#progress, cursor: member.cursor };
    this.#dirty = true;
  }

  /** A message was claimed: the next one keeps its distance from it. */
  noteClaim(at: number): void {
    this.claims = afterClaim(this.claims, at, this.rule.timezone, lookBackOf(this.rule.policy));
  }

  /** Goes to these members next, whatever the cursor says, and then to whom it came to. */
  revisit(members: readonly Member[]): void {
    this.#next = undefined;
    const rest = this.#audience;
    this.#audience = (async function* () {
      yield* members;
      if (rest !== undefined) yield* rest;
    })();
  }

  get isDirty(): boolean {
    return this.#dirty;
  }

  /** Counts what a row's own write says it changed. */
  note(change: CountChange): void {
    const { timezone } = this.#ports.settings;
    this.#progress = { ...this.#progress, ...afterChange(this.#progress, change, timezone) };
    this.#dirty = true;
  }

  waitFor(reason: WaitReason | undefined): void {
    if (this.#progress.waitingFor === reason) return;
    const { waitingFor: _waitingFor, ...rest } = this.#progress;
    this.#progress = reason === undefined ? rest : { ...rest, waitingFor: reason };
    this.#dirty = true;
  }

  /** Counts every row afresh. */
  async recount(): Promise<void> {
    const rows: Pick<Recipient, "state" | "claimedAt">[] = [];
    for await (const { state, claimedAt } of rowsOf(this.#ports.recipients, this.ref)) rows.push({ state, claimedAt });
    this.#progress = { ...this.#progress, ...recount(rows, this.#ports.settings.timezone) };
    this.#dirty = true;
  }

  /** Writes progress when it changed and the last write is long enough ago. */
  async saveIfDue(): Promise<void> {
    const { clock, settings } = this.#ports;
    if (this.#dirty && clock.now() - this.#savedAt >= settings.progressMs) await this.save();
  }

  /** Writes progress now, one write after the other. @throws ConditionRefused when a newer owner was there */
  async save(): Promise<void> {
    const before = this.#saving;
    const write = async () => {
      await before.catch(() => undefined);
      this.#dirty = false;
      this.#savedAt = this.#ports.clock.now();
      this.#progress = { ...this.#progress, updatedAt: this.#savedAt };
      try {
        await this.#ports.progress.save(this.#progress);
      } catch (error) {
        this.#dirty = true;
        throw error;
      }
    };
    this.#saving = write();
    await this.#saving;
  }
}

/** A row that was handed to WhatsApp, or was about to be; those decided without a message took no part in pacing. */
const isPaced = (row: Recipient): boolean => row.history[0]?.state === "sending";
