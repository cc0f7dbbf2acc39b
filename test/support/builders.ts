import type { ApiKey } from "../../core/access/api-key.ts";
import type { Campaign, CampaignBody } from "../../core/campaign/campaign.ts";
import type { Contact } from "../../core/contact/contact.ts";
import { whatsAppIdOf, type DirectMessage } from "../../core/sending/direct-message.ts";
import { idOf, type IdKind } from "../../core/ids.ts";
import { noImportCounts, type ImportJob } from "../../core/import/import-job.ts";
import type { Slot } from "../../core/session/lease.ts";
import type { ContactList } from "../../core/contact/list.ts";
import { mediaFilename, type Media } from "../../core/content/media.ts";
import type { MessageTemplate } from "../../core/content/message-template.ts";
import { noCounts, type Progress } from "../../core/campaign/progress.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { Session } from "../../core/session/session.ts";

/** Small builders: each answers something valid, changed by what the test is about. */

/** 2026-01-01T00:00Z, where time stands in tests that don't move it. */
export const someTime = Date.UTC(2026, 0, 1);

let drawn = 0;

/** A ULID that sorts behind those drawn before it. */
export function aUlid(): string {
  drawn += 1;
  return `01${String(drawn).padStart(24, "0")}`;
}

export const anId = (kind: IdKind): string => idOf(kind, aUlid());

const place = { tenantId: "acme", sessionId: "shop" } as const;

export const aSession = (its: Partial<Session> = {}): Session => ({
  ...place,
  state: "stopped",
  wanted: false,
  epoch: 0,
  since: someTime,
  createdAt: someTime,
  ...its,
});

export const aSlot = (its: Partial<Slot> = {}): Slot => ({
  slot: 0,
  epoch: 1,
  beat: 0,
  workerId: "worker-1",
  sessions: 0,
  capacity: 10,
  ...its,
});

export const aList = (its: Partial<ContactList> = {}): ContactList => ({
  ...place,
  listId: anId("list"),
  name: `List ${aUlid()}`,
  contactCount: 0,
  createdAt: someTime,
  updatedAt: someTime,
  ...its,
});

export const aContact = (its: Partial<Contact> = {}): Contact => ({
  tenantId: place.tenantId,
  listId: idOf("list", "0".repeat(26)),
  number: "628123456789",
  name: "Siti",
  fields: { kota: "Bandung" },
  addedAt: someTime,
  updatedAt: someTime,
  ...its,
});

export const anImportJob = (its: Partial<ImportJob> = {}): ImportJob => ({
  ...place,
  listId: idOf("list", "0".repeat(26)),
  importId: anId("import"),
  state: "queued",
  mode: "upsert",
  sizeBytes: 20,
  totalRows: 3,
  version: 0,
  rejectedSlices: [],
  counts: noImportCounts,
  createdAt: someTime,
  touchedAt: someTime,
  ...its,
});

export const aCampaign = (its: Partial<Campaign> = {}): Campaign => ({
  ...place,
  campaignId: anId("campaign"),
  name: "Promo",
  status: "running",
  listIds: [idOf("list", "0".repeat(26))],
  excludeListIds: [],
  launchedAt: someTime,
  createdAt: someTime,
  startedAt: someTime,
  total: 3,
  bodyHash: "0".repeat(32),
  ...its,
});

export const aBody = (its: Partial<CampaignBody> = {}): CampaignBody => ({
  text: "Halo {{ name }}",
  variables: {},
  ...its,
});

export const aProgress = (its: Partial<Progress> = {}): Progress => ({
  tenantId: place.tenantId,
  campaignId: idOf("campaign", "0".repeat(26)),
  epoch: 1,
  counts: noCounts,
  byDay: {},
  updatedAt: someTime,
  ...its,
});

export const aRecipient = (its: Partial<Recipient> = {}): Recipient => ({
  ...place,
  campaignId: idOf("campaign", "0".repeat(26)),
  number: "628123456789",
  listId: idOf("list", "0".repeat(26)),
  state: "sending",
  token: "0.1.1.nonce",
  messageId: "3EB0000000000000000000",
  attempt: 1,
  claimedAt: someTime,
  history: [{ state: "sending", at: someTime }],
  ...its,
});

export function aDirectMessage(its: Partial<DirectMessage> = {}): DirectMessage {
  const directId = its.directId ?? anId("message");
  return {
    ...place,
    directId,
    number: "628123456789",
    text: "Halo",
    state: "pending",
    messageId: whatsAppIdOf(place.tenantId, directId),
    requestedAt: someTime,
    ...its,
  };
}

export const anApiKey = (its: Partial<ApiKey> = {}): ApiKey => ({
  tenantListed: true,
  tenantId: place.tenantId,
  keyId: anId("apiKey"),
  name: "office",
  scopes: ["write"],
  hash: "0".repeat(64),
  createdAt: someTime,
  ...its,
});

export const aMedia = (its: Partial<Media> = {}): Media => ({
  ...place,
  filename: mediaFilename(aUlid(), "png"),
  originalName: "Brosur.png",
  purpose: "media",
  contentType: "image/png",
  size: 67,
  state: "ready",
  sha256: "0".repeat(64),
  createdAt: someTime,
  expiresAt: someTime + 15 * 60_000,
  ...its,
});

export const aTemplate = (its: Partial<MessageTemplate> = {}): MessageTemplate => ({
  ...place,
  templateId: anId("template"),
  name: "Promo",
  body: "Halo {{ name }}",
  version: 1,
  createdAt: someTime,
  updatedAt: someTime,
  ...its,
});
