import type { Campaign, CampaignBody } from "../../core/campaign/campaign.ts";
import type { CampaignChange } from "../../core/campaign/campaign-ports.ts";
import { afterClaim, ClaimTally, type ClaimHistory, type PacingRule } from "../../core/sending/pacing.ts";
import { FirstCampaignGone } from "../../core/errors.ts";
import { unlessRefused } from "../../core/refused.ts";
import type { CampaignRef } from "../../core/refs.ts";
import { afterSign, type PageSign, type PageWord } from "../../core/campaign/page-doubt.ts";
import type { WitnessedFault } from "../../core/sending/page-hold.ts";
import type { WaitReason } from "../../core/sending/pacing.ts";
import {
  afterAttempt,
  attemptOf,
  failingOf,
  freshStreak,
  type Failing,
  type Streak,
} from "../../core/campaign/streak.ts";
import type { AdvanceChange } from "../../core/campaign/recipient-ports.ts";
import type { Recipient, RecipientState } from "../../core/campaign/recipient.ts";
import { awaitsAcks } from "../../core/sending/delivery.ts";
import type { Lost } from "../../core/sending/recovery.ts";
import { changeName } from "./change-name.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate } from "../../core/content/template.ts";
import type { Member } from "../../core/campaign/audience.ts";
import type { HeldSession } from "../held-session.ts";
import { CampaignCounts } from "./campaign-counts.ts";
import type { Gate } from "./gate.ts";
import { MemberQueue } from "./member-queue.ts";

/** A message of ours whose fate has to be found out before this campaign writes to the next recipient. */
export interface Unsettled {
  readonly row: Recipient;
  readonly lost: Lost;
  /** Set where the page is to blame that no answer came. */
  readonly page?: PageWord;
}

/** What a recipient ended with. */
export type Outcome = Pick<Recipient, "state" | "reason">;

/** What campaigns need of their session. */
export type Held = Pick<HeldSession, "ports" | "ref" | "claimant" | "rules" | "remembered" | "ending">;

/** One campaign in the hands of its one owner: counts, audience and what is unsettled. */
export class CampaignRun {
  readonly held: Held;
  readonly campaign: Campaign;
  readonly body: CampaignBody;
  readonly template: ParsedTemplate;
  readonly counts: CampaignCounts;
  readonly queue: MemberQueue;
  readonly unsettled: Unsettled[];
  /** Whether the next member may have a row already: rows were there at the start. */
  readonly hadRows: boolean;
  /** The claims that this campaign's rows show. */
  claims: ClaimHistory;
  /** Those that wrote to a number or asked about it, and how many of them began a chat. */
  #paced: { readonly messages: number; readonly newChats: number };
  /**
   * The next recipient would begin a chat, which may not begin yet: until when, epoch ms, where that is known. It is tried again
   * after a while (elapsed time) even so: by then it may be one who left or wrote by himself.
   */
  heldChat: { readonly until: number | undefined; readonly triedAgainAt: number } | undefined;
  /** It waits for the fate of a message until then, elapsed time; the session's other campaigns go on. */
  blockedUntil = -Infinity;
  /** What it shows meanwhile. */
  blockedBy: WaitReason = "session";
  /** Until when, where that is told; epoch ms. */
  blockEndsAt: number | undefined;
  /** The last one whose turn came had left its list: whether the next one still stands in it is read before all else. */
  looksFirst = false;
  /** After an error nothing in memory is trusted: it is to be read anew. */
  isStale = false;
  /** A campaign whose remainder this one is was deleted: it is not known any more who is left. */
  isFirstGone = false;
  /** Faults of WhatsApp's page that it tries with a message, by id: since when (epoch ms), and each as it was then. */
  readonly probing = new Map<string, { readonly at: number; readonly fault: WitnessedFault }>();
  /** The version of WhatsApp's page that said what `streak.page.said` is: the page of now may be another one. */
  saidOn: string | undefined;
  /** When it became due, elapsed time. */
  takenUpAt = -Infinity;
  /** When a person started it, or let it go on last; epoch ms. */
  goesOnSince = 0;
  /** Since it became due, without a break: one that was paused and resumed begins again. */
  streak: Streak = freshStreak;
  readonly #gate: Gate;
  readonly #announced = new Set<Failing["because"]>();

