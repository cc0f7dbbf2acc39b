import { processingTime } from "../../aws/processing-time.ts";
import { firstCharacters } from "../../core/characters.ts";
import { judgeRefusedClaim, type Claimant } from "../../core/campaign/claim.ts";
import type { Contact } from "../../core/contact/contact.ts";
import type { KnownNumber } from "../../core/contact/person.ts";
import { findLeftOut, findWrittenTo } from "../../core/campaign/same-account.ts";
import { valuesFor } from "../../core/content/message-template.ts";
import { ConditionRefused, OutcomeUnknown, RejectedByWhatsApp, SessionDown } from "../../core/errors.ts";
import { isOutcome, type Recipient, type RecipientReason, type RecipientState } from "../../core/campaign/recipient.ts";
import { RenderTime } from "../../core/content/render-time.ts";
import type { OutgoingMedia, WhatsAppConnection } from "../../core/whatsapp.ts";
import type { AckBook } from "./acks.ts";
import { isOfAudience, type Member } from "../../core/campaign/audience.ts";
import type { CampaignRun } from "../campaign/campaign-run.ts";
import { changeName } from "../campaign/change-name.ts";
import type { LookAhead } from "./look-ahead.ts";
import type { MediaFolder } from "./media-folder.ts";
import type { NumberChecks } from "../number-checks.ts";
import { newRow, type Outcome } from "../campaign/new-row.ts";
import { claimAgain, rowAgain } from "../campaign/retry.ts";
import type { Lease } from "../lease.ts";
import type { ReadyConnection } from "./ready-connection.ts";
import type { WorkerPorts } from "../ports.ts";

/** The path of one message: look, claim, send, outcome. */

export interface Sender {
  readonly ports: Pick<WorkerPorts, "contacts" | "recipients" | "recipientClaims" | "clock" | "nonce" | "settings">;
  readonly lease: Lease;
  readonly claimant: Claimant;
  readonly numbers: NumberChecks;
  readonly media: Pick<MediaFolder, "fetch">;
  /** Where acks of messages are heard. */
  readonly acks: Pick<AckBook, "expect" | "inHand" | "outOfHand">;
  readonly ahead: LookAhead;
  /** Asked right before a message is claimed: whether it is the session's turn on a phone that others share. */
  readonly takeTurn: (run: CampaignRun) => Promise<boolean>;
  /** Called when a message is on its way to WhatsApp. */
  readonly onUnderWay: (connection: WhatsAppConnection) => void;
  /** Called when WhatsApp has it, before its outcome is written. */
  readonly onHandedOver: () => void;
}

export type SendResult =
  /**
   * The member has an outcome, which is named when it came about here and now; `paced` when WhatsApp was asked about the
   * number or given a message for it now.
   */
  | { readonly done: true; readonly paced: boolean; readonly outcome?: Outcome }
  /** The campaign does not run any more. */
  | { readonly done: false; readonly because: "not_running" }
  /** Another session of the phone goes first. */
  | { readonly done: false; readonly because: "not_its_turn" }
  /** A row stands at `sending`: it must be settled before anybody else is written to. */
  | { readonly done: false; readonly because: "unsettled"; readonly row: Recipient; readonly handedOver: boolean };

/**
 * Writes to one member of the audience, at most once.
 * @throws SessionDown when the session can't send now; nobody's outcome, nothing was claimed
 * @throws LeaseLost
 */
