import type { ApiKey } from "./api-key.ts";
import type { Campaign, CampaignAction, CampaignBody, CampaignState, PauseReason, RetryStatus } from "./campaign.ts";
import type { Contact } from "./contact.ts";
import type { DirectMessage, DirectReason, DirectState } from "./direct-message.ts";
import type { Engagement } from "./engagement.ts";
import type { ImportJob, ImportQueue, RejectedRow } from "./import-job.ts";
import type { Sighting, Slot } from "./lease.ts";
import type { ContactList } from "./list.ts";
import type { ContactCounts } from "./list-counts.ts";
import type { Media, MediaState } from "./media.ts";
import type { MessageTemplate } from "./message-template.ts";
import type { FormerContact } from "./former-contact.ts";
import type { KnownNumber, NumberAnswer, Person } from "./person.ts";
import type { OptOut, OptOutPut } from "./opt-out.ts";
import type { Progress } from "./progress.ts";
import type { Recipient, RecipientReason, RecipientState } from "./recipient.ts";
import type { Ownership, Session, SessionSettingChanges } from "./session.ts";
import type { InboundMessage } from "./whatsapp.ts";

/**
 * What the system needs of the world, by role. Rules that hold for every store:
 * - a conditional write that is refused throws ConditionRefused and changed nothing;
 * - times are epoch milliseconds and come from the caller;
 * - `page` answers at most `limit` items in key order after `after`, and `next` when there may be more.
 */

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Key to go on after; absent when this was the last page. */
  readonly next?: string;
}

export interface PageQuery {
  readonly limit: number;
  readonly after?: string;
}

export interface SessionRef {
  readonly tenantId: string;
  readonly sessionId: string;
}

export interface CampaignRef extends SessionRef {
  readonly campaignId: string;
}

export interface DirectRef extends SessionRef {
  readonly directId: string;
}

export interface ListRef extends SessionRef {
  readonly listId: string;
}

export interface MediaRef extends SessionRef {
  readonly filename: string;
}

export interface TemplateRef extends SessionRef {
  readonly templateId: string;
}

export interface SessionStore {
  find(ref: SessionRef): Promise<Session | undefined>;
  /** As it was a moment ago, for half the price. */
  glimpse(ref: SessionRef): Promise<Session | undefined>;
  list(tenantId: string): Promise<readonly Session[]>;
  /** @throws ConditionRefused when it exists */
  create(session: Session): Promise<void>;
  /**
   * Asks for it to run: an unowned one starts waiting for a worker. One that is being logged out is left alone: it would start
   * right after. @throws ConditionRefused when it doesn't exist
   */
  want(ref: SessionRef, now: number): Promise<void>;
  /** Writes what a person wants of it; its owner acts upon it. @throws ConditionRefused when it doesn't exist */
  ask(ref: SessionRef, wishes: SessionWishes): Promise<Session>;
  /** Its owner unlinks it; an unowned one waits for a worker that does. @throws ConditionRefused when it doesn't exist */
  beginLogout(ref: SessionRef, now: number): Promise<void>;
  /** Nobody finds it any more; its worker logs it out, then everything of it goes. @throws ConditionRefused when it doesn't exist */
  beginDeletion(ref: SessionRef, now: number): Promise<void>;
  /**
   * Another session is linked to its phone: its owner reads that with the next look. Answers the row as it is then.
   * @throws ConditionRefused when it doesn't exist
   */
  tellShared(ref: SessionRef, number: string): Promise<Session>;
  /** Those that are being deleted and logged out. May lag by a moment. */
  deleting(limit: number): Promise<readonly Session[]>;
  /** Sessions that wait for a worker, of all tenants. May lag by a moment. */
  waiting(limit: number): Promise<readonly Session[]>;
  /** How many wait for a worker, of all tenants. May lag by a moment. */
  countWaiting(): Promise<number>;
  /** Sessions whose row names that slot, whatever the epoch. May lag by a moment. */
  ownedBy(slot: number): Promise<readonly Session[]>;
  /** Makes the caller the owner, with the epoch raised and `countsSaved` taken away. @throws ConditionRefused when the row changed since it was read */
  take(seen: Session, owner: Ownership): Promise<Session>;
  /** Writes what the owner found out. @throws ConditionRefused when its epoch is no longer the row's */
  save(owned: SessionRef & { readonly epoch: number }, changes: SessionChanges): Promise<Session>;
}

