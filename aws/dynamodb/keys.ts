import type { DomainEvent } from "../../core/webhook/events.ts";
import type { FormerContact } from "../../core/campaign/former-contact.ts";
import type { RecipientKey } from "../../core/campaign/recipient-ports.ts";
import type { DirectRef, SessionRef } from "../../core/refs.ts";
import type { DeliveryRef } from "../../core/webhook/webhook-ports.ts";

/**
 * Keys of both tables on one page. The tenant is part of every partition key but three: slots belong to the deployment,
 * an API key names the tenant, and the index of sessions by owner is read by workers, which serve all tenants.
 *
 * REGISTRY  pk                                 sk             ix / ixSort
 *   slot      SLOTS                              03
 *   session   T#t#SESSIONS                       sessionId      OWNER#03 | SESSIONS#DELETING / tenant#session, or
 *                                                             OWNER#WAITING / since#tenant#session
 *   list      T#t#S#s#LISTS                      listId         LISTS#DELETED / listId (while its contacts go)
 *   list name T#t#S#s#LISTNAMES                  folded name
 *   contact   T#t#L#listId                       number
 *   import    T#t#L#listId#IMPORTS               importId
 *   media     T#t#S#s#MEDIA                      filename       MEDIA#OPEN / expiresAt#filename (while not checked, or removed and not cleared)
 *   template  T#t#S#s#TEMPLATES                  templateId
 *   opt-out   T#t#OPTOUTS                        number         (only of an earlier version)
 *   withdrawn T#t#OPTOUTS#WITHDRAWN              number         (only of an earlier version)
 *   webhook   T#t#WEBHOOKS                       webhookId
 *   api key   KEY#keyId                          KEY            T#t#KEYS / keyId
 *
 * DELIVERY
 *   campaign  T#t#S#s#CAMPAIGNS                  campaignId     T#t#S#s#OPEN / campaignId (while open)
 *   body      T#t#C#c                            BODY | BODY#bodyId
 *   timer     T#t#C#c                            TIMER          CAMPAIGNS#TIMED / due time#campaignId
 *   progress  T#t#C#c                            PROGRESS
 *   engagement T#t#C#c                           ENGAGEMENT
 *   recipient T#t#C#c                            R#number       T#t#S#s#N#number / claimedAt#campaignId (only of an earlier version)
 *   former contact T#t#L#listId#FORMER           number#addedAt
 *   idempotency T#t#IDEMPOTENCY#hash             IDEMPOTENCY
 *   recent send T#t#SENT#hash                    SENT
 *   direct    T#t#S#s#DIRECT                     directId       T#t#S#s#DIRECT#OPEN / directId (while open), then
 *                                                             T#t#S#s#DN#number / directId
 *   delivery of a webhook T#t#W#w                D#dlv_ULID
 *   receiver in trouble   T#t#W#w                TROUBLE
 *   owed event T#t#OWED                          eventId        EVENTS#OWED / last tried#eventId
 *   shared phone T#t#PHONE#number                PHONE
 *   rate limit T#t#LIMIT#class[#keyId]           LIMIT
 *   audit     T#t#AUDIT                          aud_ULID
 *   number    T#t#N#number                       CHECK          T#t#OPTOUTS / number (while opted out), or
 *                                                             T#t#LID#lid / number (only of an earlier version)
 *   LID       T#t#LID#lid                        LID
 *
 * EVERY CHANGE THAT TOUCHES TWO ITEMS: order of the writes; what a crash between them leaves; who repairs it.
 *
 * 1. list created: name, then list; renamed: new name, list, then the old name goes. Leaves a name that no list bears: a
 *    create or a rename that wants it a minute later takes it over on condition that it is still the same reservation.
 * 2. contact written: contact, then the list's counts (contacts, and how many bear each field) in one write. Leaves counts
 *    that are off; the next import recounts. `total` is an upper bound until a campaign completes, and a send is refused for
 *    a field that by the counts no contact bears only when none of the first thousand, which are read then, bears it either.
 * 3. import requested: CSV object, job row, ticket to the jobs queue. Leaves an object that the bucket's lifecycle
 *    deletes, or a queued job without a ticket: the sweep enqueues jobs again that stand queued.
 * 4. import slice: contacts, rejected rows' object, then the job row. Leaves contacts that bear the import's mark: the
 *    slice is run again and counts alike by the mark. A replace then removes who is not in the file: a page is counted and
 *    named on the job row, then its contacts go. Leaves some that were named: the next run removes these first.
 * 5. campaign created: timer, body, campaign, then the bell or the schedule, then the timer again. Leaves a body without a
 *    campaign, a running campaign whose worker was not rung for, or a scheduled one without a schedule. Owners read their open
 *    campaigns; the sweep checks every campaign whose timer is due and does what is due for it (`tending`).
 *    Changed: timer, new body, campaign, schedule: the same. Stopped or deleted: timer, campaign, schedule, job: the sweep
 *    cancels a schedule that stayed and enqueues the job again. Paused for too long, or past its life: nothing but the timer is needed.
 * 6. campaign kept in the row of the number (with what WhatsApp says of it, where that is new), then recipient claimed, then
 *    sent, then its outcome: leaves a campaign without a row, which readers pass over, or a `sending` row. The owner recovers it before it claims
 *    another; the cursor never passes it.
 * 7. outcome or ack on the row, then counts in progress: leaves counts behind the rows. A new owner writes its epoch and
 *    recounts; so does completion. Of finished campaigns, whose acks go on coming, the rows of the last 7 days are counted
 *    afresh by an owner whose predecessor did not give the session back with its counts saved.
 * 8. slot condemned, then its sessions released one by one: leaves sessions that name a former epoch of a slot. Every
 *    worker's watch, and the sweep, release sessions whose slot is not held under the epoch they name.
 * 9. profile object, then the session's pointer: leaves an object that no row points to, some KB to MB that stay until the
 *    session is deleted.
 * 10. idempotency key reserved, the resource created under the reserved id, the answer stored: leaves a key in progress.
 *    After its lock a repeat takes it over, answers from what is there under that id, or creates it on condition that it
 *    doesn't exist. Only the try that reserved a key and still holds it releases it.
 * 11. opt-out taken back: one change of the person's row, then what an earlier version kept of it goes. Leaves an item that
 *    is older than the withdrawal, which no reader counts.
 * 12. direct message: its row, then the bell. Leaves a row whose owner was not rung for: it reads what is open when it takes
 *    the session and once a minute. Claimed, sent, outcome: as 6.
 * 13. campaign launched or scheduled: its id into `usedBy` of each list, then the campaign; over: the campaign, then its id
 *    leaves. Leaves an id of a campaign that never was or is over: a deletion of the list reads each and takes it out.
 * 14. list deleted: marked on condition that no campaign uses it, name, ticket; then contacts, imports, last the row. Leaves
 *    a marked list, which no request finds: the sweep enqueues the deletion again, and its name is taken over as in 1.
 * 15. file uploaded by permission: its row, then the object (by the holder of the permission), then the bucket's ticket.
 *    Leaves a row that waits: once its time is over the sweep has it checked, and what never came is rejected.
 * 16. file checked: a copy where no uploader can write, then the row is `ready`, then what came in goes. Leaves a row in
 *    `checking`, which the sweep has checked again, or an upload that the bucket's lifecycle deletes. A file that came by a
 *    form: its row as `checking`, then the same.
 * 17. file deleted: its row is marked on condition that no campaign uses it, then its objects go, then the row. Leaves a
 *    marked row, which no request finds and whose job the sweep enqueues. Uses are as in 13: those of campaigns that never were or are over are taken out at a deletion.
 * 18. events for webhooks (core/webhook/announced.ts): the event is published, then its row changes. Published means that the
 *    queue has it; a queue that refuses it, fails or says nothing for `eventPatienceMs` is not waited for: then the event is
 *    an item here (owed event). Leaves an event whose change is not written: the change is retried, and the event published
 *    again under the same id. The sweep hands owed events to the queue, then deletes the item: published twice after a
 *    crash in between. What the queue refuses for good, or did not take for a day, becomes failed deliveries, then goes.
 * 19. an attempt of a webhook: the receiver is called, its trouble and the delivery's row are written, then the ticket of
 *    the next attempt. Leaves the ticket in hand, which its queue delivers again: it finds the row, or calls once more. A
 *    receiver that gets into trouble has the ticket of its watch put on the queue before its trouble says that it is watched.
 *    One that answers 410 has its webhook switched off before all of these: what is left then ends with that reason.
 * 20. a delivery asked for again by a person: its row, then the ticket. Leaves one that shows as pending until it is asked
 *    for once more.
 * 21. list or campaign exported by a job: the mark that one is made, then the ticket; the job writes the file, then the mark again.
 *    Leaves a mark: after a few minutes it counts for nothing, and the next request begins anew.
 * 22. session deleted: its row's mark, then (once it is logged out) lists, campaigns, messages, files and templates, each
 *    row after what hangs on it, last the session's row. Leaves a marked session that no request finds: the sweep enqueues the
 *    job again.
 * 23. import over: its row, then the ticket of the list's next import, then the campaigns that waited for it start. Leaves
 *    an import that the sweep enqueues, and a campaign that waits: its timer is due from its time on, so the next sweep starts it.
 * 24. broadcast sent without an Idempotency-Key: written as the first of equal ones, then the campaign. Leaves one that
 *    names a campaign that never was: for 10 s an equal one is refused, unless it says `allowDuplicate`.
 * 25. number checked that bears a LID: the LID's item, then the number's row. Leaves a LID whose number has no row: it is that
 *    number's all the same. A number that turns out to be one of another account: its row names that account and holds no answer,
 *    that account names it (and its LID), the further numbers that it had name that account, last its own row has the answer.
 *    Leaves a number without an answer, which is checked before it is written to, and all is done once more. A number that goes to
 *    another account leaves the former one first. Each of these writes is refused when its row changed since it was read.
 * 26. contact leaves a list that a campaign needs: it is written down as a former contact, then it goes. Leaves one that
 *    stands in both: it is a contact. Campaigns write a row for each former contact that they were launched for, at their end.
 * 27. message of a session whose phone is linked in another one, too: the turn in the phone's item, then its row is claimed. Leaves
 *    a turn that was not used: it counts towards the day, and the next message keeps its gap from it.
 * 28. phone found to be linked twice: a mark on each of the sessions, then each owner's share in the phone's item. Leaves a
 *    marked session whose owner does not know yet: it reads its row once a minute, and the one that marked it sends no
 *    campaign's message before its share is there.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Epoch ms that sort as they follow each other. */
