import type { MediaKind } from "../whatsapp.ts";

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
  /** What it was said to be, or what a picture was found to be; nothing else gets ready. */
  readonly contentType: string;
  /** What a picture was said to be that is another. */
  readonly announcedAs?: string;
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
  /** A person removed it: it does not exist any more; its bytes and this row go next. */
  readonly deletedAt?: number;
}

export const maxOriginalNameLength = 255;

/** Where a file comes in: the holder of the permission may write here, again and again until it ends. */
export const uploadKeyOf = ({ tenantId, sessionId, filename }: MediaName): string =>
  `uploads/${tenantId}/${sessionId}/${filename}`;
/** Where a file stays whose bytes were checked: no caller can write here. */
export const mediaKeyOf = ({ tenantId, sessionId, filename }: MediaName): string =>
  `media/${tenantId}/${sessionId}/${filename}`;

export type MediaName = Pick<Media, "tenantId" | "sessionId" | "filename">;

/** Tenant, session and file named by an upload's key; undefined for any other key. */
export function mediaOfUploadKey(key: string): MediaName | undefined {
  const [folder, tenantId, sessionId, filename, ...more] = key.split("/");
  if (folder !== "uploads" || more.length > 0 || !tenantId || !sessionId || !filename) return undefined;
  return { tenantId, sessionId, filename };
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
const document = (type: string, extension: string): Readonly<Record<string, ContentType>> => ({
  [type]: { kind: "document", extension, found: [type] },
});

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
  ...document("application/pdf", "pdf"),
  ...document(`${office}.wordprocessingml.document`, "docx"),
  ...document(`${office}.spreadsheetml.sheet`, "xlsx"),
  ...document(`${office}.presentationml.presentation`, "pptx"),
  ...document(`${openDocument}.text`, "odt"),
  ...document(`${openDocument}.spreadsheet`, "ods"),
  ...document(`${openDocument}.presentation`, "odp"),
  ...document("application/msword", "doc"),
  ...document("application/vnd.ms-excel", "xls"),
  ...document("application/vnd.ms-powerpoint", "ppt"),
  ...document("application/rtf", "rtf"),
  "text/plain": { kind: "document", extension: "txt", found: ["text"] },
  "text/csv": { kind: "document", extension: "csv", found: ["text"] },
};

/** CSV files of contacts: Windows calls them what Excel's own files are called. */
const contactsTypes: readonly string[] = ["text/csv", "text/plain", "application/csv", "application/vnd.ms-excel"];

const otherNames: Readonly<Record<string, string>> = {
  "image/jpg": "image/jpeg",
  "image/pjpeg": "image/jpeg",
  "audio/mp3": "audio/mpeg",
  "audio/x-m4a": "audio/mp4",
  "audio/m4a": "audio/mp4",
  "audio/opus": "audio/ogg",
  "application/ogg": "audio/ogg",
  "text/rtf": "application/rtf",
  "application/csv": "text/csv",
};

/** A media type without its parameters, under the one name it has here; `undefined` for what can't be uploaded. */
export function knownContentType(written: string, purpose: UploadPurpose): string | undefined {
  const bare = written.split(";")[0]?.trim().toLowerCase() ?? "";
  if (purpose === "contacts") return contactsTypes.includes(bare) ? "text/csv" : undefined;
  const name = otherNames[bare] ?? bare;
  return Object.hasOwn(contentTypes, name) ? name : undefined;
}

/** What a file's name says of it, where nothing else does. */
export function contentTypeOfName(name: string): string | undefined {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  const alike: Readonly<Record<string, string>> = { jpeg: "jpg", opus: "ogg", oga: "ogg", m4v: "mp4" };
  const wanted = extension === undefined ? undefined : (alike[extension] ?? extension);
  return Object.entries(contentTypes).find(([, type]) => type.extension === wanted)?.[0];
}

/** The type that the name of a checked file says, where its bytes are of another. */
export function typeOfAnotherName({ state, purpose, originalName, contentType }: Media): string | undefined {
  const named = state === "ready" && purpose === "media" ? contentTypeOfName(originalName) : undefined;
  if (named === undefined) return undefined;
  const { found } = typeOf(contentType, purpose);
  return typeOf(named, purpose).found.some((one) => found.includes(one)) ? undefined : named;
}

export function typeOf(contentType: string, purpose: UploadPurpose): ContentType {
  const known = contentTypes[contentType];
  if (known === undefined) throw new Error(`"${contentType}" is no media type that can be uploaded`);
  return purpose === "contacts" ? { ...known, kind: "contacts" } : known;
}

/** The type of picture that bytes are which are found to be this; undefined for what can't be sent as a picture. */
export const pictureFoundAs = (found: string): string | undefined =>
  Object.entries(contentTypes).find(([, type]) => type.kind === "image" && type.found.includes(found))?.[0];

/** What WhatsApp shows otherwise than a person may think: of a GIF, a still picture. */
export const mediaWarnings = ({ contentType }: Pick<Media, "contentType">): readonly "gif_does_not_play"[] =>
  contentType === "image/gif" ? ["gif_does_not_play"] : [];

/** Most bytes of a file, by kind. */
export type SizeLimits = Readonly<Record<ContentType["kind"], number>>;

const mib = 1024 * 1024;
export const defaultSizeLimits: SizeLimits = {
  image: 5 * mib,
  video: 16 * mib,
  audio: 16 * mib,
  document: 16 * mib,
  contacts: 16 * mib,
};

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
