import { membersToRetry } from "../../core/campaign/members-to-retry.ts";
import { EngagementTally } from "../../core/campaign/engagement.ts";
import type { Campaign, CampaignBody } from "../../core/campaign/campaign.ts";
import {
  afterClaim,
  ClaimTally,
  type ClaimHistory,
  type PacingRule,
  type WaitReason,
} from "../../core/sending/pacing.ts";
import type { Measure, Meter } from "../../core/meter.ts";
import type { CampaignRef } from "../../core/refs.ts";
import { afterChange, sumOf, Tally, type CountChange, type Progress } from "../../core/campaign/progress.ts";
import type { AdvanceChange } from "../../core/campaign/recipient-ports.ts";
import type { Recipient, RecipientState } from "../../core/campaign/recipient.ts";
import { awaitsAcks } from "../../core/sending/delivery.ts";
import type { Lost } from "../../core/sending/recovery.ts";
import { changeName } from "./change-name.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate } from "../../core/content/template.ts";
import { audienceAfter, rowsOf, type Member } from "../../core/campaign/audience.ts";
import type { Gate } from "./gate.ts";
import { MostEngaged } from "./most-engaged.ts";
import { withKnownNumbers } from "../number-checks.ts";
import type { WorkerPorts } from "../ports.ts";
import type { SessionRules } from "./session-rules.ts";

/** A message of ours whose fate has to be found out before this campaign writes to the next recipient. */
export interface Unsettled {
  readonly row: Recipient;
  readonly lost: Lost;
}

/** What a recipient ended with. */
export type Outcome = Pick<Recipient, "state" | "reason">;

export type RunPorts = Pick<
  WorkerPorts,
  | "campaigns"
  | "contacts"
  | "persons"
  | "progress"
  | "recipients"
  | "recipientClaims"
  | "clock"
  | "nonce"
  | "meter"
  | "settings"
> & {
  readonly rules: SessionRules;
  /** Called for each row whose acks may still come, when rows are read for the first time. */
  readonly onAwaited: (row: Recipient) => void;
};

interface Loaded {
  readonly campaign: Campaign;
  readonly body: CampaignBody;
  readonly template: ParsedTemplate;
  readonly progress: Progress;
  readonly claims: ClaimHistory;
  readonly engaged: EngagementTally;
  readonly unsettled: Unsettled[];
  readonly hasRows: boolean;
}

/** One campaign in the hands of its one owner: counts, cursor, audience and what is unsettled. */
export class CampaignRun {
  readonly campaign: Campaign;
  readonly body: CampaignBody;
  readonly template: ParsedTemplate;
  readonly unsettled: Unsettled[];
  /** Whether the next member may have a row already: rows were there at the start. */
  readonly hadRows: boolean;
  /** It waits for the fate of a message until then, elapsed time; the session's other campaigns go on. */
  blockedUntil = -Infinity;
  /** The last one whose turn came had left its list: whether the next one still stands in it is read before all else. */
  looksFirst = false;
  /** After an error nothing in memory is trusted: it is to be read anew. */
  isStale = false;
  readonly #ports: RunPorts;
  readonly #gate: Gate;
  #claims: ClaimHistory;
  #progress: Progress;
  #counting = {};
  #dirty = false;
  readonly #engaged: MostEngaged;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();
  #audience: AsyncGenerator<Member> | undefined;
  #next: Member | undefined;
  /** The one after `#next`, when it was asked for. */
  #beyond: Promise<Member | undefined> | undefined;

  private constructor(ports: RunPorts, gate: Gate, loaded: Loaded) {
    this.#ports = ports;
    this.#gate = gate;
    this.campaign = loaded.campaign;
    this.body = loaded.body;
    this.template = loaded.template;
    this.unsettled = loaded.unsettled;
    this.hadRows = loaded.hasRows;
    this.#claims = loaded.claims;
    this.#progress = loaded.progress;
    this.#savedAt = ports.clock.elapsed();
    this.#engaged = new MostEngaged(ports, loaded.engaged);
  }

