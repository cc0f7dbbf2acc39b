import { isOfAudience, type Member } from "../../core/campaign/audience.ts";
import type { PageWord } from "../../core/campaign/page-doubt.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import { defined } from "../../core/defined.ts";
import type { MayNotBegin } from "../../core/sending/new-chats.ts";
import { isOutcome } from "../../core/sending/delivery.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { CampaignRun, Outcome, Unsettled } from "../campaign/campaign-run.ts";
import { claim, newRow, rowAgain } from "../campaign/claim-row.ts";
import { attachmentOf, decide, onceAnAccount, type Content } from "./decide.ts";
import type { LoopParts } from "./loop-parts.ts";
import { handOver, type Outgoing } from "./outgoing.ts";
import type { Preparation } from "./preparation.ts";
import type { ReadyConnection } from "./ready-connection.ts";

/** The path of one message of a campaign: read, claim, send, outcome. */

export interface Sender extends LoopParts {
  readonly preparation: Preparation;
}

export type SendResult =
  /**
   * The member has an outcome, which is named when it came about here and now; `paced` when WhatsApp was asked about the
   * number or given a message for it now.
   */
  | {
      readonly done: true;
      readonly paced: boolean;
      readonly outcome?: Outcome | undefined;
      /** A message was claimed that begins a chat. */
      readonly begins?: boolean;
      /** What its way showed of WhatsApp's page, where that was trouble. */
      readonly page?: PageWord;
    }
  /** The campaign does not run any more. */
  | { readonly done: false; readonly because: "not_running" }
  /** The member's message would begin a chat, and that may not be now. */
  | { readonly done: false; readonly because: "may_begin_no_chat"; readonly wait: MayNotBegin }
  /** Another session of the phone goes first. */
  | { readonly done: false; readonly because: "not_its_turn" }
  /** A row stands at `sending`: it needs an outcome before the next recipient is written to. */
  | ({ readonly done: false; readonly because: "unsettled" } & Unsettled);

/**
 * Writes to one member of the audience, at most once.
 * @throws SessionDown when the session can't send now; no outcome was written, nothing was claimed
 * @throws LeaseLost
 */
export async function sendToMember(
  sender: Sender,
  run: CampaignRun,
  { connection, number: from }: Pick<ReadyConnection, "connection" | "number">,
  member: Member,
): Promise<SendResult> {
  const { contacts, recipients, clock } = sender.ports;
  const { contact, cursor, again } = member;
  const { number } = contact;
  const { tenantId, campaignId } = run.campaign;
  // WhatsApp is not asked about who has an outcome from an earlier list, or from before a takeover.
  if (again === undefined && (cursor.listIndex > 0 || run.hadRows)) {
    const there = await recipients.find(tenantId, campaignId, number);
    if (there !== undefined && isOutcome(there.state)) return { done: true, paced: false };
  }
  // Where one has left, others may have: WhatsApp is not asked about those, and no gap is kept for them.
  if (run.looksFirst) {
    const contact = await contacts.find(tenantId, run.listOf(member), number);
    if (contact === undefined) return { done: true, paced: false };
  }
  const media = await attachmentOf(sender.media, run);
  // Who asks for a retry of who was not on WhatsApp wants to know anew.
  const noSince = again?.reason === "not_on_whatsapp" ? run.campaign.changedAt : undefined;
  const check = await sender.preparation.check(run, member, connection, noSince);
  await sender.lease.untilMaySend();
  const look = await sender.preparation.look(run, member);
  if (look.status !== "running") return { done: false, because: "not_running" };
  // Left the list since, or left and came back after the launch: the end of the campaign writes their rows. Who is to be tried
  // again and is back is tried again.
  const hasLeft = look.contact === undefined || (again === undefined && !isOfAudience(run.campaign, look.contact));
  run.looksFirst = hasLeft;
  if (look.contact === undefined || hasLeft) return { done: true, paced: true };
  const asAlone = decide(run, look.contact, media, check.onWhatsApp, look.optedOut);
  const decided = await onceAnAccount(sender.ports, run, check, asAlone);
  const content = "text" in decided ? decided : undefined;
  const numbers = [number, ...(check.others ?? [])] as const;
  const begins = content !== undefined && (await sender.newChats.begins(run.rule, connection, from, numbers));
  const may = begins ? sender.newChats.mayBegin(run.rule) : ({ may: true } as const);
  if (!may.may) return { done: false, because: "may_begin_no_chat", wait: may };
  const mayStill = () => sender.newChats.mayBegin(run.rule).may;
  if (content !== undefined && !(await sender.turns.take(run.rule.policy, begins ? mayStill : undefined)))
    return { done: false, because: "not_its_turn" };
  const unsent = "text" in decided ? undefined : decided;
  // Where no message is to be made for it now, the outcome of its attempt before stays.
  if (again !== undefined && unsent !== undefined) return { done: true, paced: true, outcome: unsent };
  if (again?.state === "in_doubt" && (await hasGone(run, connection, again)))
    return { done: true, paced: true, outcome: { state: "sent" } };
  const chat = begins ? { newChat: true as const } : {};
  const fresh = { ...newRow(run, look.contact, run.listOf(member), unsent), sender: from, ...chat };
  const row = again === undefined ? fresh : rowAgain(again, fresh, run.campaign.round ?? 0);
  const { judged, there } = await claim(sender.ports, row, again);
  if (judged === "duplicate") return { done: true, paced: true };
  if (judged === "recover") {
    const lost = { handedOver: true, since: clock.elapsed() };
    return { done: false, because: "unsettled", row: there, lost };
  }
  run.counts.countRow(row, again);
  if (content === undefined) return { done: true, paced: true, outcome: unsent };
  const handed = await handOverTo(sender, run, connection, row, content);
  return handed.done ? { ...handed, begins } : handed;
}

/** Whether a message in doubt went after all: it is asked for once more before it is repeated. */
async function hasGone(
  run: CampaignRun,
  connection: Pick<WhatsAppConnection, "findMessage">,
  row: Recipient,
): Promise<boolean> {
  const known = await connection.findMessage(row.messageId, row.number);
  if (known === undefined || known.ack < 1) return false;
  await run.settle(row, "sent", { at: known.at });
  return true;
}

/** Hands a claimed message over and counts what became of it. */
export async function handOverTo(
  sender: Sender,
  run: CampaignRun,
  connection: WhatsAppConnection,
  row: Recipient,
  content: Content,
): Promise<Extract<SendResult, { readonly done: true } | { readonly because: "unsettled" }>> {
  const { preparation } = sender;
  const on = {
    underWay: () => {
      preparation.underWay(run, connection);
    },
    handedOver: () => {
      preparation.handedOver(run);
    },
  };
  const handed = await handOver(outgoingOf(sender, run), connection, row, content, on);
  if (handed.is === "lost") return { done: false, because: "unsettled", ...handed, row };
  return { done: true, paced: true, outcome: handed.became, ...defined({ page: handed.page }) };
}

/** A campaign's messages on the common way. */
export const outgoingOf = (sender: Sender, run: CampaignRun): Outgoing<Recipient> => ({
  ...sender,
  find: ({ tenantId, campaignId, number }) => sender.ports.recipients.find(tenantId, campaignId, number),
  settle: (row, { state, at, reason }) => run.settle(row, state, { at, token: row.token, ...defined({ reason }) }),
});