export interface SessionWishes extends SessionSettingChanges {
  readonly logoutRequestedAt?: number;
  readonly restartRequestedAt?: number;
  readonly pairing?: Session["pairing"];
}

/** `null` takes the attribute away. */
export interface SessionChanges {
  readonly state?: Session["state"];
  readonly since?: number;
  readonly wanted?: boolean;
  readonly number?: string | null;
  readonly former?: Session["former"];
  readonly sharesPhone?: string | null;
  readonly name?: string | null;
  readonly qr?: string | null;
  readonly qrExpiresAt?: number | null;
  readonly profile?: Session["profile"] | null;
  readonly countsSaved?: true;
  readonly logoutRequestedAt?: null;
  readonly restartRequestedAt?: null;
  readonly pairing?: Session["pairing"] | null;
  /** Gives it back: with `wanted` it waits for another worker, without it rests. The epoch is raised. */
  readonly release?: true;
}

/** Everything of a session: lists, campaigns, messages, files, templates and what hangs on them. */
export interface SessionContentsStore {
  /** @returns how many items went; 0 when nothing is left */
  removeSome(ref: SessionRef, limit: number): Promise<number>;
  /** The session's own row. */
  end(ref: SessionRef): Promise<void>;
}

export interface SlotStore {
  list(): Promise<readonly Slot[]>;
  /** Takes a slot that nobody holds (`seen` absent: one that never was). @throws ConditionRefused */
  take(slot: number, seen: Slot | undefined, workerId: string, capacity: number): Promise<Slot>;
  /** Raises the beat. @throws ConditionRefused when the slot was condemned or taken */
  beat(held: Slot, sessions: number): Promise<Slot>;
  /** Remembers when the sweep saw which beat. @throws ConditionRefused when the slot was condemned or taken */
  sight(seen: Slot, sighting: Sighting): Promise<Slot>;
  /** Ends a dead holder's claim: epoch raised, nobody holds it. @throws ConditionRefused when it beat meanwhile */
  condemn(seen: Slot): Promise<Slot>;
  /** Gives it back. @throws ConditionRefused when it was lost already */
  release(held: Slot): Promise<void>;
}

export interface ListStore {
  /** @throws NamedError LIST_NAME_TAKEN */
  create(list: ContactList): Promise<void>;
  find(ref: ListRef): Promise<ContactList | undefined>;
  page(ref: SessionRef, query: PageQuery): Promise<Page<ContactList>>;
  /**
   * Changes name, description or both; `null` takes the description away.
   * @throws NamedError LIST_NAME_TAKEN @throws ConditionRefused when the list is gone
   */
  update(ref: ListRef, changes: ListChanges, now: number): Promise<ContactList>;
  /**
   * Adds to the kept counts, in one write. A row without counts of fields gets none by it.
   *
   * @param list as it was read a moment ago; its counts may have changed since
   * @throws ConditionRefused when the list is gone
   */
  addToCounts(list: ListRef & Pick<ContactList, "fieldCounts">, difference: ContactCounts): Promise<void>;
  /** @param counts of all contacts @throws ConditionRefused when the list is gone */
  setCounts(ref: ListRef, counts: ContactCounts): Promise<void>;
  /** A campaign needs the list from now on; again changes nothing. @throws ConditionRefused when the list is gone */
  addUse(ref: ListRef, campaignId: string): Promise<void>;
  /** The campaign is over; again, or of a list that is gone, changes nothing. */
  removeUse(ref: ListRef, campaignId: string): Promise<void>;
}

