import { defined } from "../../core/defined.ts";
import {
  OutcomeUnknown,
  PageRefused,
  QuotedMessageUnknown,
  RejectedByWhatsApp,
  SessionDown,
} from "../../core/errors.ts";
import { pageWordOf, type PageWord } from "../../core/campaign/page-doubt.ts";
import { judge, type Lost } from "../../core/sending/recovery.ts";
import type { OutgoingMessage, WhatsAppConnection } from "../../core/whatsapp.ts";
import type { HeldSession } from "../held-session.ts";
import type { ReadyConnection } from "./ready-connection.ts";
import type { MessageRow } from "./remembered.ts";

/** What each message of ours goes through once it is claimed, of a campaign or direct. */

/** What WhatsApp made of a message, or what it is taken for. */
export interface Fate {
  readonly state: "sent" | "failed" | "in_doubt";
  /** Epoch ms. */
  readonly at: number;
  readonly reason?: "rejected_by_whatsapp" | "page_refused" | "no_answer";
  readonly refusal?: RejectedByWhatsApp;
  /** Of one that the page refused. */
  readonly page?: PageWord;
}

export interface Outgoing<Row extends MessageRow> extends Pick<
  HeldSession,
  "ports" | "lease" | "remembered" | "limits"
> {
  readonly find: (row: Row) => Promise<Row | undefined>;
  /** Writes what became of it. Answers false where an ack was quicker. */
  readonly settle: (row: Row, fate: Fate) => Promise<boolean>;
}

/** What its row says now; `undefined` where the row is gone. */
export interface Settled<Row extends MessageRow> {
  readonly is: "settled";
  readonly became: Pick<Fate, "state" | "reason"> | Pick<Row, "state" | "reason"> | undefined;
  /** What its way showed of the page. */
  readonly page?: PageWord;
}

/** Called while a message is on its way: when it is under way, and when WhatsApp has it and its outcome is not written yet. */
export interface OnTheWay {
  readonly underWay?: () => void;
  readonly handedOver?: () => void;
}

/** No answer came; where the page is to blame for that, what it shows of the page. */
interface LostSight {
  readonly is: "lost";
  readonly lost: Lost;
  readonly page?: PageWord;
}

/**
 * Hands a claimed message over and writes its outcome.
 * @throws LeaseLost
 */
export async function handOver<Row extends MessageRow>(
  outgoing: Outgoing<Row>,
  connection: Pick<WhatsAppConnection, "send" | "probe">,
  row: Row,
  content: Omit<OutgoingMessage, "messageId" | "to">,
  on: OnTheWay = {},
): Promise<Settled<Row> | LostSight> {
  const { remembered, settle } = outgoing;
  let written: Fate["state"] | undefined;
  remembered.inHand(row);
  try {
    const fate = await send(outgoing, connection, { messageId: row.messageId, to: row.number, ...content }, on);
    if ("is" in fate) return fate;
    await settle(row, fate);
    written = fate.state;
    return { is: "settled", became: fate, ...defined({ page: fate.page }) };
  } finally {
    remembered.outOfHand(row, written);
  }
}

async function send(
  { lease, limits, ports: { clock } }: Pick<HeldSession, "lease" | "limits" | "ports">,
  connection: Pick<WhatsAppConnection, "send" | "probe">,
  message: OutgoingMessage,
  { underWay, handedOver }: OnTheWay,
): Promise<Fate | LostSight> {
  try {
    await lease.untilMaySend();
    const sending = connection.send(message, () => lease.untilMaySend());
    underWay?.();
    const { at } = await sending;
    handedOver?.();
    return { state: "sent", at };
  } catch (error) {
    const isUnknown = error instanceof OutcomeUnknown;
    const isRefused = error instanceof RejectedByWhatsApp;
    if (!isUnknown && !isRefused && !(error instanceof SessionDown)) throw error;
    const at = clock.now();
    const lost = { handedOver: isUnknown, since: clock.elapsed() };
    const page = defined({ page: pageWordOf(error, await connection.probe(), clock.elapsed()) });
    if (!isRefused) return { is: "lost", lost, ...page };
    const reason = error instanceof PageRefused ? "page_refused" : "rejected_by_whatsapp";
    if (reason === "rejected_by_whatsapp" && !(error instanceof QuotedMessageUnknown)) limits.askAgain();
    return { state: "failed", at, reason, refusal: error, ...page };
  }
}

/**
 * Finds out what became of a message that its sender lost sight of: the page is asked by its id. `resend` when it is to be
 * handed over again, as its row is now; `wait` when there is nothing to do but listen for an ack.
 * @param onUnknown what becomes of one that may have gone and that the page does not know
 * @throws SessionDown when the page can't be asked now
 */
export async function findOut<Row extends MessageRow>(
  outgoing: Outgoing<Row>,
  open: Pick<ReadyConnection, "connection" | "readyAt" | "sentFromHere">,
  row: Row,
  lost: Lost,
  onUnknown = outgoing.ports.settings.onUnknown,
): Promise<Settled<Row> | { readonly is: "resend"; readonly row: Row } | { readonly is: "wait" }> {
  const { limits, ports, remembered, find, settle } = outgoing;
  const { clock, settings } = ports;
  const now = await find(row);
  // An ack was quicker than we are.
  if (now?.state !== "sending") return { is: "settled", became: now };
  remembered.remember(now);
  const known = await open.connection.findMessage(now.messageId, now.number);
  const policy = { ...settings, onUnknown, isSameProfile: open.sentFromHere(now), readyAt: open.readyAt };
  const verdict = judge(known, lost, policy, clock.elapsed());
  if (verdict.is === "resend") return { is: "resend", row: now };
  if (verdict.is === "wait") return verdict;
  const { state, reason, at = clock.now() } = verdict;
  const fate: Fate = { state, at, ...defined({ reason }) };
  if (reason === "rejected_by_whatsapp") limits.askAgain();
  const became = (await settle(now, fate)) ? fate : await find(now);
  remembered.outOfHand(now, state);
  return { is: "settled", became };
}
