import type { Delivery } from "../e2e/steps.ts";

/** A data directory that a former version wrote, and what that version answered about it. */

/** The operator's key of a recording, which holds nothing that is worth a secret. */
export const recordedKey = "operator-of-the-recording";

export interface RecordedIds {
  readonly listId: string;
  readonly importId: string;
  readonly templateId: string;
  readonly filename: string;
  /** Campaigns, by how they stood. */
  readonly finished: string;
  readonly paused: string;
  readonly scheduled: string;
}

export interface Recorded {
  readonly recordedAt: string;
  readonly ids: RecordedIds;
  readonly numbers: {
    /** The contacts that were added one by one, in order. */
    readonly all: readonly string[];
    readonly optsOutByHand: string;
    readonly optsOutByReply: string;
    /** Opted out by a reply, and was taken back in. */
    readonly comesBack: string;
    readonly withLid: string;
    readonly replies: string;
    /** Not on WhatsApp. */
    readonly unknown: string;
  };
  /** What session `shop` had sent to phones by then. */
  readonly delivered: readonly Delivery[];
  /** Path to answer. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/** What is read of a recording, without the routes whose answers change while a stack only stands there. */
export function recordedPaths(ids: RecordedIds): readonly string[] {
  const shop = "/api/whatsapp/shop/broadcast";
  const ofList = `${shop}/lists/${ids.listId}`;
  return [
    `${shop}/lists`,
    ofList,
    `${ofList}/contacts?limit=100`,
    `${ofList}/imports/${ids.importId}`,
    `${shop}/templates/${ids.templateId}`,
    `${shop}/upload/${ids.filename}`,
    `${shop}/campaigns`,
    `${shop}/campaigns/${ids.finished}`,
    `${shop}/campaigns/${ids.paused}`,
    `${shop}/campaigns/${ids.scheduled}`,
    `${shop}/campaigns/${ids.finished}/recipients?limit=100`,
    `${shop}/campaigns/${ids.paused}/recipients?limit=100`,
    "/api/whatsapp/opt-outs",
    "/api/whatsapp/webhooks",
    "/api/whatsapp/api-keys",
  ];
}