export interface ListChanges {
  readonly name?: string;
  readonly description?: string | null;
}

/** Lists on their way out: no ListStore finds them any more, their contacts go in the background. */
export interface ListDeletionStore {
  /** From now on the list does not exist for anybody. @throws ConditionRefused when it is gone or a campaign uses it */
  begin(ref: ListRef, now: number): Promise<void>;
  find(ref: ListRef): Promise<ListDeletion | undefined>;
  /** Of all tenants. May lag by a moment. */
  waiting(limit: number): Promise<readonly ListDeletion[]>;
  /** Nothing of it is left. */
  end(ref: ListRef): Promise<void>;
}

export interface ListDeletion extends ListRef {
  readonly deletedAt: number;
}

/** Contacts that left a list while a campaign needed it. */
export interface FormerContactStore {
  /** Writes them down, before their contacts go. */
  saveMany(contacts: readonly FormerContact[]): Promise<void>;
  /** Those of a list in number order, each as often as it left. */
  page(tenantId: string, listId: string, query: PageQuery): Promise<Page<FormerContact>>;
  /** Takes away up to `limit` of a list's. @returns how many went; fewer than `limit` when none is left */
  removeSome(tenantId: string, listId: string, limit: number): Promise<number>;
}

export interface ContactStore {
  find(tenantId: string, listId: string, number: string): Promise<Contact | undefined>;
  /** Those of the numbers that are there, read consistently. */
  findMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, Contact>>;
  page(tenantId: string, listId: string, query: PageQuery): Promise<Page<Contact>>;
  /** @throws ConditionRefused when it changed since `seen` was read (absent: when it exists) */
  save(contact: Contact, seen: Contact | undefined): Promise<void>;
  /** Writes many, unconditionally: for imports, which go in order. */
  saveMany(contacts: readonly Contact[]): Promise<void>;
  /** Reads every contact. @param addedUpTo epoch ms: those that were added later do not count */
  count(tenantId: string, listId: string, addedUpTo?: number): Promise<ContactCounts>;
  /** @returns the contact as it was, when it was there */
  remove(tenantId: string, listId: string, number: string): Promise<Contact | undefined>;
  /** Takes away those of the numbers that are there. */
  removeMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<void>;
  /** Takes away up to `limit` of a list's contacts. @returns how many went; fewer than `limit` when none is left */
  removeSome(tenantId: string, listId: string, limit: number): Promise<number>;
}

/** What can be seen of imports without their files. */
export interface ImportRows {
  find(tenantId: string, listId: string, importId: string): Promise<ImportJob | undefined>;
  /** The newest first. */
  page(tenantId: string, listId: string, query: PageQuery): Promise<Page<ImportJob>>;
  /** Of a list's imports one runs at a time, in the order of their requests. Costs the same however many there were. */
  queueOf(tenantId: string, listId: string): Promise<ImportQueue>;
  /** Jobs that are not finished, of all tenants: for the sweep. */
  unfinished(limit: number): Promise<readonly ImportJob[]>;
}

export interface ImportStore extends ImportRows {
  /** @param csv the file; absent when it was uploaded @throws ConditionRefused when it exists */
  create(job: ImportJob, csv: Uint8Array | undefined): Promise<void>;
  /** Writes it with its version raised. @throws ConditionRefused when somebody else did since it was read */
  save(job: ImportJob): Promise<ImportJob>;
  /** Its file from that byte on. @throws FileGone */
  readCsv(job: ImportJob, fromByte: number): Promise<AsyncIterable<Uint8Array>>;
  /** Rejected rows of one slice; writing the same slice again changes nothing. */
  saveRejected(job: ImportJob, slice: number, rows: readonly RejectedRow[]): Promise<void>;
  readRejected(job: ImportJob, slice: number): Promise<readonly RejectedRow[]>;
}

