import { defined } from "../../core/defined.ts";
import { OutcomeUnknown, RejectedByWhatsApp, SessionDown } from "../../core/errors.ts";
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
  readonly reason?: "rejected_by_whatsapp" | "no_answer";
  readonly refusal?: RejectedByWhatsApp;
}

export interface Outgoing<Row extends MessageRow> extends Pick<HeldSession, "ports" | "lease" | "remembered"> {
  readonly find: (row: Row) => Promise<Row | undefined>;
  /** Writes what became of it. Answers false where an ack was quicker. */
  readonly settle: (row: Row, fate: Fate) => Promise<boolean>;
}

/** What its row says now; `undefined` where the row is gone. */
export interface Settled<Row extends MessageRow> {
  readonly is: "settled";
  readonly became: Pick<Fate, "state" | "reason"> | Pick<Row, "state" | "reason"> | undefined;
}

/** Called while a message is on its way: when it is under way, and when WhatsApp has it and its outcome is not written yet. */
export interface OnTheWay {
  readonly underWay?: () => void;
  readonly handedOver?: () => void;
}

/** No answer came. */
type LostSight = Lost & { readonly is: "lost" };

/**
 * Hands a claimed message over and writes its outcome.
 * @throws LeaseLost
 */
export async function handOver<Row extends MessageRow>(
  outgoing: Outgoing<Row>,
  connection: Pick<WhatsAppConnection, "send">,
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
    return { is: "settled", became: fate };
  } finally {
    remembered.outOfHand(row, written);
  }
}

async function send(
  { lease, ports: { clock } }: Pick<HeldSession, "lease" | "ports">,
  connection: Pick<WhatsAppConnection, "send">,
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
    if (error instanceof RejectedByWhatsApp) {
      return { state: "failed", at: clock.now(), reason: "rejected_by_whatsapp", refusal: error };
    }
    const isUnknown = error instanceof OutcomeUnknown;
    if (!isUnknown && !(error instanceof SessionDown)) throw error;
    return { is: "lost", handedOver: isUnknown, since: clock.elapsed() };
  }
}

/**
 * Finds out what became of a message that its sender lost sight of: the page is asked by its id. `resend` when it is to be
 * handed over again, as its row is now; `wait` when there is nothing to do but listen for an ack.
 * @throws SessionDown when the page can't be asked now
 */
export async function findOut<Row extends MessageRow>(
  outgoing: Outgoing<Row>,
  open: Pick<ReadyConnection, "connection" | "readyAt" | "sentFromHere">,
  row: Row,
  lost: Lost,
): Promise<Settled<Row> | { readonly is: "resend"; readonly row: Row } | { readonly is: "wait" }> {
  const { ports, remembered, find, settle } = outgoing;
  const { clock, settings } = ports;
  const now = await find(row);
  // An ack was quicker than we are.
  if (now?.state !== "sending") return { is: "settled", became: now };
  remembered.remember(now);
  const known = await open.connection.findMessage(now.messageId, now.number);
  const policy = { ...settings, isSameProfile: open.sentFromHere(now), readyAt: open.readyAt };
  const verdict = judge(known, lost, policy, clock.elapsed());
  if (verdict.is === "resend") return { is: "resend", row: now };
  if (verdict.is === "wait") return verdict;
  const { state, reason, at = clock.now() } = verdict;
  const fate: Fate = { state, at, ...defined({ reason }) };
  const became = (await settle(now, fate)) ? fate : await find(now);
  remembered.outOfHand(now, state);
  return { is: "settled", became };
}