const timeSort = (at: number): string => String(at).padStart(15, "0");
const padded = (slot: number): string => String(slot).padStart(3, "0");
const tenant = (tenantId: string): string => `T#${tenantId}`;
const session = (tenantId: string, sessionId: string): string => `${tenant(tenantId)}#S#${sessionId}`;
const campaign = (tenantId: string, campaignId: string): string => `${tenant(tenantId)}#C#${campaignId}`;

export const recipientPrefix = "R#";

export const slotsPartition = "SLOTS";
export const slotKey = (slot: number): Key => ({ pk: slotsPartition, sk: padded(slot) });

export const sessionsPartition = (tenantId: string): string => `${tenant(tenantId)}#SESSIONS`;
export const sessionKey = (tenantId: string, sessionId: string): Key => ({
  pk: sessionsPartition(tenantId),
  sk: sessionId,
});
export const ownerIndex = (slot: number | "WAITING"): string => `OWNER#${slot === "WAITING" ? slot : padded(slot)}`;
/** Sessions that are logged out and whose contents are being taken away, for the sweep. */
export const deletingSessionsIndex = "SESSIONS#DELETING";
export const ownerIndexSort = (tenantId: string, sessionId: string): string => `${tenantId}#${sessionId}`;
export const waitingIndexSort = (since: number, tenantId: string, sessionId: string): string =>
  `${timeSort(since)}#${ownerIndexSort(tenantId, sessionId)}`;