export interface MediaStore {
  /** @throws ConditionRefused when it exists */
  create(media: Media): Promise<void>;
  find(ref: MediaRef): Promise<Media | undefined>;
  /** The newest first. */
  page(ref: SessionRef, query: PageQuery): Promise<Page<Media>>;
  /** Files whose check or removal is not done, of all tenants, the oldest first. May lag by a moment. */
  unfinished(limit: number): Promise<readonly Media[]>;
  /** What a check found out. @throws ConditionRefused when it is gone or was checked already */
  settle(ref: MediaRef, changes: MediaChanges): Promise<Media>;
  /** A campaign needs it from now on; again changes nothing. @throws ConditionRefused when it is not ready, or gone */
  addUse(ref: MediaRef, campaignId: string): Promise<void>;
  /** The campaign is over; again, or of a file that is gone, changes nothing. */
  removeUse(ref: MediaRef, campaignId: string): Promise<void>;
  /**
   * It is gone for whoever asks; its row stays until its bytes are gone, too.
   * @throws ConditionRefused when it is gone or a campaign uses it
   */
  remove(ref: MediaRef, now: number): Promise<void>;
  /** Its bytes are gone: so is the row of what was removed. Again, or of what was not removed, changes nothing. */
  forget(ref: MediaRef): Promise<void>;
}

export interface MediaChanges extends Partial<
  Pick<Media, "contentType" | "announcedAs" | "reason" | "found" | "sha256" | "size" | "checkedAt">
> {
  readonly state: MediaState;
}

export interface TemplateStore {
  /** @throws ConditionRefused when it exists */
  create(template: MessageTemplate): Promise<void>;
  find(ref: TemplateRef): Promise<MessageTemplate | undefined>;
  /** The newest first. */
  page(ref: SessionRef, query: PageQuery): Promise<Page<MessageTemplate>>;
  /** Puts the next version in the place of the one before. @throws ConditionRefused when that changed or is gone */
  replace(template: MessageTemplate): Promise<void>;
  /** @throws ConditionRefused when it is gone */
  remove(ref: TemplateRef): Promise<void>;
}

export interface CampaignStore {
  /** Body first, then the campaign. @throws ConditionRefused when the campaign exists */
  create(campaign: Campaign, body: CampaignBody): Promise<void>;
  /** As it is stored, deleted and expired ones too: see isThere. */
  find(ref: CampaignRef): Promise<Campaign | undefined>;
  /** The body that the campaign names. */
  body(campaign: Pick<Campaign, "tenantId" | "campaignId" | "bodyId">): Promise<CampaignBody | undefined>;
  /** The newest first, deleted and expired ones too: see isThere. */
  page(ref: SessionRef, query: PageQuery): Promise<Page<Campaign>>;
  /** Running, paused and not yet settled ones. May lag by a moment: nothing is decided by what is missing here. */
  open(ref: SessionRef): Promise<readonly Campaign[]>;
  /** Each that runs at this moment. Reads all campaigns of the session: for what happens seldom and may miss none. */
  running(ref: SessionRef): Promise<readonly Campaign[]>;
  /** A stopped campaign has nothing in hand any more: its owner need not look at it again. @throws ConditionRefused */
  settle(ref: CampaignRef, total: number): Promise<void>;
  /**
   * One conditional write by the transition table. A repeat of the change that was made last, by its `by`, answers as the
   * first time. @throws ConditionRefused when its state forbids the action
   */
  apply(ref: CampaignRef, action: CampaignAction, changes: CampaignChanges): Promise<Campaign>;
  /** Changes a scheduled one, its new body first. @throws ConditionRefused when it was changed or started meanwhile */
  change(seen: Campaign, changed: Campaign, body: CampaignBody | undefined): Promise<Campaign>;
  /** Takes away some of what it left: recipients, bodies and progress. @returns whether there was anything */
  clearAway(ref: CampaignRef, limit: number): Promise<boolean>;
  /** Takes the campaign itself away. */
  forget(ref: CampaignRef): Promise<void>;
}