  private constructor(
    held: Held,
    gate: Gate,
    loaded: Pick<CampaignRun, "campaign" | "body" | "template" | "counts" | "claims" | "unsettled">,
    paced: { readonly messages: number; readonly newChats: number },
  ) {
    this.held = held;
    this.#gate = gate;
    this.campaign = loaded.campaign;
    this.body = loaded.body;
    this.template = loaded.template;
    this.counts = loaded.counts;
    this.queue = new MemberQueue(held.ports, loaded.campaign, loaded.counts);
    this.unsettled = loaded.unsettled;
    this.hadRows = loaded.counts.total > 0;
    this.claims = loaded.claims;
    this.#paced = paced;
  }

  /**
   * Takes a campaign over: writes the epoch first, so that no former owner can write counts any more, then counts the rows.
   * @param taken hears the run before any change of a row goes on that waited for the counting: such a change counts for it
   * @throws ConditionRefused when a newer owner was there
   */
  static async open(
    held: Held,
    gate: Gate,
    campaignId: string,
    taken: (run: CampaignRun) => void,
  ): Promise<CampaignRun | undefined> {
    const { claimant, remembered, rules } = held;
    const { campaigns, clock, progress, settings } = held.ports;
    const ref = { ...held.ref, campaignId };
    const campaign = await campaigns.find(ref);
    const body =
      campaign?.deletedAt === undefined && campaign !== undefined ? await campaigns.body(campaign) : undefined;
    if (campaign === undefined || body === undefined) return undefined;
    const template = parseTemplate(body.text);
    if (isTemplateProblem(template)) throw new Error(`the text of campaign ${campaignId} can't be read`);
    return await gate.alone(async () => {
      const counts = new CampaignCounts(held, await progress.begin(ref, claimant.sessionEpoch, clock.now()));
      const claims = new ClaimTally(rules.timezone);
      const unsettled: Unsettled[] = [];
      const paced = { messages: 0, newChats: 0 };
      const askedSince = clock.now() - settings.askForAcksMs;
      await counts.recount((row) => {
        if (isPaced(row)) {
          claims.add(row.claimedAt, row.newChat === true && rules.isOfNumber(campaign, row));
          paced.messages += 1;
          paced.newChats += row.newChat === true ? 1 : 0;
        }
        if (awaitsAcks(row) && row.claimedAt >= askedSince) remembered.remember(row);
        if (row.state === "sending") unsettled.push({ row, lost: { handedOver: true, since: clock.elapsed() } });
      });
      counts.rest();
      await counts.save();
      const loaded = { campaign, body, template, counts, claims: claims.history, unsettled };
      const run = new CampaignRun(held, gate, loaded, paced);
      taken(run);
      return run;
    });
  }

  /** What it is sent by, as things are set now. */
  get rule(): PacingRule {
    return this.held.rules.ruleOf(this.campaign);
  }

  get ref(): CampaignRef {
    const { tenantId, sessionId, campaignId } = this.campaign;
    return { tenantId, sessionId, campaignId };
  }

  /** The list that a member counts for. */
  listOf({ again, cursor, contact }: Member): string {
    return again?.listId ?? this.campaign.listIds[cursor.listIndex] ?? contact.listId;
  }

  /** How many are still to be written to, as far as is known before the walk at the end. */
  get left(): number {
    return Math.max(0, this.campaign.total - this.counts.total);
  }

  /** A number was asked about or written to: the next one keeps its distance. @param begins whether its message began a chat */
  noteClaim(at: number, begins = false): void {
    this.claims = afterClaim(this.claims, at, this.rule.timezone, begins);
    const { messages, newChats } = this.#paced;
    this.#paced = { messages: messages + 1, newChats: newChats + (begins ? 1 : 0) };
  }

  /** How many of the messages that are left likely begin a chat, 0 to 1: as of those so far; at first all of them. */
  get shareOfNewChats(): number {
    const { messages, newChats } = this.#paced;
    return messages < fewMessages ? (newChats + 1) / (messages + 1) : newChats / messages;
  }