export const listsPartition = (tenantId: string, sessionId: string): string => `${session(tenantId, sessionId)}#LISTS`;
export const listKey = (tenantId: string, sessionId: string, listId: string): Key => ({
  pk: listsPartition(tenantId, sessionId),
  sk: listId,
});
/** Lists that are deleted and whose contacts are not all gone yet, for the sweep. */
export const deletedListsIndex = "LISTS#DELETED";
export const listNamesPartition = (tenantId: string, sessionId: string): string =>
  `${session(tenantId, sessionId)}#LISTNAMES`;
export const listNameItemKey = (tenantId: string, sessionId: string, foldedName: string): Key => ({
  pk: listNamesPartition(tenantId, sessionId),
  sk: foldedName,
});

export const contactsPartition = (tenantId: string, listId: string): string => `${tenant(tenantId)}#L#${listId}`;
export const contactKey = (tenantId: string, listId: string, number: string): Key => ({
  pk: contactsPartition(tenantId, listId),
  sk: number,
});

/** Those who left the list while a campaign needed it; one that came back and left once more is there twice. */
export const formerContactsPartition = (tenantId: string, listId: string): string =>
  `${contactsPartition(tenantId, listId)}#FORMER`;
export const formerContactKey = ({ tenantId, listId, number, addedAt }: FormerContact): Key => ({
  pk: formerContactsPartition(tenantId, listId),
  sk: `${number}#${timeSort(addedAt)}`,
});