export interface CampaignChanges {
  readonly now: number;
  /** Names this very change. */
  readonly by?: string;
  readonly pausedBecause?: PauseReason;
  readonly total?: number;
  /** The number that it goes from, from now on. */
  readonly sender?: string;
  /** Only while it is to be sent then: it may have been moved. */
  readonly ifSendAt?: number;
  /** The round under way is over. */
  readonly endsRetry?: true;
  /** Of a retry: the campaign as it was read, and what is to be tried again. */
  readonly retry?: { readonly seen: Campaign; readonly statuses: readonly RetryStatus[] };
}

export interface ProgressStore {
  find(tenantId: string, campaignId: string): Promise<Progress | undefined>;
  /** As it was a moment ago, for half the price. */
  glimpse(tenantId: string, campaignId: string): Promise<Progress | undefined>;
  /** A new owner's epoch, written before it recounts. @throws ConditionRefused when a newer owner was there */
  begin(ref: CampaignRef, epoch: number, now: number): Promise<Progress>;
  /** @throws ConditionRefused when its epoch is no longer the row's */
  save(progress: Progress): Promise<void>;
  /** Who took most interest. @throws ConditionRefused when a newer owner counted */
  saveEngagement(engagement: Engagement): Promise<void>;
  /** What is known of these campaigns, by their ids. */
  figures(tenantId: string, campaignIds: readonly string[]): Promise<ReadonlyMap<string, CampaignFigures>>;
}

export interface CampaignFigures {
  readonly progress?: Progress;
  readonly engagement?: Engagement;
}

/** What must hold right before a claim, read in one consistent look. */
export interface LookBeforeClaim {
  readonly status: CampaignState | undefined;
  readonly contact: Contact | undefined;
  readonly optedOut: boolean;
}

export interface RecipientStore {
  /** @throws ConditionRefused when the recipient has a row */
  claim(row: Recipient): Promise<void>;
  /** Claims one with an outcome for a further attempt, as `row` is to be. @throws ConditionRefused when it is not as it was seen */
  claimAgain(seen: Recipient, row: Recipient): Promise<void>;
  find(tenantId: string, campaignId: string, number: string): Promise<Recipient | undefined>;
  /** Campaign still running, contact still there, not opted out: each read consistently. */
  look(ref: CampaignRef, listId: string, number: string): Promise<LookBeforeClaim>;
  /**
   * Moves a row up. Answers the row in the state it was in before, or `undefined` when the row's state does not allow it
   * (it is there or further already). With `by`, a repeat of the change that was made last answers as the first time:
   * its answer may have been lost. With `token`, only while the row still bears it.
   */
  advance(row: RecipientKey, to: RecipientState, change: AdvanceChange): Promise<Recipient | undefined>;
  /** Rows of a campaign in number order, read consistently. */
  page(tenantId: string, campaignId: string, query: PageQuery): Promise<Page<Recipient>>;
  /** The rows of a session's messages to a number, the latest first. May lag by a moment. */
  ofNumber(ref: SessionRef, number: string, limit: number): Promise<readonly Recipient[]>;
}

export interface RecipientKey {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly number: string;
}

export interface AdvanceChange {
  readonly at: number;
  readonly reason?: RecipientReason;
  readonly sameAccountAs?: string;
  readonly token?: string;
  /** Names this very change: a repeat of it is told from another one that says the same. */
  readonly by?: string;
  /** What was answered: told with the change, kept nowhere. */
  readonly reply?: Pick<InboundMessage, "id" | "body" | "type">;
}

export interface DirectMessageStore {
  /** @throws ConditionRefused when it exists */
  create(message: DirectMessage): Promise<void>;
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
  /** The message moved up, or `undefined` when its state does not allow that (it is there or further already). */
  advance(message: DirectMessage, to: DirectState, change: DirectChange): Promise<DirectMessage | undefined>;
}

