import type { DomainEvent } from "../../core/webhook/events.ts";
import type { FormerContact } from "../../core/campaign/former-contact.ts";
import type { RecipientKey } from "../../core/campaign/recipient-ports.ts";
import type { CampaignRef, DirectRef, ListRef, MediaRef, SessionRef, TemplateRef } from "../../core/refs.ts";
import type { DeliveryRef, WebhookRef } from "../../core/webhook/webhook-ports.ts";

/**
 * Keys of both tables on one page. The tenant is part of every partition key but six: slots, tenants, the operator's halt and faults of WhatsApp's
 * page belong to the deployment, an API key names the tenant, and the index of sessions by owner is read by workers, which serve all tenants.
 *
 * REGISTRY  pk                                 sk             ix / ixSort
 *   slot      SLOTS                              03
 *   session   T#t#SESSIONS                       sessionId      OWNER#03 | SESSIONS#DELETING / tenant#session, or
 *                                                             OWNER#WAITING / since#tenant#session
 *   list      T#t#S#s#LISTS                      listId         LISTS#DELETED / listId (while its contacts go)
 *   list name T#t#S#s#LISTNAMES                  folded name
 *   contact   T#t#L#listId                       number
 *   import    T#t#L#listId#IMPORTS               importId       IMPORTS#OPEN | T#t#IMPORTS#FAILED / importId (not of a dry run)
 *   media     T#t#S#s#MEDIA                      filename       MEDIA#OPEN / expiresAt#filename (while not checked, or removed and not cleared)
 *   template  T#t#S#s#TEMPLATES                  templateId
 *   opt-out   T#t#OPTOUTS                        number         (only of an earlier version)
 *   withdrawn T#t#OPTOUTS#WITHDRAWN              number         (only of an earlier version)
 *   webhook   T#t#WEBHOOKS                       webhookId
 *   halt      HALT | T#t#HALT                    HALT
 *   account   T#t#PHONE#number                   ACCOUNT        (a number that was ever linked)
 *   api key   KEY#keyId                          KEY            T#t#KEYS / keyId
 *   tenant    TENANTS                            tenantId
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
 *   page fault PAGES                             faultId
 *
 * Every change that touches two of these items is listed in docs/two-item-changes.md.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const key = (pk: string, sk: string): Key => ({ pk, sk });

/** Epoch ms that sort as they follow each other. */
const timeSort = (at: number): string => String(at).padStart(15, "0");
const padded = (slot: number): string => String(slot).padStart(3, "0");
const tenant = (tenantId: string): string => `T#${tenantId}`;
const session = ({ tenantId, sessionId }: SessionRef): string => `${tenant(tenantId)}#S#${sessionId}`;

export const recipientPrefix = "R#";

export const slotsPartition = "SLOTS";
export const slotKey = (slot: number): Key => key(slotsPartition, padded(slot));

export const sessionsPartition = (tenantId: string): string => `${tenant(tenantId)}#SESSIONS`;
export const sessionKey = (ref: SessionRef): Key => key(sessionsPartition(ref.tenantId), ref.sessionId);
export const ownerIndex = (slot: number | "WAITING"): string => `OWNER#${slot === "WAITING" ? slot : padded(slot)}`;
/** Sessions that are logged out and whose contents are being taken away, for the sweep. */
export const deletingSessionsIndex = "SESSIONS#DELETING";
export const ownerIndexSort = (tenantId: string, sessionId: string): string => `${tenantId}#${sessionId}`;
export const waitingIndexSort = (since: number, tenantId: string, sessionId: string): string =>
  `${timeSort(since)}#${ownerIndexSort(tenantId, sessionId)}`;

export const listsPartition = (ref: SessionRef): string => `${session(ref)}#LISTS`;
export const listKey = (ref: ListRef): Key => key(listsPartition(ref), ref.listId);
/** Lists that are deleted and whose contacts are not all gone yet, for the sweep. */
export const deletedListsIndex = "LISTS#DELETED";
export const listNamesPartition = (ref: SessionRef): string => `${session(ref)}#LISTNAMES`;
export const listNameItemKey = (ref: SessionRef, foldedName: string): Key => key(listNamesPartition(ref), foldedName);

