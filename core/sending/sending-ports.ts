import type { DirectRef, SessionRef } from "../refs.ts";
import type { DeliveryChange } from "./delivery.ts";
import type { DirectMessage, DirectReason, DirectState } from "./direct-message.ts";

/** What is known of direct messages. */
export interface DirectMessageReader {
  find(ref: DirectRef): Promise<DirectMessage | undefined>;
  /**
   * Those without an outcome. One that was asked for a moment ago may be missing.
   * @param also an id that is not missing, however short ago it was asked for
   */
  open(ref: SessionRef, also?: string): Promise<readonly DirectMessage[]>;
  /** Those that were asked for since then, in the order of their ids, none missing. */
  since(ref: SessionRef, from: number): Promise<readonly DirectMessage[]>;
  /** How many have no outcome. May lag by a moment. */
  countOpen(ref: SessionRef, atMost: number): Promise<number>;
  /** Those with an outcome that were for that number, the latest first. May lag by a moment. */
  ofNumber(ref: SessionRef, number: string, limit: number): Promise<readonly DirectMessage[]>;
}

/** Takes in what is to be sent. It publishes no event: the caller has the answer. */
export interface DirectMessageDesk {
  /** @throws ConditionRefused when it exists */
  create(message: DirectMessage): Promise<void>;
}

/** Changes of a direct message, which publish events: see announcedDirects. */
export interface DirectMessageClaims {
  /**
   * The message moved up, or `undefined` when its state does not allow that (it is there or further already). With `by`, a
   * repeat of the change that was made last answers as the first time: its answer may have been lost.
   */
  advance(message: DirectMessage, to: DirectState, change: DirectChange): Promise<DirectMessage | undefined>;
}

export interface DirectChange extends DeliveryChange<DirectReason> {
  /** Of a claim: who makes it. */
  readonly token?: string;
}
