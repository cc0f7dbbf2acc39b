import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import { EncodingSurvey } from "../../core/import/csv-encoding.ts";
import {
  pictureFoundAs,
  typeOf,
  type Media,
  type RejectionReason,
  type SizeLimits,
  type UploadPurpose,
} from "../../core/content/media.ts";
import { isCutShort } from "./media-structure.ts";

/** What a file is by its own bytes, not by its name. */

export type Verdict =
  | {
      readonly ok: true;
      readonly sha256: string;
      /** What a picture is that was announced as another, and as which. */
      readonly contentType?: string;
      readonly announcedAs?: string;
    }
  | { readonly ok: false; readonly reason: RejectionReason; readonly found?: string };

/** @param limits most bytes by kind */
export async function checkBytes(
  bytes: Uint8Array,
  { contentType, purpose }: Pick<Media, "contentType" | "purpose">,
  limits: SizeLimits,
): Promise<Verdict> {
  const { kind, found: wanted } = typeOf(contentType, purpose);
  if (bytes.length === 0) return { ok: false, reason: "empty" };
  if (bytes.length > limits[kind]) return { ok: false, reason: "too_large", found: `${bytes.length} bytes` };
  const found = await whatItIs(bytes, purpose);
  if (found === "markup" || found === "script") return { ok: false, reason: "disguised", found };
  if (kind !== "contacts" && (await isCutShort(bytes, found))) return { ok: false, reason: "unreadable" };
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (wanted.includes(found)) return { ok: true, sha256 };
  // Phones and messengers save pictures under names of other kinds: each is a picture that WhatsApp shows.
  const picture = kind === "image" ? pictureFoundAs(found) : undefined;
  return picture === undefined
    ? { ok: false, reason: "mismatch", found }
    : { ok: true, sha256, contentType: picture, announcedAs: contentType };
}

/** A media type, `text`, `markup`, `script`, or `unknown`. */
async function whatItIs(bytes: Uint8Array, purpose: UploadPurpose): Promise<string> {
  const detected = (await fileTypeFromBuffer(bytes))?.mime;
  // A picture's head may be followed by a page: browsers and scripts read on where viewers stop.
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString("latin1");
  if (detected?.startsWith("image/") === true && markupAnywhere.test(head)) return "markup";
  if (detected === "application/xml" || detected === "image/svg+xml") return "markup";
  if (detected === "application/x-cfb") return officeBefore2007(Buffer.from(bytes)) ?? detected;
  if (detected !== undefined) return detected;
  const text = purpose === "contacts" ? textOfContacts(bytes) : textOf(bytes);
  if (text === undefined) return "unknown";
  const start = text.trimStart().slice(0, headBytes);
  if (start.startsWith("#!")) return "script";
  if (markupAtStart.test(start)) return "markup";
  // Cells of contacts may hold anything; what is sent as a text may not carry a page.
  return purpose === "media" && markupAnywhere.test(start) ? "markup" : "text";
}

const headBytes = 4_096;
const markupAtStart = /^<(?:[!?]|\/?(?:html|head|body|svg|script|iframe|style|div|meta|link|a|p|img|table)\b)/i;
const markupAnywhere = /<!doctype\s+html|<html\b|<script\b|<svg\b|<iframe\b|<\?php/i;

/** Readable text in UTF-8, or in UTF-16 with its mark. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // Control characters that no text editor writes.
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A file of contacts may be in any encoding and have a stray byte; its import finds out which. */
function textOfContacts(bytes: Uint8Array): string | undefined {
  const survey = new EncodingSurvey();
  survey.push(bytes);
  return survey.otherKind === undefined ? (textOf(bytes) ?? Buffer.from(bytes).toString("latin1")) : undefined;
}

/** One container for many programs' files, installers among them; each names its main stream in UTF-16. */
function officeBefore2007(bytes: Buffer): string | undefined {
  const holds = (stream: string) => bytes.includes(Buffer.from(stream, "utf16le"));
  if (holds("WordDocument")) return "application/msword";
  if (holds("Workbook") || holds("Book")) return "application/vnd.ms-excel";
  return holds("PowerPoint Document") ? "application/vnd.ms-powerpoint" : undefined;
}