export interface DirectChange {
  readonly at: number;
  readonly reason?: DirectReason;
  /** Of a claim: who makes it. */
  readonly token?: string;
}

/** By persons: each name of an account finds the account's opt-out. */
export interface OptOutStore {
  find(tenantId: string, numberOrLid: string): Promise<OptOut | undefined>;
  /** Of those of the numbers that opted out, by the number as it was asked for. */
  findMany(tenantId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, OptOut>>;
  page(tenantId: string, query: PageQuery): Promise<Page<OptOut>>;
  /** The number that an opt-out under that name is kept with. */
  numberFor(tenantId: string, numberOrLid: string): Promise<string>;
  /** Adds it unless one holds already, or it is a reply from before one was taken back. */
  put(optOut: OptOut): Promise<OptOutPut>;
  /** @throws ConditionRefused when the person did not opt out */
  remove(tenantId: string, numberOrLid: string, now: number): Promise<void>;
}

/** Answers that are too old to hold at `now` are not there. */
export interface PersonStore {
  find(tenantId: string, number: string, now: number): Promise<KnownNumber | undefined>;
  /** Those of the numbers that WhatsApp was asked about lately, by number. */
  findMany(tenantId: string, numbers: readonly string[], now: number): Promise<ReadonlyMap<string, KnownNumber>>;
  /** Keeps what WhatsApp said, and answers it with the account's other numbers. */
  save(answer: NumberAnswer): Promise<KnownNumber>;
  /** Whose number or LID that is, as far as is known, however long ago it was said. */
  personOf(tenantId: string, numberOrLid: string): Promise<Person | undefined>;
}

export interface ApiKeyStore {
  find(keyId: string): Promise<ApiKey | undefined>;
  create(key: ApiKey): Promise<void>;
  list(tenantId: string): Promise<readonly ApiKey[]>;
  /** Writes down that it was used then; later than that stays. */
  noteUse(keyId: string, now: number): Promise<void>;
  /** @throws ConditionRefused when the tenant has no such key */
  revoke(tenantId: string, keyId: string, now: number): Promise<void>;
}

/** A first answer, kept to be given again. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

export type Reservation =
  /** Do the work, create under this ULID. `isTakenOver`: an earlier try was cut off, and may have created under it. */
  | { readonly state: "yours"; readonly ulid: string; readonly isTakenOver: boolean }
  /** `until`: when a repeat may go on in place of a first try that was cut off. */
  | { readonly state: "in_progress"; readonly until: number }
  /** `at`: when it was answered first. */
  | { readonly state: "answered"; readonly answer: StoredAnswer; readonly at: number }
  | { readonly state: "other_request" };

export interface IdempotencyStore {
  /**
   * @param requestHash what the request was; the same key with another one is a mistake of the caller
   * @param ulid of this try: to create under if it is the first, and its name as long as it holds the key
   */
  reserve(key: IdempotencyKey, requestHash: string, ulid: string, now: number): Promise<Reservation>;
  /** Keeps the answer of what was reserved under this ULID, and answers the one that stands: the first that was kept. */
  complete(key: IdempotencyKey, reserved: string, answer: StoredAnswer, now: number): Promise<StoredAnswer>;
  /**
   * The try of that ULID was refused and did nothing. The try that reserved the key takes the reservation away, unless a
   * repeat took it over meanwhile. A repeat never does: an earlier try may have created something. It lets the next repeat
   * take over at once.
   */
  release(key: IdempotencyKey, ulid: string, now: number): Promise<void>;
}

export interface IdempotencyKey {
  readonly tenantId: string;
  readonly key: string;
}

/** "Look": what a bell says. The truth is in the tables; a lost or doubled ticket changes nothing. */
export interface Ticket {
  readonly kind: "session" | "campaign" | "message";
  readonly tenantId: string;
  readonly sessionId: string;
  readonly campaignId?: string;
  readonly directId?: string;
}

export interface Bell {
  ring(slot: number, ticket: Ticket): Promise<void>;
}

export interface BellListener {
  /** Waits a while for tickets; hearing takes them off the queue. */
  hear(slot: number, signal: AbortSignal): Promise<readonly Ticket[]>;
}

/** Work for the run-job Lambda, one kind a handler. Each kind may be delivered twice, or cut off and delivered again. */
export type Job =
  | ImportContactsJob
  | DeleteListJob
  | ExportListJob
  | ExportCampaignJob
  | CheckMediaJob
  | RemoveMediaJob
  | DeleteCampaignJob
  | DeleteSessionJob;

export interface ImportContactsJob {
  readonly kind: "import_contacts";
  readonly tenantId: string;
  readonly listId: string;
  readonly importId: string;
}

export interface DeleteSessionJob extends SessionRef {
  readonly kind: "delete_session";
}

/** A list as a file, that one request had no time for. */
export interface RemoveMediaJob extends MediaRef {
  readonly kind: "remove_media";
}
export interface ExportListJob extends ListRef {
  readonly kind: "export_list";
  readonly defaultCountry?: string;
  readonly bom: boolean;
}
export interface ExportCampaignJob extends CampaignRef {
  readonly kind: "export_campaign";
  readonly bom: boolean;
}

export interface DeleteListJob extends ListRef {
  readonly kind: "delete_list";
}

/** Something came in for this file, or its time to come in is over. */
export interface CheckMediaJob extends MediaRef {
  readonly kind: "check_media";
}

export interface DeleteCampaignJob extends CampaignRef {
  readonly kind: "delete_campaign";
}

export interface JobQueue {
  enqueue(job: Job): Promise<void>;
}

/** What an uploader sends: a form to `url` with these fields, and the file behind them as `file`. */
export interface UploadPermission {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Permissions to write one object, of one type and size, from anywhere. */
export interface UploadPermits {
  permit(key: string, contentType: string, size: number, forSeconds: number): Promise<UploadPermission>;
}

/** Large answers that are fetched by a signed address. */
export interface ReportStore {
  save(key: string, body: string, contentType: string): Promise<void>;
  /** @returns an address that downloads it under that file name for a while */
  sign(key: string, fileName: string): Promise<string>;
}

/** Bytes of files that go with messages. */
export interface MediaFiles {
  load(key: string): Promise<Uint8Array | undefined>;
}

/** Profiles of linked devices, whole folders as one object each. */
export interface ProfileStore {
  save(key: string, archive: Uint8Array): Promise<void>;
  load(key: string): Promise<Uint8Array | undefined>;
  remove(keys: readonly string[]): Promise<void>;
}

/** The service that keeps workers running. */
export interface Fleet {
  /** How many workers it is asked to keep. */
  asked(): Promise<number>;
  ask(workers: number): Promise<void>;
}

/** What is measured; alarms watch these names. */
export type Measure =
  /** A recipient's outcome, as it came about. */
  | "MessagesSent"
  | "MessagesFailed"
  | "MessagesInDoubt"
  /** From the claim to WhatsApp's answer. */
  | "AckMs"
  /** Members of an audience that the walk at completion found without a row. */
  | "WalkMisses"
  | "SessionsRestricted"
  | "SessionsWaiting"
  /** Those of them that waited when they were last looked at, too. */
  | "SessionsUnowned"
  /** Slots whose worker did not beat since they were last looked at. */
  | "StaleBeats"
  | "WorkersBeating"
  | "WorkersAsked";

/** Counts and times for those who watch the system. Never fails and never waits. */
export interface Meter {
  count(name: Measure, by?: number): void;
  time(name: Measure, ms: number): void;
  /** Hands out what was counted since the last time. */
  publish(): void;
}