  /**
   * Takes a campaign over: writes the epoch first, so that no former owner can write counts any more, then counts the rows.
   * @throws ConditionRefused when a newer owner was there
   */
  static async open(
    ports: RunPorts,
    gate: Gate,
    ref: CampaignRef,
    epoch: number,
    signal: AbortSignal,
  ): Promise<CampaignRun | undefined> {
    const { clock, rules, settings } = ports;
    const campaign = await ports.campaigns.find(ref);
    const body =
      campaign?.deletedAt === undefined && campaign !== undefined ? await ports.campaigns.body(campaign) : undefined;
    if (campaign === undefined || body === undefined) return undefined;
    const template = parseTemplate(body.text);
    if (isTemplateProblem(template)) throw new Error(`the text of campaign ${ref.campaignId} can't be read`);
    return await gate.alone(async () => {
      const begun = await ports.progress.begin(ref, epoch, clock.now());
      const tally = new Tally(rules.timezone);
      const claims = new ClaimTally(rules.timezone);
      const engaged = new EngagementTally();
      const unsettled: Unsettled[] = [];
      const askedSince = clock.now() - settings.askForAcksMs;
      let hasRows = false;
      for await (const row of rowsOf(ports.recipients, ref, signal)) {
        hasRows = true;
        tally.add(row);
        engaged.add(row);
        if (isPaced(row)) claims.add(row.claimedAt);
        if (awaitsAcks(row) && row.claimedAt >= askedSince) ports.onAwaited(row);
        if (row.state === "sending") unsettled.push({ row, lost: { handedOver: true, since: clock.elapsed() } });
      }
      const { waitingFor: _waitingFor, estimatedFinishAt: _estimatedFinishAt, engaged: _engaged, ...kept } = begun;
      const { counts, byDay, reasons } = tally;
      const progress = { ...kept, counts, byDay, reasons };
      const loaded = { campaign, body, template, progress, claims: claims.history, engaged, unsettled, hasRows };
      const run = new CampaignRun(ports, gate, loaded);
      await run.save();
      return run;
    });
  }

  /** What it is sent by, as things are set now. */
  get rule(): PacingRule {
    return this.#ports.rules.ruleOf(this.campaign);
  }

  get ref(): CampaignRef {
    const { tenantId, sessionId, campaignId } = this.campaign;
    return { tenantId, sessionId, campaignId };
  }

  /** Another object after each counting of all rows. */
  get counting(): object {
    return this.#counting;
  }

  get counts(): Progress["counts"] {
    return this.#progress.counts;
  }

  /** The claims that this campaign's rows show. */
  get claims(): ClaimHistory {
    return this.#claims;
  }

  /** The next member of the audience, the same one until `moveOn`. */
  async next(): Promise<Member | undefined> {
    if (this.#next !== undefined) return this.#next;
    const beyond = this.#beyond ?? this.#pull();
    this.#beyond = undefined;
    this.#next = await beyond;
    return this.#next;
  }

  /** The member after `next`; that one stays where it is. */
  peekBeyond(): Promise<Member | undefined> {
    this.#beyond ??= this.#pull();
    return this.#beyond;
  }

  async #pull(): Promise<Member | undefined> {
    this.#audience ??= withKnownNumbers(this.#ports, this.campaign.tenantId, this.#everybody());
    const next = await this.#audience.next();
    return next.done === true ? undefined : next.value;
  }

