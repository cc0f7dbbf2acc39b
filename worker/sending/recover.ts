import type { RecipientReason, RecipientState } from "../../core/campaign/recipient.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { CampaignRun, Unsettled } from "../campaign/campaign-run.ts";
import { changeName } from "../campaign/change-name.ts";
import { attachmentOf, decide, handOver, onceAnAccount, type Sender } from "./send.ts";

/** What became of a message whose sender lost sight of it: the page is asked by its id, with every check repeated. */

export interface RecoverySettings {
  readonly inDoubtAfterMs: number;
  readonly onUnknown: "resend" | "hold";
  /** Whether the page's profile is the very one that sent. */
  readonly sameProfile: boolean;
  /** Since when the page can hear acks again, elapsed time: before that no wait for one counts. */
  readonly readyAt: number;
  /** How long until the pacing lets the next message go. */
  readonly mayResendInMs: number;
}

export type Recovery =
  | { readonly state: "settled" }
  /** Nothing to do for so long but listen for an ack, or for the campaign to run again. */
  | { readonly state: "wait"; readonly forMs: number }
  /** Handed over again and lost sight of again. */
  | { readonly state: "unsettled"; readonly handedOver: boolean };

/**
 * Looks after one unsettled message.
 * @throws SessionDown when the page can't be asked now
 */
export async function recover(
  sender: Sender,
  run: CampaignRun,
  connection: WhatsAppConnection,
  { row, handedOver, since }: Unsettled,
  settings: RecoverySettings,
): Promise<Recovery> {
  const { recipients, recipientClaims, clock } = sender.ports;
  const { retryMs } = sender.ports.settings;
  const by = changeName(sender.ports.nonce);
  const wait = (forMs = retryMs): Recovery => ({ state: "wait", forMs });
  const settle = async (
    state: RecipientState,
    at: number,
    reason?: RecipientReason,
    sameAccountAs?: string,
  ): Promise<Recovery> => {
    const change = { at, by, ...(reason === undefined ? {} : { reason }) };
    const details = sameAccountAs === undefined ? {} : { sameAccountAs };
    const before = await recipientClaims.advance(row, state, { ...change, ...details });
    if (before !== undefined) run.note({ from: before.state, to: state, reason, claimedAt: row.claimedAt });
    sender.acks.outOfHand(row, state);
    return { state: "settled" };
  };
  sender.acks.expect(row);
  const now = await recipients.find(row.tenantId, row.campaignId, row.number);
  // An ack was quicker than we are.
  if (now?.state !== "sending") return { state: "settled" };
  const known = await connection.findMessage(row.messageId, row.number);
  if (known !== undefined && known.ack >= 1) return await settle("sent", known.at);
  if (known?.ack === -1) return await settle("failed", known.at, "rejected_by_whatsapp");
  const surelyNotSent =
    known === undefined && (!handedOver || (settings.sameProfile && settings.onUnknown === "resend"));
  if (!surelyNotSent) {
    const overdue = clock.elapsed() - Math.max(since, settings.readyAt) >= settings.inDoubtAfterMs;
    return overdue ? await settle("in_doubt", clock.now(), "no_answer") : wait();
  }
  const look = await recipients.look(run.ref, row.listId, row.number);
  if (look.status === "stopped") return await settle("skipped", clock.now(), "campaign_stopped");
  if (look.status !== "running") return wait();
  if (look.contact === undefined) return await settle("skipped", clock.now(), "left_list");
  const asAlone = decide(run, look.contact, await attachmentOf(sender, run), true, look.optedOut);
  // Another owner may have written to another number of the account meanwhile.
  const decided = await onceAnAccount(sender, run, await sender.numbers.check(connection, row.number), asAlone);
  if (!("text" in decided)) return await settle(decided.state, clock.now(), decided.reason, decided.sameAccountAs);
  if (settings.mayResendInMs > 0) return wait(settings.mayResendInMs);
  run.noteClaim(clock.now());
  // The same id again: a network that knows it drops the repeat.
  const result = await handOver(sender, run, connection, now, decided);
  if (result.done || result.because !== "unsettled") return { state: "settled" };
  return { state: "unsettled", handedOver: handedOver || result.handedOver };
}
