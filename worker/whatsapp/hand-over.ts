import { OutcomeUnknown, PageRefused, RejectedByWhatsApp, SessionDown } from "../../core/errors.ts";
import type { Clock } from "../../core/time/clock.ts";
import type { Ack } from "../../core/whatsapp.ts";
import type { Calls } from "./calls.ts";
import { findMessage, giveUp, sendMessage } from "./page-code.ts";
import { PageError, type SendingMessage, type WebClient } from "./web-client.ts";
import type { WebSettings } from "./web-settings.ts";

/** A message's ack as the page gives it, in the port's words. */
export const asAck = (ack: number): Ack => (ack < 0 ? -1 : ack > 4 ? 4 : (ack as Ack));

export interface HandOverParts {
  readonly client: Pick<WebClient, "evaluate">;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly settings: Pick<WebSettings, "probeWithinMs">;
  /** How the connection stands: ready, and the line is there. */
  readonly standing: () => { readonly isReady: boolean; readonly isOnline: boolean };
}

/** Where a message goes, and under which keys the page may know it. */
export interface Way {
  readonly chatId: string;
  readonly keys: readonly string[];
  readonly withinMs: number;
  /** Asked right before a message with a file goes. What it throws ends the sending. */
  readonly mayGo: () => Promise<void>;
}

/** The last step of a message, and what became of it where the page did not say. */
export class HandOver {
  readonly #parts: HandOverParts;
  readonly #acks = new AckWaits();
  readonly #gates = new Map<string, () => Promise<boolean>>();

  constructor(parts: HandOverParts) {
    this.#parts = parts;
  }

  heard(messageId: string, ack: Ack): void {
    this.#acks.heard(messageId, ack);
  }

  async mayGo(messageId: string): Promise<boolean> {
    return (await this.#gates.get(messageId)?.()) ?? false;
  }

  /** @throws RejectedByWhatsApp, PageRefused, SessionDown, OutcomeUnknown; what `mayGo` throws */
  async send(message: SendingMessage, way: Way): Promise<Ack> {
    const { clock } = this.#parts;
    const endsAt = clock.elapsed() + way.withinMs;
    const waiting = this.#acks.begin(message.messageId);
    let refusal: { readonly error: unknown } | undefined;
    this.#gates.set(message.messageId, async () => {
      await way.mayGo().catch((error: unknown) => {
        refusal = { error };
      });
      return refusal === undefined;
    });
    try {
      const ack = await this.#parts.calls
        .within(way.withinMs, () => Promise.race([waiting.answer, this.#throughPage(message, way, waiting.answer)]))
        .catch((error: unknown) => this.#judge(error, message, way, waiting.answer, endsAt));
      assertAccepted(message.messageId, ack);
      return ack;
    } catch (error) {
      throw error instanceof PageRefused && refusal !== undefined ? refusal.error : error;
    } finally {
      waiting.end();
      this.#gates.delete(message.messageId);
    }
  }

  async #throughPage(message: SendingMessage, { chatId, keys }: Way, told: Promise<Ack>): Promise<Ack> {
    const { client } = this.#parts;
    const { messageId, media, text } = message;
    const ack = await client.evaluate(
      sendMessage,
      chatId,
      media === undefined ? text : "",
      optionsOf(message),
      messageId,
    );
    const known = ack ?? (await client.evaluate(findMessage, keys))?.ack ?? 0;
    return known === 0 ? await told : asAck(known);
  }

  /** The page lives, as far as is known: only it can say whether it took the message before it broke off. */
  async #judge(
    error: unknown,
    { messageId, media }: SendingMessage,
    { keys }: Way,
    told: Promise<Ack>,
    endsAt: number,
  ): Promise<Ack> {
    const { client, calls, clock, settings, standing } = this.#parts;
    const withMedia = media !== undefined;
    const reason = error instanceof Error ? error.message : String(error);
    const fate = standing().isReady
      ? await this.#asked(() => client.evaluate(giveUp, messageId), "unknown" as const)
      : "unknown";
    if (fate === "never") {
      if (!standing().isOnline) throw new SessionDown(`nothing was handed over: ${reason}`, { cause: error });
      throw new PageRefused(`the page did not take message ${messageId}: ${reason}`, {
        pageError: reason,
        withMedia,
        unanswered: !(error instanceof PageError),
        cause: error,
      });
    }
    if (fate === "taken") {
      const found = await this.#asked(() => client.evaluate(findMessage, keys), undefined);
      if (found !== undefined && found.ack !== 0) return asAck(found.ack);
      // What the page broke off at may have come after the message.
      const leftMs = Math.min(endsAt - clock.elapsed(), settings.probeWithinMs);
      const late = error instanceof PageError && leftMs > 0 ? await calls.within(leftMs, () => told).catch(() => 0) : 0;
      if (late !== 0) return late as Ack;
    }
    throw new OutcomeUnknown(`the message may have gone: ${reason}`, {
      ...(error instanceof PageError ? { kind: "page_error", pageError: reason } : { kind: "no_answer" }),
      withMedia,
      cause: error,
    });
  }

  async #asked<Answer>(work: () => Promise<Answer>, otherwise: Answer): Promise<Answer> {
    const { calls, settings } = this.#parts;
    return await calls.within(settings.probeWithinMs, work).catch(() => otherwise);
  }
}

/** What the library wants to be told, as its own client does. */
function optionsOf({ media, text, quotedKey }: SendingMessage): Readonly<Record<string, unknown>> {
  return {
    mentionedJidList: [],
    parseVCards: false,
    waitUntilMsgSent: true,
    // Deleted since it was found, it would otherwise be left out without a word.
    ...(quotedKey === undefined ? {} : { quotedMessageId: quotedKey, ignoreQuoteErrors: false }),
    ...(media === undefined
      ? {}
      : {
          caption: text,
          isCaptionByUser: text !== "",
          sendMediaAsDocument: media.kind === "document",
          media: { mimetype: media.contentType, data: media.base64, filename: media.fileName },
        }),
  };
}

/** Who waits for the server's word about a message that the library took for sent without it. */
class AckWaits {
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
function assertAccepted(messageId: string, ack: Ack): void {
  if (ack === -1) throw new RejectedByWhatsApp(`WhatsApp refused message ${messageId}`);
  if (ack === 0) throw new OutcomeUnknown(`WhatsApp's server said nothing of message ${messageId} yet`);
}