export async function sendToMember(
  sender: Sender,
  run: CampaignRun,
  { connection, number: from }: Pick<ReadyConnection, "connection" | "number">,
  member: Member,
): Promise<SendResult> {
  const { contacts, recipients, clock } = sender.ports;
  const { contact, cursor, again, foreseen } = member;
  const { number } = contact;
  const { tenantId, campaignId } = run.campaign;
  // WhatsApp is not asked about who has an outcome from an earlier list, or from before a takeover.
  if (again === undefined && (cursor.listIndex > 0 || run.hadRows)) {
    const there = await recipients.find(tenantId, campaignId, number);
    if (there !== undefined && isOutcome(there.state)) return { done: true, paced: false };
  }
  // Where one has left, others may have: WhatsApp is not asked about those, and no gap is kept for them.
  if (run.looksFirst) {
    const contact = await contacts.find(tenantId, listOf(run, member), number);
    if (contact === undefined) return { done: true, paced: false };
  }
  const media = await attachmentOf(sender, run);
  // Who asks for a retry of who was not on WhatsApp wants to know anew.
  const noSince = again?.reason === "not_on_whatsapp" ? run.campaign.changedAt : undefined;
  const check = await sender.numbers.check(connection, number, foreseen, noSince);
  await sender.lease.untilMaySend();
  const listId = listOf(run, member);
  const look = await sender.ahead.look(run.ref, listId, member, sender.numbers.savedAt);
  if (look.status !== "running") return { done: false, because: "not_running" };
  // Left the list since, or left and came back after the launch: of those the end of the campaign tells. Who is to be tried
  // again and is back is tried again.
  const hasLeft = look.contact === undefined || (again === undefined && !isOfAudience(run.campaign, look.contact));
  run.looksFirst = hasLeft;
  if (look.contact === undefined || hasLeft) return { done: true, paced: true };
  const asAlone = decide(run, look.contact, media, check.onWhatsApp, look.optedOut);
  const decided = await onceAnAccount(sender, run, check, asAlone);
  if ("text" in decided && !(await sender.takeTurn(run))) return { done: false, because: "not_its_turn" };
  const row = {
    ...newRow(sender, run, look.contact, listId, "text" in decided ? { state: "sending" } : decided, clock.now()),
    sender: from,
  };
  if (again !== undefined) return await tryAgain(sender, run, connection, again, row, decided);
  const { judged, there } = await claim(sender, row);
  if (judged === "duplicate") return { done: true, paced: true };
  if (judged === "recover") return { done: false, because: "unsettled", row: there, handedOver: true };
  run.note({ to: row.state, reason: row.reason, claimedAt: row.claimedAt });
  if (!("text" in decided)) return { done: true, paced: true, outcome: decided };
  return await handOver(sender, run, connection, row, decided);
}

/** The list that the member counts for. */
export const listOf = ({ campaign }: CampaignRun, { again, cursor, contact }: Member): string =>
  again?.listId ?? campaign.listIds[cursor.listIndex] ?? contact.listId;

/** One more attempt of who has an outcome already; where no message is to be made now, that outcome stays. */
async function tryAgain(
  sender: Sender,
  run: CampaignRun,
  connection: WhatsAppConnection,
  again: Recipient,
  fresh: Recipient,
  decided: Decision,
): Promise<SendResult> {
  const { recipientClaims, nonce } = sender.ports;
  if (!("text" in decided)) return { done: true, paced: true, outcome: decided };
  if (again.state === "in_doubt") {
    const known = await connection.findMessage(again.messageId, again.number);
    if (known !== undefined && known.ack >= 1) {
      const before = await recipientClaims.advance(again, "sent", { at: known.at, by: changeName(nonce) });
      if (before !== undefined)
        run.note({ from: before.state, fromReason: before.reason, to: "sent", claimedAt: again.claimedAt });
      return { done: true, paced: true, outcome: { state: "sent" } };
    }
  }
  const row = rowAgain(again, fresh, run.campaign.round ?? 0);
  const { judged, there } = await claimAgain(sender.ports, again, row);
  if (judged === "duplicate") return { done: true, paced: true };
  if (judged === "recover") return { done: false, because: "unsettled", row: there, handedOver: true };
  run.note({
    from: again.state,
    fromReason: again.reason,
    to: "sending",
    claimedAt: row.claimedAt,
    wasClaimedAt: again.claimedAt,
  });
  return await handOver(sender, run, connection, row, decided);
}

/** What goes with every message of the campaign; `unavailable` when the bucket has it no more. */
export type Attachment = OutgoingMedia | "none" | "unavailable";

export async function attachmentOf({ media }: Pick<Sender, "media">, run: CampaignRun): Promise<Attachment> {
  const frozen = run.body.media;
  return frozen === undefined ? "none" : ((await media.fetch(run.ref, frozen)) ?? "unavailable");
}

interface Content {
  readonly text: string;
  readonly media?: OutgoingMedia;
}

interface Unsent extends Pick<Recipient, "missing" | "sameAccountAs"> {
  readonly state: RecipientState;
  readonly reason: RecipientReason;
}

type Decision = Content | Unsent;

