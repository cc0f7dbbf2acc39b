import type { Ack } from "../whatsapp.ts";

/** The life of a message of ours: of one recipient of a campaign, or a direct one. */

/** `pending`: a direct message before its claim. A recipient's row begins at `sending`, or with an outcome. */
export const deliveryStates = [
  "pending",
  "sending",
  "sent",
  "delivered",
  "read",
  "replied",
  "failed",
  "skipped",
  "in_doubt",
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/**
 * From which states each state may be reached. Delivery only ever climbs (sent, delivered, read, replied); a late ack
 * moves a message that was taken for failed or doubtful up to what is true; nothing moves down.
 */
export const reachableFrom: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  pending: [],
  sending: ["pending"],
  sent: ["sending", "failed", "in_doubt"],
  delivered: ["sending", "sent", "failed", "in_doubt"],
  read: ["sending", "sent", "delivered", "failed", "in_doubt"],
  replied: ["sending", "sent", "delivered", "read", "failed", "in_doubt"],
  failed: ["pending", "sending"],
  skipped: ["sending"],
  in_doubt: ["sending"],
};

export const mayBecome = (from: DeliveryState, to: DeliveryState): boolean => reachableFrom[to].includes(from);

/** Whether nothing more is to be done for it by its sender. */
export const isOutcome = (state: DeliveryState): boolean => state !== "pending" && state !== "sending";

/** Whether acks of the message may still come. */
export const awaitsAcks = ({ state }: { readonly state: DeliveryState }): boolean =>
  state === "sending" || state === "sent" || state === "delivered" || state === "in_doubt";

/** What an ack says of the message. Ack 0 says only that the page holds it. */
export function stateOfAck(ack: Ack): "failed" | "sent" | "delivered" | "read" | undefined {
  switch (ack) {
    case -1:
      return "failed";
    case 0:
      return undefined;
    case 1:
      return "sent";
    case 2:
      return "delivered";
    case 3:
    case 4:
      return "read";
  }
}

/** The time attribute that a state stamps. */
export const stampOf = {
  sending: "claimedAt",
  sent: "sentAt",
  delivered: "deliveredAt",
  read: "readAt",
  replied: "repliedAt",
} as const satisfies Partial<Record<DeliveryState, string>>;

export const hasStamp = (state: DeliveryState): state is keyof typeof stampOf => state in stampOf;

/** One transition, as the row keeps it. */
export interface DeliveryEvent<State extends DeliveryState = DeliveryState, Reason extends string = string> {
  readonly state: State;
  /** Epoch ms. */
  readonly at: number;
  readonly reason?: Reason;
  /** Names the change that wrote it. */
  readonly by?: string;
}

/** What moves a row up. */
export interface DeliveryChange<Reason extends string = string> {
  readonly at: number;
  readonly reason?: Reason;
  /** Id of this very change: by it a repeat is distinguished from another change to the same state. */
  readonly by?: string;
}