export const contactsPartition = (tenantId: string, listId: string): string => `${tenant(tenantId)}#L#${listId}`;
export const contactKey = (tenantId: string, listId: string, number: string): Key =>
  key(contactsPartition(tenantId, listId), number);

/** Those who left the list while a campaign needed it; one that came back and left once more is there twice. */
export const formerContactsPartition = (tenantId: string, listId: string): string =>
  `${contactsPartition(tenantId, listId)}#FORMER`;
export const formerContactKey = ({ tenantId, listId, number, addedAt }: FormerContact): Key =>
  key(formerContactsPartition(tenantId, listId), `${number}#${timeSort(addedAt)}`);

export const importsPartition = (tenantId: string, listId: string): string =>
  `${contactsPartition(tenantId, listId)}#IMPORTS`;
export const importKey = (tenantId: string, listId: string, importId: string): Key =>
  key(importsPartition(tenantId, listId), importId);
/** Jobs that are not finished, for the sweep. */
export const openImportsIndex = "IMPORTS#OPEN";
export const failedImportsIndex = (tenantId: string): string => `${tenant(tenantId)}#IMPORTS#FAILED`;

export const mediaPartition = (ref: SessionRef): string => `${session(ref)}#MEDIA`;
export const mediaItemKey = (ref: MediaRef): Key => key(mediaPartition(ref), ref.filename);
/** Files whose check is not done, for the sweep. */
export const openMediaIndex = "MEDIA#OPEN";
export const openMediaIndexSort = (expiresAt: number, filename: string): string =>
  `${new Date(expiresAt).toISOString()}#${filename}`;

export const templatesPartition = (ref: SessionRef): string => `${session(ref)}#TEMPLATES`;
export const templateKey = (ref: TemplateRef): Key => key(templatesPartition(ref), ref.templateId);

/** Items of an earlier version. In the index of the delivery table: rows of numbers that are opted out, for the list of a tenant. */
export const optOutsPartition = (tenantId: string): string => `${tenant(tenantId)}#OPTOUTS`;
export const optOutKey = (tenantId: string, number: string): Key => key(optOutsPartition(tenantId), number);
export const withdrawnOptOutKey = (tenantId: string, number: string): Key =>
  key(`${optOutsPartition(tenantId)}#WITHDRAWN`, number);

/** A partition a number: one that is asked about often does not slow down others. */
export const numberKey = (tenantId: string, number: string): Key => key(`${tenant(tenantId)}#N#${number}`, "CHECK");
export const lidKey = (tenantId: string, lid: string): Key => key(formerLidIndex(tenantId, lid), "LID");
/** Where rows of an earlier version stand by their LID. */
export const formerLidIndex = (tenantId: string, lid: string): string => `${tenant(tenantId)}#LID#${lid}`;

/** What halts sending: in the whole deployment, or in a tenant. */
export const haltKey = (tenantId?: string): Key =>
  key(tenantId === undefined ? "HALT" : `${tenant(tenantId)}#HALT`, "HALT");

/** Few at any time, and all of them are read together. */
export const pageFaultsPartition = "PAGES";
export const pageFaultKey = (faultId: string): Key => key(pageFaultsPartition, faultId);

export const apiKeyKey = (keyId: string): Key => key(`KEY#${keyId}`, "KEY");
export const tenantsPartition = "TENANTS";
export const tenantKey = (tenantId: string): Key => key(tenantsPartition, tenantId);
export const apiKeysIndex = (tenantId: string): string => `${tenant(tenantId)}#KEYS`;

export const campaignsPartition = (ref: SessionRef): string => `${session(ref)}#CAMPAIGNS`;
export const campaignKey = (ref: CampaignRef): Key => key(campaignsPartition(ref), ref.campaignId);
export const openCampaignsIndex = (ref: SessionRef): string => `${session(ref)}#OPEN`;

type CampaignOfTenant = Pick<CampaignRef, "tenantId" | "campaignId">;