/** What to send, or the outcome that needs no message. */
export function decide(
  run: CampaignRun,
  contact: Contact,
  media: Attachment,
  onWhatsApp: boolean,
  optedOut: boolean,
): Decision {
  if (optedOut) return { state: "skipped", reason: "opted_out" };
  const text = textFor(run, contact);
  if (!text.ok) return { state: "failed", ...text.because };
  if (!onWhatsApp) return { state: "failed", reason: "not_on_whatsapp" };
  if (media === "unavailable") return { state: "failed", reason: "media_unavailable" };
  return { text: text.text, ...(media === "none" ? {} : { media }) };
}

/**
 * What was decided, unless the campaign wrote to the number's account under another one of its numbers, or may have, or
 * leaves it out under one.
 */
export async function onceAnAccount(
  { ports: { contacts, recipients } }: Pick<Sender, "ports">,
  { campaign }: CampaignRun,
  { others = [] }: Pick<KnownNumber, "others">,
  decided: Decision,
): Promise<Decision> {
  if (!("text" in decided)) return decided;
  const sameAccountAs =
    (await findWrittenTo(recipients, campaign, others)) ?? (await findLeftOut(contacts, campaign, others));
  return sameAccountAs === undefined ? decided : { state: "skipped", reason: "same_account", sameAccountAs };
}

type TextFor =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly because: Pick<Recipient, "missing"> & { readonly reason: RecipientReason } };

/** So many names of missing variables are kept with a recipient, each so long. */
const maxMissing = 5;
const maxMissingLength = 64;

/** A file may go without a caption; what is rendered may not be blank. */
function textFor({ body, template }: CampaignRun, contact: Contact): TextFor {
  if (body.text === "") return { ok: true, text: "" };
  const values = valuesFor(body.variables, contact);
  const msLeft = new RenderTime(processingTime).ofText();
  const rendered = template.render(values, msLeft);
  if (rendered.ok) return rendered;
  const { reason } = rendered;
  if (reason !== "missing_variable") return { ok: false, because: { reason } };
  const missing = template.missing(values, msLeft).slice(0, maxMissing);
  return { ok: false, because: { reason, missing: missing.map((name) => firstCharacters(name, maxMissingLength)) } };
}

/** Claims, and judges a refusal from the row as it is then. */
async function claim({ ports: { recipients, recipientClaims } }: Sender, row: Recipient) {
  try {
    await recipientClaims.claim(row);
    return { judged: "mine", there: row } as const;
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    const there = await recipients.find(row.tenantId, row.campaignId, row.number);
    if (there === undefined) throw error;
    return { judged: judgeRefusedClaim(there, row.token), there };
  }
}

/** Hands a claimed message over and writes its outcome. */
export async function handOver(
  { ports: { recipientClaims, clock, nonce }, lease, acks, onUnderWay, onHandedOver }: Sender,
  run: CampaignRun,
  connection: WhatsAppConnection,
  row: Recipient,
  content: Content,
): Promise<SendResult> {
  const by = changeName(nonce);
  let became: RecipientState | undefined;
  const settle = async (state: RecipientState, at: number, reason?: RecipientReason) => {
    const before = await recipientClaims.advance(row, state, {
      at,
      by,
      token: row.token,
      ...(reason === undefined ? {} : { reason }),
    });
    if (before !== undefined) run.note({ from: before.state, to: state, reason, claimedAt: row.claimedAt });
    became = state;
  };
  acks.inHand(row);
  try {
    await lease.untilMaySend();
    const sending = connection.send({ messageId: row.messageId, to: row.number, ...content });
    onUnderWay(connection);
    const { at } = await sending;
    onHandedOver();
    await settle("sent", at);
    return { done: true, paced: true, outcome: { state: "sent" } };
  } catch (error) {
    if (error instanceof RejectedByWhatsApp) {
      const reason = "rejected_by_whatsapp";
      await settle("failed", clock.now(), reason);
      return { done: true, paced: true, outcome: { state: "failed", reason } };
    }
    if (error instanceof SessionDown) return { done: false, because: "unsettled", row, handedOver: false };
    if (error instanceof OutcomeUnknown) return { done: false, because: "unsettled", row, handedOver: true };
    throw error;
  } finally {
    acks.outOfHand(row, became);
  }
}
