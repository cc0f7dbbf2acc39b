import { broadcastOf } from "../e2e/steps.ts";

/** A data directory that a former version wrote, and what that version answered about it. */

/** The operator's key of a recording, which holds nothing that is worth a secret. */
export const recordedKey = "operator-of-the-recording";

export interface RecordedIds {
  readonly listId: string;
  /** Of session `cabang`. */
  readonly branchListId: string;
  readonly importId: string;
  readonly failedImportId: string;
  /** Of `cabang`, and an import into it that was in hand when the version was killed. */
  readonly importListId: string;
  readonly cutOffImportId: string;
  readonly templateId: string;
  readonly filename: string;
  readonly rejectedFilename: string;
  /** A direct message. */
  readonly messageId: string;
  readonly webhookId: string;
  readonly idleWebhookId: string;
  readonly revokedKeyId: string;
  /** Campaigns of `shop`, by how they stood. */
  readonly finished: string;
  readonly triedAgain: string;
  readonly stopped: string;
  readonly paused: string;
  readonly scheduled: string;
  /** Campaigns of `cabang`. */
  readonly inDoubt: string;
  readonly running: string;
  /** Its time came while nothing ran. */
  readonly due: string;
  /** Of `keluar`, paused by its logout. */
  readonly loggedOut: string;
}

export interface Recorded {
  /** The moment of the kill, in epoch ms: what has a time of its own is judged as of then. */
  readonly recordedAt: number;
  readonly ids: RecordedIds;
  readonly numbers: {
    /** The contacts that were added one by one, in order. */
    readonly all: readonly string[];
    /** Those of the list of `cabang`. */
    readonly branch: readonly string[];
    readonly optsOutByHand: string;
    readonly optsOutByReply: string;
    /** Opted out by a reply, and was taken back in. */
    readonly comesBack: string;
    readonly withLid: string;
    readonly replies: string;
    /** Not on WhatsApp. */
    readonly unknown: string;
    /** WhatsApp's server refused the messages to it. */
    readonly refuses: string;
  };
  /** A key that may read session `shop`. */
  readonly readersKey: string;
  /** What was made under an Idempotency-Key, and what was answered. */
  readonly repeat: { readonly path: string; readonly key: string; readonly body: unknown; readonly answer: unknown };
  /** Why sending was halted; absent where the version could not halt it. */
  readonly haltedBecause?: string;
  /** Events that waited for a receiver that was down. */
  readonly undelivered: readonly string[];
  /** Path to answer, of what rests. */
  readonly answers: Readonly<Record<string, unknown>>;
}

export const shop = broadcastOf("shop");
export const branch = broadcastOf("cabang");

/** What is read of a recording, without the routes whose answers change while a stack only stands there. */
export function recordedPaths(ids: RecordedIds): readonly string[] {
  const ofList = `${shop}/lists/${ids.listId}`;
  const resting = [ids.finished, ids.triedAgain, ids.stopped, ids.paused];
  return [
    `${shop}/lists`,
    ofList,
    `${ofList}/contacts?limit=100`,
    `${ofList}/imports/${ids.importId}`,
    `${ofList}/imports/${ids.failedImportId}`,
    `${shop}/templates`,
    `${shop}/templates/${ids.templateId}`,
    `${shop}/upload/${ids.filename}`,
    `${shop}/upload/${ids.rejectedFilename}`,
    `${shop}/campaigns`,
    ...resting.map((campaignId) => `${shop}/campaigns/${campaignId}`),
    `${shop}/campaigns/${ids.scheduled}`,
    ...resting.map((campaignId) => `${shop}/campaigns/${campaignId}/recipients?limit=100`),
    `${shop}/stats`,
    `/api/whatsapp/shop/messages/${ids.messageId}`,
    `${broadcastOf("keluar")}/campaigns/${ids.loggedOut}`,
    "/api/whatsapp/sessions/baru",
    "/api/whatsapp/sessions/keluar",
    "/api/whatsapp/opt-outs",
    "/api/whatsapp/webhooks",
    "/api/whatsapp/api-keys",
  ];
}

/** Reports: text, compared line by line. */
export const recordedReports = (ids: RecordedIds): readonly string[] => [
  `${shop}/export/contacts/${ids.listId}`,
  `${shop}/export/campaign/${ids.finished}`,
  `${shop}/export/campaign/${ids.stopped}`,
  `${shop}/lists/${ids.listId}/imports/${ids.importId}/errors.csv`,
];