export const importsPartition = (tenantId: string, listId: string): string => `${tenant(tenantId)}#L#${listId}#IMPORTS`;
export const importKey = (tenantId: string, listId: string, importId: string): Key => ({
  pk: importsPartition(tenantId, listId),
  sk: importId,
});
export const mediaPartition = (tenantId: string, sessionId: string): string => `${session(tenantId, sessionId)}#MEDIA`;
export const mediaItemKey = (tenantId: string, sessionId: string, filename: string): Key => ({
  pk: mediaPartition(tenantId, sessionId),
  sk: filename,
});
/** Files whose check is not done, for the sweep. */
export const openMediaIndex = "MEDIA#OPEN";
export const openMediaIndexSort = (expiresAt: number, filename: string): string =>
  `${new Date(expiresAt).toISOString()}#${filename}`;

export const templatesPartition = (tenantId: string, sessionId: string): string =>
  `${session(tenantId, sessionId)}#TEMPLATES`;
export const templateKey = (tenantId: string, sessionId: string, templateId: string): Key => ({
  pk: templatesPartition(tenantId, sessionId),
  sk: templateId,
});

/** Jobs that are not finished, for the sweep. */
export const openImportsIndex = "IMPORTS#OPEN";

export const optOutsPartition = (tenantId: string): string => `${tenant(tenantId)}#OPTOUTS`;
export const optOutKey = (tenantId: string, number: string): Key => ({ pk: optOutsPartition(tenantId), sk: number });
export const withdrawnOptOutKey = (tenantId: string, number: string): Key => ({
  pk: `${optOutsPartition(tenantId)}#WITHDRAWN`,
  sk: number,
});

/** Rows of numbers that are opted out, for the list of a tenant. */
export const optOutsIndex = (tenantId: string): string => `${tenant(tenantId)}#OPTOUTS`;

/** A partition a number: one that is asked about often does not slow down others. */
export const numberKey = (tenantId: string, number: string): Key => ({
  pk: `${tenant(tenantId)}#N#${number}`,
  sk: "CHECK",
});
export const lidKey = (tenantId: string, lid: string): Key => ({ pk: `${tenant(tenantId)}#LID#${lid}`, sk: "LID" });
/** Where rows of an earlier version stand by their LID. */
export const formerLidIndex = (tenantId: string, lid: string): string => `${tenant(tenantId)}#LID#${lid}`;

export const apiKeyKey = (keyId: string): Key => ({ pk: `KEY#${keyId}`, sk: "KEY" });
export const apiKeysIndex = (tenantId: string): string => `${tenant(tenantId)}#KEYS`;

export const campaignsPartition = (tenantId: string, sessionId: string): string =>
  `${session(tenantId, sessionId)}#CAMPAIGNS`;
export const campaignKey = (tenantId: string, sessionId: string, campaignId: string): Key => ({
  pk: campaignsPartition(tenantId, sessionId),
  sk: campaignId,
});
export const openCampaignsIndex = (tenantId: string, sessionId: string): string =>
  `${session(tenantId, sessionId)}#OPEN`;