  /** Those to be tried again first; then, unless it was paused before, the rest of the audience. */
  async *#everybody(): AsyncGenerator<Member> {
    const { retryStatuses, pauseAfterRetry, round = 0 } = this.campaign;
    const { retryCursor, cursor } = this.#progress;
    if (retryStatuses !== undefined) {
      const after = retryCursor?.round === round ? retryCursor.number : undefined;
      yield* membersToRetry(this.#ports, this.campaign, after);
    }
    if (pauseAfterRetry === undefined) yield* audienceAfter(this.#ports, this.campaign, cursor);
  }

  /** The member has an outcome, or is none any more: the cursor moves behind it. */
  moveOn(member: Member): void {
    this.#next = undefined;
    const { again, cursor } = member;
    const { round = 0 } = this.campaign;
    const moved = again === undefined ? { cursor } : { retryCursor: { round, number: again.number } };
    this.#progress = { ...this.#progress, ...moved };
    this.#dirty = true;
  }

  /** A number was asked about or written to: the next one keeps its distance. */
  noteClaim(at: number): void {
    this.#claims = afterClaim(this.#claims, at, this.rule.timezone);
  }

  /** Goes to these members next, before the cursor's. */
  revisit(members: readonly Member[]): void {
    this.#next = undefined;
    this.#beyond = undefined;
    this.#audience = (async function* () {
      yield* members;
    })();
  }

  get isDirty(): boolean {
    return this.#dirty;
  }

  /** Counts a row that was claimed, or made with an outcome. @param again the row as it was, where it is tried again */
  noteRow({ state, reason, claimedAt }: Recipient, again?: Recipient): void {
    const before = again && { from: again.state, fromReason: again.reason, wasClaimedAt: again.claimedAt };
    this.note({ ...before, to: state, reason, claimedAt });
  }

  /** Writes what became of a row, and counts it. Answers false where an ack was quicker. */
  async settle(row: Recipient, to: RecipientState, change: AdvanceChange): Promise<boolean> {
    const { recipientClaims, nonce } = this.#ports;
    const before = await recipientClaims.advance(row, to, { by: changeName(nonce), ...change });
    if (before === undefined) return false;
    const counted = { from: before.state, fromReason: before.reason, to, reason: change.reason };
    this.note({ ...counted, claimedAt: row.claimedAt });
    return true;
  }

  /** Counts what a row's own write says it changed. @param row as it is now, when it was read or answered */
  note(change: CountChange, row?: Pick<Recipient, "number" | "name" | "state">): void {
    const { timezone } = this.#ports.rules;
    this.#progress = { ...this.#progress, ...afterChange(this.#progress, change, timezone) };
    this.#dirty = true;
    if (row !== undefined) this.#engaged.add(row);
    measureChange(this.#ports.meter, change, this.#ports.clock.now());
  }

  waitFor(reason: WaitReason | undefined): void {
    if (this.#progress.waitingFor === reason) return;
    const { waitingFor: _waitingFor, ...rest } = this.#progress;
    this.#progress = reason === undefined ? rest : { ...rest, waitingFor: reason };
    this.#dirty = true;
  }

  /** How many are still to be written to, as far as is known before the walk at the end. */
  get left(): number {
    return Math.max(0, this.campaign.total - sumOf(this.counts));
  }

  /** Whether `saveIfDue` would write now. */
  get isSaveDue(): boolean {
    const { clock, settings } = this.#ports;
    return this.#dirty && clock.elapsed() - this.#savedAt >= settings.progressMs;
  }

  /** Sets when it will be done; written with the next counts, the first time by itself. */
  expectFinish(at: number | undefined): void {
    const { estimatedFinishAt, ...rest } = this.#progress;
    this.#progress = at === undefined ? rest : { ...rest, estimatedFinishAt: at };
    if ((estimatedFinishAt === undefined) !== (at === undefined)) this.#dirty = true;
  }

  get hasEstimate(): boolean {
    return this.#progress.estimatedFinishAt !== undefined;
  }

  /** Counts every row afresh. @returns the rows without an outcome */
  async recount(signal: AbortSignal): Promise<readonly Recipient[]> {
    return await this.#gate.alone(async () => {
      const tally = new Tally(this.#ports.rules.timezone);
      const engaged = new EngagementTally();
      const unfinished: Recipient[] = [];
      for await (const row of rowsOf(this.#ports.recipients, this.ref, signal)) {
        tally.add(row);
        engaged.add(row);
        if (row.state === "sending") unfinished.push(row);
      }
      const { counts, byDay, reasons } = tally;
      this.#progress = { ...this.#progress, counts, byDay, reasons };
      this.#engaged.recounted(engaged);
      this.#counting = {};
      this.#dirty = true;
      return unfinished;
    });
  }

  /** Writes progress when it changed and the last write is long enough ago. */
  async saveIfDue(): Promise<void> {
    if (this.isSaveDue) await this.save();
  }

  /** Writes progress and who took most interest now, one write after the other. @throws ConditionRefused when a newer owner was there */
  async save(): Promise<void> {
    const before = this.#saving;
    const write = async () => {
      await before.catch(() => undefined);
      this.#dirty = false;
      this.#savedAt = this.#ports.clock.elapsed();
      try {
        const { engaged, isWhole } = await this.#engaged.carriedBy(this.#progress);
        const { engaged: _before, ...counted } = this.#progress;
        const carried = engaged.length === 0 ? {} : { engaged };
        this.#progress = { ...counted, ...carried, updatedAt: this.#ports.clock.now() };
        await this.#ports.progress.save(this.#progress);
        if (!isWhole) this.#dirty = true;
      } catch (error) {
        this.#dirty = true;
        throw error;
      }
    };
    this.#saving = write();
    await this.#saving;
  }
}

const measureOf: Partial<Record<CountChange["to"], Measure>> = {
  sent: "MessagesSent",
  failed: "MessagesFailed",
  in_doubt: "MessagesInDoubt",
};

function measureChange(meter: Meter, { from, to, claimedAt }: CountChange, now: number): void {
  const measure = measureOf[to];
  if (measure !== undefined) meter.count(measure);
  // An ack that came after all, for one in doubt, says nothing of how quick WhatsApp is.
  if (from === "sending" && to === "sent") meter.time("AckMs", now - claimedAt);
}

/** A number that was written to, or at least asked about; those decided without WhatsApp took no part in pacing. */
const isPaced = ({ history }: Recipient): boolean =>
  history.some(({ state, reason }) => state === "sending" || reason === "not_on_whatsapp");
