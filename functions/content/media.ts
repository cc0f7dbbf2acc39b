import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { invalidField, NamedError } from "../../core/errors.ts";
import {
  contentTypeOfName,
  isMediaFilename,
  knownContentType,
  mediaFilename,
  mediaKeyOf,
  mediaWarnings,
  typeOf,
  uploadKeyOf,
  type Media,
} from "../../core/content/media.ts";
import { noteOf, uploadInstead } from "../../core/content/media-advice.ts";
import { matchesSearch } from "../../core/contact/search.ts";
import { everyItem } from "../../core/pages.ts";
import type { SessionRef } from "../../core/refs.ts";
import { ifRefused, unlessRefused } from "../../core/refused.ts";
import { removeMedia } from "./media-removal.ts";
import { campaignsUsing } from "../../core/campaign/campaigns-using.ts";
import { getSessionOf } from "../edge/access.ts";
import type { RawFile } from "../edge/form.ts";
import { serve } from "../edge/http.ts";
import { searchPage } from "../edge/pages.ts";
import { implementWith, type ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { check } from "../edge/validate.ts";
import { isoTime } from "../edge/views.ts";
import * as routes from "../routes/media.ts";
import { warningsIn } from "../edge/warnings.ts";

const implement = implementWith({
  sessions: stores.sessions,
  media: stores.media,
  mediaWriter: stores.mediaWriter,
  mediaUses: stores.mediaUses,
  files: stores.files,
  uploads: stores.uploads,
  campaigns: stores.campaigns,
  templates: stores.templates,
});

const templatesAtOnce = 100;

const permittedForSeconds = 15 * 60;

/** How a sentence is said to the caller. */
type Saying = Pick<ApiRequest, "say" | "detail">;

const storedAnswer = (stored: Media, saying: Saying) => ({ status: 201 as const, body: told(stored, saying) });

async function permitted({ uploads }: Pick<Services, "uploads">, media: Media, now: number, saying: Saying) {
  const seconds = Math.max(1, Math.ceil((media.expiresAt - now) / 1_000));
  const { url, fields } = await uploads.permit(uploadKeyOf(media), media.contentType, media.size, seconds);
  const { data, ...warned } = told(media, saying);
  const permission = { url, fields: { ...fields }, expiresAt: isoTime(media.expiresAt) };
  return { status: 201 as const, body: { data: { ...data, ...permission }, ...warned } };
}

const createUpload = implement(routes.createUpload)(
  async ({ session: ref, body, file, now, ulid, ...saying }, services) => {
    await getSessionOf(services, ref);
    const media = announced(services, ref, writtenIn(body, file), ulid, now);
    if (file !== undefined) return storedAnswer(await store(services, media, file.bytes, now), saying);
    // The repeat of a request that was cut off finds the row that it made.
    await unlessRefused(services.mediaWriter.create(media));
    return await permitted(services, media, now, saying);
  },
  async ({ session: ref, body, file, now, ulid, ...saying }, services) => {
    const written = writtenIn(body, file);
    const { filename } = announced(services, ref, written, ulid, now);
    const media = await services.media.find({ ...ref, filename });
    if (media === undefined) return undefined;
    if (file === undefined && media.expiresAt <= now) {
      // That try was cut off too long ago: nothing can come under its permission, and its row goes as one that was never used.
      const anew = announced(services, ref, written, services.newUlid(), now);
      await services.mediaWriter.create(anew);
      return await permitted(services, anew, now, saying);
    }
    if (file === undefined) return await permitted(services, media, now, saying);
    // Its bytes may not have been stored yet.
    return storedAnswer(media.state === "checking" ? await store(services, media, file.bytes, now) : media, saying);
  },
);

/** @throws NamedError VALIDATION_FAILED for a type that can't be sent, or a size above its bound */
function announced(
  services: Pick<Services, "settings">,
  ref: SessionRef,
  written: Announced,
  ulid: string,
  now: number,
): Media {
  const { contentType, extension } = acceptable(services, written);
  return {
    ...ref,
    filename: mediaFilename(ulid, extension),
    originalName: written.filename,
    purpose: written.purpose ?? "media",
    contentType,
    size: written.size,
    state: "awaiting_upload",
    createdAt: now,
    expiresAt: now + permittedForSeconds * 1_000,
  };
}

type Announced = NonNullable<ApiRequest<typeof routes.createUpload>["body"]>;

/** @throws NamedError VALIDATION_FAILED when the request brings neither a file nor what is to come */
function writtenIn(body: Announced | undefined, file: RawFile | undefined): Announced {
  const written = file === undefined ? body : announcedBy(file);
  if (written === undefined) throw invalidField("", undefined, "a file, or what will be uploaded");
  return written;
}

/** What a form says of its file; what it leaves open is read from the file's name. */
function announcedBy({ bytes, name, contentType, fields }: RawFile): Announced {
  const form = check(routes.uploadForm, fields, "");
  const filename =
    form.filename ?? check(routes.uploadForm, { filename: name === "" ? "file" : name }, "").filename ?? "file";
  const said = form.contentType ?? contentType;
  const isTold = said !== "" && !said.startsWith("application/octet-stream");
  return {
    filename,
    contentType: isTold ? said : (contentTypeOfName(filename) ?? said),
    size: bytes.length,
    purpose: form.purpose,
  };
}

/** @throws NamedError VALIDATION_FAILED for a type that can't be sent, or a size above its bound */
function acceptable({ settings: { sizeLimits } }: Pick<Services, "settings">, written: Announced) {
  const purpose = written.purpose ?? "media";
  const contentType = knownContentType(written.contentType, purpose);
  if (contentType === undefined) {
    const shown = "an image, a video, audio or a document that WhatsApp shows";
    const instead = uploadInstead(written.contentType, written.filename);
    const wanted = purpose === "contacts" ? "text/csv" : instead === undefined ? shown : `${shown}; upload ${instead}`;
    throw invalidField("/contentType", written.contentType, wanted);
  }
  const { kind, extension } = typeOf(contentType, purpose);
  if (written.size > sizeLimits[kind]) {
    throw invalidField("/size", written.size, `at most ${sizeLimits[kind]} bytes for ${kind}`);
  }
  return { contentType, extension };
}

/** Checked before it is stored: bytes that are not what they are said to be are kept nowhere. */
async function store(
  services: Pick<Services, "media" | "mediaWriter" | "files" | "settings">,
  media: Media,
  bytes: Uint8Array,
  now: number,
): Promise<Media> {
  const { checkBytes } = await import("./media-check.ts");
  const { ok, ...facts } = await checkBytes(bytes, media, services.settings.sizeLimits);
  const checked: Media = { ...media, state: ok ? "ready" : "rejected", ...facts, checkedAt: now };
  // The row first: bytes that no row names would stay for ever. The repeat of a request that was cut off finds it there.
  await unlessRefused(services.mediaWriter.create(ok ? { ...media, state: "checking" } : checked));
  if (!ok) return checked;
  await services.files.save(mediaKeyOf(media), bytes, checked.contentType);
  const ready = { state: "ready", ...facts, size: media.size, checkedAt: now } as const;
  // Refused when that earlier request went on, or the sweep did.
  const settled = await unlessRefused(services.mediaWriter.settle(media, ready));
  return settled ?? (await services.media.find(media)) ?? checked;
}

const listUploads = implement(routes.listUploads)(async ({ session: ref, query, after, page, detail }, services) => {
  await getSessionOf(services, ref);
  const { state, purpose, search } = query;
  const matches =
    state === undefined && purpose === undefined && search === undefined
      ? undefined
      : (media: Media) =>
          (state ?? media.state) === media.state &&
          (purpose ?? media.purpose) === media.purpose &&
          (search === undefined || matchesSearch(search, [media.originalName]));
  const { items, next } = await searchPage(
    (part) => services.media.page(ref, part),
    ({ filename }) => filename,
    matches,
    { limit: query.limit, after },
  );
  return page(
    items.map((media) => view(media, detail)),
    next,
  );
});

/** @throws NamedError SESSION_NOT_FOUND | MEDIA_NOT_FOUND */
async function getMediaOf(
  services: Pick<Services, "sessions" | "media">,
  ref: SessionRef,
  { filename }: Pick<Media, "filename">,
): Promise<Media> {
  await getSessionOf(services, ref);
  const media = isMediaFilename(filename) ? await services.media.find({ ...ref, filename }) : undefined;
  if (media === undefined) throw new NamedError("MEDIA_NOT_FOUND", `no media ${filename}`);
  return media;
}

const getUpload = implement(routes.getUpload)(async ({ session: ref, params, ...saying }, services) => {
  const media = await getMediaOf(services, ref, params);
  return { status: 200, body: told(media, saying) };
});

const deleteUpload = implement(routes.deleteUpload)(async ({ session: ref, params, now }, services) => {
  const media = await getMediaOf(services, ref, params);
  const takeOff = (campaignId: string) => services.mediaUses.removeUse(media, campaignId);
  const using = await campaignsUsing(services, media, media.usedBy ?? [], takeOff, now);
  const templates = await templatesWith(services, media);
  if (templates.length > 0) {
    throw new NamedError("MEDIA_IN_USE", "templates use it", {
      facts: { count: templates.length },
      members: { usedBy: [...using, ...templates] },
      sentence: using.length === 0 ? "MEDIA_IN_TEMPLATES" : "MEDIA_IN_USE",
    });
  }
  await ifRefused(services.mediaWriter.remove(media, now), async (cause) => {
    // 404 when another request was quicker.
    await getMediaOf(services, ref, params);
    throw new NamedError("MEDIA_IN_USE", "campaigns use it", {
      facts: { count: Math.max(using.length, 1) },
      members: { usedBy: using },
      cause,
    });
  });
  await removeMedia(services, media);
  return { status: 200, body: { data: { filename: media.filename, deleted: true as const } } };
});

/** The templates that send the file along: a broadcast by one of them would fail without it. */
async function templatesWith(
  { templates }: Pick<Services, "templates">,
  { tenantId, sessionId, filename }: Media,
): Promise<string[]> {
  const found: string[] = [];
  const all = everyItem(templatesAtOnce, (query) => templates.page({ tenantId, sessionId }, query));
  for await (const { media, templateId } of all) if (media?.filename === filename) found.push(templateId);
  return found;
}

/** The file, and a warning where it may be sent and will not be shown as its person may think. */
function told(media: Media, { say, detail }: Saying) {
  const codes = media.state === "rejected" ? [] : mediaWarnings(media);
  const warnings = codes.map((code) => ({ code }));
  return { data: view(media, detail), ...warningsIn(warnings, say) };
}

const view = (media: Media, detail: Saying["detail"]) => {
  const { note } = noteOf(media);
  return defined({
    filename: media.filename,
    originalName: media.originalName,
    purpose: media.purpose,
    contentType: media.contentType,
    kind: typeOf(media.contentType, media.purpose).kind,
    size: media.size,
    state: media.state,
    reason: media.reason,
    found: media.found,
    note: note && detail(note),
    sha256: media.sha256,
    usedBy: [...(media.usedBy ?? [])],
    uploadKey: uploadKeyOf(media),
    createdAt: isoTime(media.createdAt),
    checkedAt: isoTime(media.checkedAt),
  });
};

export const handler = serve([createUpload, listUploads, getUpload, deleteUpload]);