export const campaignPartition = campaign;
export const bodyKey = (tenantId: string, campaignId: string, bodyId?: string): Key => ({
  pk: campaign(tenantId, campaignId),
  sk: bodyId === undefined ? "BODY" : `BODY#${bodyId}`,
});
export const timerKey = (tenantId: string, campaignId: string): Key => ({
  pk: campaign(tenantId, campaignId),
  sk: "TIMER",
});
/** Campaigns that the sweep has to check, by when. */
export const timersIndex = "CAMPAIGNS#TIMED";
export const timersIndexSort = (at: number, campaignId = ""): string => `${timeSort(at)}#${campaignId}`;
export const progressKey = (tenantId: string, campaignId: string): Key => ({
  pk: campaign(tenantId, campaignId),
  sk: "PROGRESS",
});
export const engagementKey = (tenantId: string, campaignId: string): Key => ({
  pk: campaign(tenantId, campaignId),
  sk: "ENGAGEMENT",
});
export const recipientsPartition = (tenantId: string, campaignId: string): string => campaign(tenantId, campaignId);
export const recipientKey = ({ tenantId, campaignId, number }: RecipientKey): Key => ({
  pk: recipientsPartition(tenantId, campaignId),
  sk: `${recipientPrefix}${number}`,
});
/** Where an earlier version listed a number's rows; of this version the number's own row names the campaigns. */
export const formerNumberIndex = (tenantId: string, sessionId: string, number: string): string =>
  `${session(tenantId, sessionId)}#N#${number}`;

export const directsPartition = ({ tenantId, sessionId }: SessionRef): string =>
  `${session(tenantId, sessionId)}#DIRECT`;
export const directKey = (ref: DirectRef): Key => ({ pk: directsPartition(ref), sk: ref.directId });
export const openDirectsIndex = (ref: SessionRef): string => `${directsPartition(ref)}#OPEN`;
export const directIndex = ({ tenantId, sessionId }: SessionRef, number: string): string =>
  `${session(tenantId, sessionId)}#DN#${number}`;

export const idempotencyKey = (tenantId: string, hash: string): Key => ({
  pk: `${tenant(tenantId)}#IDEMPOTENCY#${hash}`,
  sk: "IDEMPOTENCY",
});

export const recentSendKey = (tenantId: string, hash: string): Key => ({
  pk: `${tenant(tenantId)}#SENT#${hash}`,
  sk: "SENT",
});

/** A phone that several sessions are linked to. */
export const sharedPhoneKey = (tenantId: string, number: string): Key => ({
  pk: `${tenant(tenantId)}#PHONE#${number}`,
  sk: "PHONE",
});

export const rateLimitKey = (tenantId: string, name: string): Key => ({
  pk: `${tenant(tenantId)}#LIMIT#${name}`,
  sk: "LIMIT",
});

export const auditPartition = (tenantId: string): string => `${tenant(tenantId)}#AUDIT`;
export const auditKey = (tenantId: string, auditId: string): Key => ({ pk: auditPartition(tenantId), sk: auditId });

export const webhooksPartition = (tenantId: string): string => `${tenant(tenantId)}#WEBHOOKS`;
export const webhookKey = (tenantId: string, webhookId: string): Key => ({
  pk: webhooksPartition(tenantId),
  sk: webhookId,
});

export const deliveryPrefix = "D#";
export const webhookDeliveriesPartition = (tenantId: string, webhookId: string): string =>
  `${tenant(tenantId)}#W#${webhookId}`;
export const webhookDeliveryKey = ({ tenantId, webhookId, deliveryId }: DeliveryRef): Key => ({
  pk: webhookDeliveriesPartition(tenantId, webhookId),
  sk: `${deliveryPrefix}${deliveryId}`,
});
export const owedEventKey = ({ tenantId, eventId }: Pick<DomainEvent, "tenantId" | "eventId">): Key => ({
  pk: `${tenant(tenantId)}#OWED`,
  sk: eventId,
});
/** Events that their queue did not take, for the sweep. */
export const owedEventsIndex = "EVENTS#OWED";
export const owedEventsIndexSort = (triedAt: number, eventId: string): string => `${timeSort(triedAt)}#${eventId}`;

export const receiverTroubleKey = (tenantId: string, webhookId: string): Key => ({
  pk: webhookDeliveriesPartition(tenantId, webhookId),
  sk: "TROUBLE",
});
