import type { MediaKind } from "./whatsapp.ts";

/** Files that people upload: what goes with messages, and CSV files on their way into a list. */

export const mediaStates = ["awaiting_upload", "checking", "ready", "rejected"] as const;
export type MediaState = (typeof mediaStates)[number];

export const uploadPurposes = ["media", "contacts"] as const;
export type UploadPurpose = (typeof uploadPurposes)[number];

export const rejectionReasons = ["mismatch", "too_large", "empty", "disguised", "unreadable", "not_uploaded"] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

export interface Media {
  readonly tenantId: string;
  readonly sessionId: string;
  /** Assigned here, unique: `med_<ULID>.<extension>`. */
  readonly filename: string;
  /** What its person calls it; never part of a key. */
  readonly originalName: string;
  readonly purpose: UploadPurpose;
  /** What it was said to be; nothing else gets ready. */
  readonly contentType: string;
  /** Bytes that were announced. */
  readonly size: number;
  readonly state: MediaState;
  readonly reason?: RejectionReason;
  /** What its bytes are, where that is the reason: a media type, or words. */
  readonly found?: string;
  /** SHA-256 of its bytes, hex; known once it is ready. */
  readonly sha256?: string;
  /** Campaigns that need it and are not over. */
  readonly usedBy?: readonly string[];
  readonly createdAt: number;
  /** When the permission to upload ends. */
  readonly expiresAt: number;
  readonly checkedAt?: number;
}

/** A path part that looks like a file's name; anything else cannot exist. */
export const isMediaFilename = (text: string): boolean => /^med_[0-9A-HJKMNP-TV-Z]{26}\.[a-z0-9]{2,5}$/.test(text);

/** The ULID in a file's name or an id. */
export const mediaFilename = (ulid: string, extension: string): string => `med_${ulid}.${extension}`;

export interface ContentType {
  readonly kind: MediaKind | "contacts";
  readonly extension: string;
  /** What the bytes of such a file are found to be. `text`: nothing but readable text. */
  readonly found: readonly string[];
}

const office = "application/vnd.openxmlformats-officedocument";
const openDocument = "application/vnd.oasis.opendocument";

/** What may go with a message. Media types as people and browsers send them. */
export const contentTypes: Readonly<Record<string, ContentType>> = {
  "image/jpeg": { kind: "image", extension: "jpg", found: ["image/jpeg"] },
  "image/png": { kind: "image", extension: "png", found: ["image/png", "image/apng"] },
  "image/webp": { kind: "image", extension: "webp", found: ["image/webp"] },
  "image/gif": { kind: "image", extension: "gif", found: ["image/gif"] },
  "video/mp4": { kind: "video", extension: "mp4", found: ["video/mp4", "video/x-m4v"] },
  "video/3gpp": { kind: "video", extension: "3gp", found: ["video/3gpp", "video/3gpp2"] },
  "audio/ogg": { kind: "audio", extension: "ogg", found: ["audio/ogg", "audio/ogg; codecs=opus"] },
  "audio/mpeg": { kind: "audio", extension: "mp3", found: ["audio/mpeg"] },
  "audio/mp4": { kind: "audio", extension: "m4a", found: ["audio/mp4", "audio/x-m4a"] },
  "audio/aac": { kind: "audio", extension: "aac", found: ["audio/aac"] },
  "audio/amr": { kind: "audio", extension: "amr", found: ["audio/amr"] },
  "application/pdf": { kind: "document", extension: "pdf", found: ["application/pdf"] },
  [`${office}.wordprocessingml.document`]: {
    kind: "document",
    extension: "docx",
    found: [`${office}.wordprocessingml.document`],
  },
  [`${office}.spreadsheetml.sheet`]: { kind: "document", extension: "xlsx", found: [`${office}.spreadsheetml.sheet`] },
  [`${office}.presentationml.presentation`]: {
    kind: "document",
    extension: "pptx",
    found: [`${office}.presentationml.presentation`],
  },
  [`${openDocument}.text`]: { kind: "document", extension: "odt", found: [`${openDocument}.text`] },
  [`${openDocument}.spreadsheet`]: { kind: "document", extension: "ods", found: [`${openDocument}.spreadsheet`] },
  [`${openDocument}.presentation`]: { kind: "document", extension: "odp", found: [`${openDocument}.presentation`] },
  "application/msword": { kind: "document", extension: "doc", found: ["application/msword"] },
  "application/vnd.ms-excel": { kind: "document", extension: "xls", found: ["application/vnd.ms-excel"] },
  "application/vnd.ms-powerpoint": { kind: "document", extension: "ppt", found: ["application/vnd.ms-powerpoint"] },
  "application/rtf": { kind: "document", extension: "rtf", found: ["application/rtf"] },
  "text/plain": { kind: "document", extension: "txt", found: ["text"] },
  "text/csv": { kind: "document", extension: "csv", found: ["text"] },
};

export function typeOf(contentType: string, purpose: UploadPurpose): ContentType {
  const known = contentTypes[contentType];
  if (known === undefined) throw new Error(`"${contentType}" is no media type that can be uploaded`);
  return purpose === "contacts" ? { ...known, kind: "contacts" } : known;
}

/** A file as a campaign keeps it from its launch on. */
export interface FrozenMedia {
  readonly filename: string;
  readonly kind: MediaKind;
  readonly contentType: string;
  /** The name that a recipient of a document sees. */
  readonly originalName: string;
  readonly sha256: string;
  readonly size: number;
}