/** Its body, timer, counts and recipients. */
export const campaignPartition = ({ tenantId, campaignId }: CampaignOfTenant): string =>
  `${tenant(tenantId)}#C#${campaignId}`;
export const bodyKey = (campaign: CampaignOfTenant & { readonly bodyId?: string }): Key =>
  key(campaignPartition(campaign), campaign.bodyId === undefined ? "BODY" : `BODY#${campaign.bodyId}`);
export const timerKey = (campaign: CampaignOfTenant): Key => key(campaignPartition(campaign), "TIMER");
/** Campaigns that the sweep has to check, by when. */
export const timersIndex = "CAMPAIGNS#TIMED";
export const timersIndexSort = (at: number, campaignId = ""): string => `${timeSort(at)}#${campaignId}`;
export const progressKey = (campaign: CampaignOfTenant): Key => key(campaignPartition(campaign), "PROGRESS");
export const engagementKey = (campaign: CampaignOfTenant): Key => key(campaignPartition(campaign), "ENGAGEMENT");
export const recipientKey = (ref: RecipientKey): Key => key(campaignPartition(ref), `${recipientPrefix}${ref.number}`);
/** Where an earlier version listed a number's rows; of this version the number's own row names the campaigns. */
export const formerNumberIndex = (ref: SessionRef, number: string): string => `${session(ref)}#N#${number}`;

export const directsPartition = (ref: SessionRef): string => `${session(ref)}#DIRECT`;
export const directKey = (ref: DirectRef): Key => key(directsPartition(ref), ref.directId);
export const openDirectsIndex = (ref: SessionRef): string => `${directsPartition(ref)}#OPEN`;
export const directIndex = (ref: SessionRef, number: string): string => `${session(ref)}#DN#${number}`;

export const idempotencyKey = (tenantId: string, hash: string): Key =>
  key(`${tenant(tenantId)}#IDEMPOTENCY#${hash}`, "IDEMPOTENCY");

export const recentSendKey = (tenantId: string, hash: string): Key => key(`${tenant(tenantId)}#SENT#${hash}`, "SENT");

/** A phone that several sessions are linked to. */
export const sharedPhoneKey = (tenantId: string, number: string): Key =>
  key(`${tenant(tenantId)}#PHONE#${number}`, "PHONE");

/** A number that was ever linked, whatever became of its sessions. */
export const linkedAccountKey = (tenantId: string, number: string): Key =>
  key(`${tenant(tenantId)}#PHONE#${number}`, "ACCOUNT");

export const rateLimitKey = (tenantId: string, name: string): Key => key(`${tenant(tenantId)}#LIMIT#${name}`, "LIMIT");

export const auditPartition = (tenantId: string): string => `${tenant(tenantId)}#AUDIT`;
export const auditKey = (tenantId: string, auditId: string): Key => key(auditPartition(tenantId), auditId);

export const webhooksPartition = (tenantId: string): string => `${tenant(tenantId)}#WEBHOOKS`;
export const webhookKey = (ref: WebhookRef): Key => key(webhooksPartition(ref.tenantId), ref.webhookId);

export const deliveryPrefix = "D#";
export const webhookDeliveriesPartition = ({ tenantId, webhookId }: WebhookRef): string =>
  `${tenant(tenantId)}#W#${webhookId}`;
export const webhookDeliveryKey = (ref: DeliveryRef): Key =>
  key(webhookDeliveriesPartition(ref), `${deliveryPrefix}${ref.deliveryId}`);
export const owedEventKey = ({ tenantId, eventId }: Pick<DomainEvent, "tenantId" | "eventId">): Key =>
  key(`${tenant(tenantId)}#OWED`, eventId);
/** Events that their queue did not take, for the sweep. */
export const owedEventsIndex = "EVENTS#OWED";
export const owedEventsIndexSort = (triedAt: number, eventId: string): string => `${timeSort(triedAt)}#${eventId}`;

export const receiverTroubleKey = (ref: WebhookRef): Key => key(webhookDeliveriesPartition(ref), "TROUBLE");