  /** It became due, or is let go on: what its recipients came to counts afresh. */
  takeUp({ changedAt, createdAt }: Pick<Campaign, "changedAt" | "createdAt">): void {
    this.goesOnSince = changedAt ?? createdAt;
    this.streak = freshStreak;
    this.takenUpAt = this.held.ports.clock.elapsed();
    this.#announced.clear();
    this.counts.fails(undefined);
  }

  /** It was read anew in the middle of its work: what its recipients came to since it was taken up goes on counting. */
  goOnFrom(before: CampaignRun): void {
    this.goesOnSince = before.goesOnSince;
    this.streak = before.streak;
    this.takenUpAt = before.takenUpAt;
    for (const one of before.#announced) this.#announced.add(one);
    this.counts.fails(failingOf(this.streak));
  }

  /** Adds what WhatsApp made of a recipient to the streak. */
  addToStreak(outcome: Outcome | undefined): void {
    const attempt = outcome && attemptOf(outcome);
    if (attempt !== undefined) {
      this.streak = afterAttempt(this.streak, attempt);
      this.counts.fails(failingOf(this.streak));
    }
    if (attempt === "sent") this.#addSign({ is: "sent" });
  }

  /** What its recipients fail by since it was taken up and no event said so far; that one is about to. */
  takeUnannounced(): Failing | undefined {
    const failing = failingOf(this.streak);
    if (failing === undefined || this.#announced.has(failing.because)) return undefined;
    this.#announced.add(failing.because);
    return failing;
  }

  /** Waits so long; the session's other campaigns go on. @param until when the reason itself ends, where that is told; epoch ms */
  blockFor(forMs: number, because: WaitReason, until?: number): void {
    this.blockedUntil = this.held.ports.clock.elapsed() + forMs;
    this.blockedBy = because;
    this.blockEndsAt = until;
  }

  /** Takes in what a message or a question showed of WhatsApp's page. */
  sawPage({ sign, trouble }: PageWord): void {
    this.#addSign(sign);
    if ("error" in sign) this.saidOn = trouble.version;
    this.counts.sawPage(trouble);
    if (sign.is !== "refused") this.counts.waitFor("page");
  }

  /** The page answers, or its session is not ready: from then on the time in which it can't be asked counts anew. */
  forgetUnasked(): void {
    if (this.streak.page.unaskedSince !== undefined) this.#addSign({ is: "asked" });
  }

  #addSign(sign: PageSign): void {
    this.streak = { ...this.streak, page: afterSign(this.streak.page, sign) };
  }

  /** A step for it failed: it is to be read anew. */
  failed(error: unknown): void {
    if (error instanceof FirstCampaignGone) this.isFirstGone = true;
    this.isStale = true;
  }

  /** Its owner may not go on with it; a person lets it go on. */
  async pause(changes: Pick<CampaignChange, "pausedBecause" | "endsRetry">): Promise<void> {
    const { campaignChanges, clock } = this.held.ports;
    // Refused where another process was quicker, or this one was and the answer got lost.
    await unlessRefused(campaignChanges.apply(this.ref, "pause", { now: clock.now(), ...changes }));
  }

  /** Writes what became of a row, and counts it. Answers false where an ack was quicker. */
  async settle(row: Recipient, to: RecipientState, change: AdvanceChange): Promise<boolean> {
    const { recipientClaims, nonce } = this.held.ports;
    const before = await recipientClaims.advance(row, to, { by: changeName(nonce), ...change });
    if (before === undefined) return false;
    const counted = { from: before.state, fromReason: before.reason, to, reason: change.reason };
    this.counts.count({ ...counted, claimedAt: row.claimedAt });
    return true;
  }

  /** Counts every row afresh. @returns the rows without an outcome */
  async recount(): Promise<readonly Recipient[]> {
    const unfinished: Recipient[] = [];
    await this.#gate.alone(() =>
      this.counts.recount((row) => {
        if (row.state === "sending") unfinished.push(row);
      }),
    );
    return unfinished;
  }
}

/** So few say little of the others. */
const fewMessages = 20;

/** A number that was written to, or at least asked about; those decided without WhatsApp took no part in pacing. */
const isPaced = ({ history }: Recipient): boolean =>
  history.some(({ state, reason }) => state === "sending" || reason === "not_on_whatsapp");
