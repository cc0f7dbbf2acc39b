import { OutcomeUnknown, RejectedByWhatsApp } from "../../core/errors.ts";
import type { Ack } from "../../core/whatsapp.ts";

/** A message's ack as the page gives it, in the port's words. */
export const asAck = (ack: number): Ack => (ack < 0 ? -1 : ack > 4 ? 4 : (ack as Ack));

/** Who waits for the server's word about a message that the library took for sent without it. */
export class AckWaits {
  readonly #waiting = new Map<string, (ack: Ack) => void>();

  /** Begins to listen; `answer` resolves at the first ack that decides. */
  begin(messageId: string): { readonly answer: Promise<Ack>; end(): void } {
    const { promise, resolve } = Promise.withResolvers<Ack>();
    this.#waiting.set(messageId, resolve);
    return { answer: promise, end: () => this.#waiting.delete(messageId) };
  }

  heard(messageId: string, ack: Ack): void {
    if (ack !== 0) this.#waiting.get(messageId)?.(ack);
  }
}

/** @throws RejectedByWhatsApp for a refusal; OutcomeUnknown where the server said nothing yet */
export function assertAccepted(messageId: string, ack: Ack): void {
  if (ack === -1) throw new RejectedByWhatsApp(`WhatsApp refused message ${messageId}`);
  if (ack === 0) throw new OutcomeUnknown(`WhatsApp's server said nothing of message ${messageId} yet`);
}
