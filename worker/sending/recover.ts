import { defined } from "../../core/defined.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { PageWord } from "../../core/campaign/page-doubt.ts";
import { haltHoldsMs, haltOf } from "../../core/sending/halt.ts";
import type { Lost } from "../../core/sending/recovery.ts";
import type { CampaignRun, Outcome, Unsettled } from "../campaign/campaign-run.ts";
import type { Unsent } from "../campaign/claim-row.ts";
import { attachmentOf, decide, onceAnAccount } from "./decide.ts";
import { findOut } from "./outgoing.ts";
import { isHeldUp, pageAgainMs } from "../page-holds.ts";
import type { ReadyConnection } from "./ready-connection.ts";
import { handOverTo, outgoingOf, type Sender } from "./send.ts";

/** What became of a campaign's message whose sender lost sight of it; before it is handed over again every check is repeated. */

export type Recovery =
  /** What the row says now; absent where it is gone. */
  | { readonly is: "settled"; readonly outcome?: Outcome | undefined; readonly page?: PageWord }
  /** Nothing to do for so long but listen for an ack, or for the campaign to run again. */
  | {
      readonly is: "wait";
      readonly forMs: number;
      readonly because?: "page" | "whatsapp_limit";
      /** When the reason ends, where that is told; epoch ms. */
      readonly until?: number;
    }
  /** Handed over again and lost sight of again. */
  | { readonly is: "unsettled"; readonly lost: Lost; readonly page?: PageWord };

/**
 * Finds out what became of one unsettled message.
 * @param mayResendInMs how long until the pacing lets the next message go
 * @throws SessionDown when the page can't be asked now
 */
export async function recover(
  sender: Sender,
  run: CampaignRun,
  open: ReadyConnection,
  { row: seen, lost }: Unsettled,
  mayResendInMs: number,
): Promise<Recovery> {
  const { recipients, halts, clock, settings } = sender.ports;
  const { connection } = open;
  const found = await findOut(outgoingOf(sender, run), open, seen, lost);
  if (found.is === "settled") return { is: "settled", outcome: found.became };
  if (found.is === "wait") return { is: "wait", forMs: settings.retryMs };
  const { row } = found;
  const look = await recipients.look(run.ref, row.listId, row.number);
  if (look.status === "stopped") return await leaveOut(sender, run, row, skipped("campaign_stopped"));
  if (look.status !== "running") return { is: "wait", forMs: settings.retryMs };
  if (look.contact === undefined) return await leaveOut(sender, run, row, skipped("left_list"));
  const asAlone = decide(run, look.contact, await attachmentOf(sender.media, run), true, look.optedOut);
  // Another owner may have written to another number of the account meanwhile.
  const check = await sender.numbers.check({ connection, number: row.number });
  const decided = await onceAnAccount(sender.ports, run, check, asAlone);
  if (!("text" in decided)) return await leaveOut(sender, run, row, decided);
  if (haltOf(await halts.of(run.campaign.tenantId)) !== undefined) return { is: "wait", forMs: haltHoldsMs };
  if (await isHeldUp(sender, run, open.standing.page, mayResendInMs <= 0)) {
    return { is: "wait", forMs: pageAgainMs, because: "page" };
  }
  if (mayResendInMs > 0) return { is: "wait", forMs: mayResendInMs };
  const numbers = [row.number, ...(check.others ?? [])] as const;
  const begins = await sender.newChats.begins(run.rule, connection, open.number, numbers);
  const limit = begins ? sender.newChats.limitTold(row) : undefined;
  if (limit !== undefined) {
    return { is: "wait", forMs: settings.lookMs, because: "whatsapp_limit", ...defined({ until: limit.until }) };
  }
  run.noteClaim(clock.now());
  // The same id again: a network that knows it drops the repeat.
  const result = await handOverTo(sender, run, connection, row, decided);
  const page = defined({ page: result.page });
  if (result.done) return { is: "settled", outcome: result.outcome, ...page };
  return { is: "unsettled", ...page, lost: { ...result.lost, handedOver: lost.handedOver || result.lost.handedOver } };
}

const skipped = (reason: "campaign_stopped" | "left_list"): Unsent => ({ state: "skipped", reason });

/** It is not handed over again. */
async function leaveOut(
  { ports: { clock }, remembered }: Sender,
  run: CampaignRun,
  row: Recipient,
  { state, reason, sameAccountAs }: Unsent,
): Promise<Recovery> {
  await run.settle(row, state, { at: clock.now(), token: row.token, reason, ...defined({ sameAccountAs }) });
  remembered.outOfHand(row, state);
  return { is: "settled", outcome: { state, reason } };
}
