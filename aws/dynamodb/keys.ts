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
 * Every change that touches two of these items is listed in docs/two-item-changes.md.
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
