import { canonicalJson } from "../../core/canonical-json.ts";
import { firstCharacters } from "../../core/characters.ts";
import { brief, NamedError } from "../../core/errors.ts";
import type { RawFile } from "./form.ts";
import type { Route } from "../routes/route.ts";

/** Reads what came as a request's body. */

export const maxBodyBytes = 4 * 1024 * 1024;

/** What a form says around its file; the file itself may have the whole of the bound. */
const maxFormOverhead = 64 * 1024;

export interface HttpBody {
  readonly text: string | undefined;
  readonly isBase64: boolean;
  readonly contentType: string | undefined;
  readonly contentEncoding?: string | undefined;
}

const bytesOf = ({ text, isBase64 }: HttpBody): Buffer => Buffer.from(text ?? "", isBase64 ? "base64" : "utf8");

const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

export const isJson = ({ contentType }: HttpBody): boolean => mediaTypeOf(contentType) === "application/json";

/**
 * Nothing is unpacked here: a small body could hold any amount of bytes.
 * @throws NamedError UNSUPPORTED_MEDIA_TYPE for a body that comes packed
 */
export function assertNotEncoded({ text, contentEncoding = "" }: HttpBody): void {
  const encodings = contentEncoding.split(",").map((encoding) => encoding.trim().toLowerCase());
  if ((text ?? "") === "" || encodings.every((encoding) => encoding === "" || encoding === "identity")) return;
  throw new NamedError("UNSUPPORTED_MEDIA_TYPE", `content encoding ${contentEncoding}`, {
    sentence: "BODY_ENCODED",
    facts: { came: firstCharacters(contentEncoding, 100) },
    details: [
      { pointer: "/headers/content-encoding", came: brief(contentEncoding), wanted: "no encoding: the body as it is" },
    ],
  });
}

/** @throws NamedError BODY_TOO_LARGE | UNSUPPORTED_MEDIA_TYPE | INVALID_JSON */
export function readJson(body: HttpBody): unknown {
  const mediaType = mediaTypeOf(body.contentType);
  if (mediaType !== "" && mediaType !== "application/json") throw unsupported(mediaType, ["application/json"]);
  const bytes = withinLimit(bytesOf(body));
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
    return value;
  } catch (error) {
    const came = bytes.length === 0 ? "an empty body" : brief(bytes.toString("utf8"));
    throw new NamedError("INVALID_JSON", "the body is no JSON", {
      details: [{ pointer: "", came, wanted: "a JSON object in UTF-8" }],
      cause: error,
    });
  }
}

/** @throws NamedError BODY_TOO_LARGE | UNSUPPORTED_MEDIA_TYPE | VALIDATION_FAILED | INVALID_BODY_ENCODING */
export async function readRaw(body: HttpBody, route: Route): Promise<RawFile> {
  const accepted = [...(route.rawBody ?? []), ...(route.body === undefined ? [] : ["application/json"])];
  const mediaType = mediaTypeOf(body.contentType);
  if (!accepted.includes(mediaType)) throw unsupported(mediaType, accepted);
  const isForm = mediaType === "multipart/form-data";
  const bytes = withinLimit(bytesOf(body), maxBodyBytes + (isForm ? maxFormOverhead : 0));
  if (!isForm) return { bytes, name: "", contentType: mediaType, fields: {} };
  // Loaded where a form comes: most Lambdas get none.
  const { readForm } = await import("./form.ts");
  const form = await readForm(bytes, body.contentType ?? "");
  withinLimit(form.bytes);
  return form;
}

/** What a body says, without the order of its members and the boundary that a client drew for this one request. */
export function canonicalBody(body: HttpBody): string {
  const text = bytesOf(body).toString("latin1");
  const boundary = /^multipart\/.*boundary="?([^";]+)/i.exec(body.contentType ?? "")?.[1];
  if (boundary !== undefined) return text.replaceAll(boundary, "boundary");
  if (!isJson(body)) return text;
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return text;
  }
}

const withinLimit = <Bytes extends Uint8Array>(bytes: Bytes, most = maxBodyBytes): Bytes => {
  if (bytes.length <= most) return bytes;
  throw new NamedError("BODY_TOO_LARGE", `${bytes.length} bytes came`, {
    facts: { limit: maxBodyBytes },
    details: [{ pointer: "", came: `${bytes.length} bytes`, wanted: `at most ${maxBodyBytes} bytes` }],
  });
};

const unsupported = (came: string, wanted: readonly string[]) =>
  new NamedError("UNSUPPORTED_MEDIA_TYPE", `content type ${came}`, {
    facts: { came: came === "" ? "(none)" : firstCharacters(came, 100), wanted: wanted.join(" / ") },
    details: [{ pointer: "/headers/content-type", came: brief(came), wanted: wanted.join(" or ") }],
  });
