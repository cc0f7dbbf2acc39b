import type { Clock } from "../../core/time/clock.ts";
import { mayBecome, stateOfAck } from "../../core/sending/delivery.ts";
import type { AckEvent, WhatsAppConnection } from "../../core/whatsapp.ts";
import type { MessageRow } from "./remembered.ts";

/** Acks that came while no worker listened: the page is asked for them. */

export type AwaitedMessage = Pick<MessageRow, "messageId" | "number" | "state" | "claimedAt">;

/** As many are asked for at once; older ones come from WhatsApp by themselves, or never. */
export const mostMissedAcks = 2_000;

/** The latest first; those that were delivered come after those of which less is known. */
export function mostWanted<Message extends AwaitedMessage>(awaited: readonly Message[]): readonly Message[] {
  const rank = ({ state }: Message) => (state === "delivered" ? 1 : 0);
  const claimedAt = (message: Message) => message.claimedAt ?? 0;
  return awaited.toSorted((a, b) => rank(a) - rank(b) || claimedAt(b) - claimedAt(a)).slice(0, mostMissedAcks);
}

/**
 * Asks for each. An answer counts from now on: the page doesn't say when the ack came.
 * @param mayGoOn whether the connection is still the one that is open
 * @throws SessionDown when it can't be asked any more
 */
export async function askForMissedAcks(
  awaited: readonly AwaitedMessage[],
  connection: Pick<WhatsAppConnection, "findMessage">,
  clock: Clock,
  heard: (ack: AckEvent) => void,
  mayGoOn: () => boolean,
): Promise<void> {
  for (const { messageId, number, state } of mostWanted(awaited)) {
    if (!mayGoOn()) return;
    const known = await connection.findMessage(messageId, number);
    const told = known === undefined ? undefined : stateOfAck(known.ack);
    if (known === undefined || told === undefined || !mayBecome(state, told)) continue;
    heard({ messageId, to: number, ack: known.ack, at: clock.now() });
  }
}
