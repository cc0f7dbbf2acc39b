import { createHash } from "node:crypto";
import type { Campaign, CampaignBody } from "../../core/campaign/campaign.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { defined } from "../../core/defined.ts";
import { brief, invalidField, NamedError } from "../../core/errors.ts";
import { isIdOf } from "../../core/ids.ts";
import { isMediaFilename, typeOf, type FrozenMedia, type Media } from "../../core/content/media.ts";
import type { MessageTemplate } from "../../core/content/message-template.ts";
import type { SessionRef } from "../../core/refs.ts";
import type { ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import type { changeCampaign } from "../routes/campaigns.ts";

/** What a broadcast says: read from a request, checked, and frozen as its recipients will get it. */

/** The part of a request that says what is sent; `contentFields` of routes/content.ts. */
type WrittenContent = Pick<ApiRequest<typeof changeCampaign>["body"], "message" | "templateId" | "variables" | "media">;

export interface CampaignContent {
  readonly body: CampaignBody;
  /** Equal for equal contents. */
  readonly bodyHash: string;
}

/**
 * Checks and freezes: the text of the template's present version, the file as it is.
 *
 * @param second which field brings the one of text and file that does not go with the other; found where all is new
 * @throws NamedError TEMPLATE_NOT_FOUND | MEDIA_NOT_FOUND | MEDIA_NOT_READY | MESSAGE_UNREADABLE | VALIDATION_FAILED
 */
export async function resolveContent(
  services: Pick<Services, "media" | "templates">,
  ref: SessionRef,
  written: WrittenContent,
  second = written.templateId === undefined
    ? "/message"
    : written.media === undefined
      ? "/templateId"
      : "/media/filename",
): Promise<CampaignContent> {
  const template =
    written.templateId === undefined
      ? undefined
      : await getNamedTemplate(services, ref, written.templateId, "/templateId");
  const text = template?.body ?? written.message ?? "";
  const filename = written.media?.filename ?? template?.media?.filename;
  if (text !== "" || filename === undefined) {
    // Loaded where a text is checked: most requests to a campaign bring none.
    const { assertSendable } = await import("./sendable-text.ts");
    assertSendable(text, template === undefined ? "/message" : "/templateId");
  }
  const pointer = written.media === undefined ? "/templateId" : "/media/filename";
  const media = filename === undefined ? undefined : await freezeMedia(services, ref, filename, pointer);
  assertShown(text, media, second);
  const body: CampaignBody = {
    text,
    variables: written.variables ?? {},
    ...defined({ media, template: template && { templateId: template.templateId, version: template.version } }),
  };
  return { body, bodyHash: hashOf(body) };
}

/**
 * A text goes with a file only where WhatsApp shows it: beside audio it shows none, and the text would be lost in silence.
 *
 * @param pointer the field that brings the second of the two
 * @throws NamedError VALIDATION_FAILED
 */
export function assertShown(
  text: string,
  media: Pick<Media, "contentType" | "filename"> | undefined,
  pointer: string,
): void {
  if (text === "" || media === undefined || typeOf(media.contentType, "media").kind !== "audio") return;
  throw new NamedError("VALIDATION_FAILED", `a text beside ${media.contentType}`, {
    sentence: "TEXT_BESIDE_AUDIO",
    details: [
      {
        pointer,
        came: `a text beside the audio file ${media.filename}`,
        wanted: "two messages: the text, and the audio without a text",
      },
    ],
  });
}

/** Of what people read, wherever its text came from; variables in any order are the same. */
const hashOf = ({ template: _template, ...said }: CampaignBody): string =>
  createHash("sha256").update(canonicalJson(said)).digest("hex").slice(0, 32);

/** @throws NamedError TEMPLATE_NOT_FOUND */
export async function getNamedTemplate(
  { templates }: Pick<Services, "templates">,
  { tenantId, sessionId }: SessionRef,
  templateId: string,
  pointer?: string,
): Promise<MessageTemplate> {
  const template = isIdOf("template", templateId)
    ? await templates.find({ tenantId, sessionId, templateId })
    : undefined;
  if (template !== undefined) return template;
  throw new NamedError("TEMPLATE_NOT_FOUND", `no template ${templateId}`, {
    ...(pointer === undefined
      ? {}
      : { details: [{ pointer, came: brief(templateId), wanted: "a template of this session" }] }),
  });
}

/**
 * A file as a campaign, or a single message, keeps it from now on.
 * @throws NamedError MEDIA_NOT_FOUND | MEDIA_NOT_READY | VALIDATION_FAILED
 */
export async function freezeMedia(
  { media: store }: Pick<Services, "media">,
  { tenantId, sessionId }: SessionRef,
  filename: string,
  pointer = "/media/filename",
): Promise<FrozenMedia> {
  const media = isMediaFilename(filename) ? await store.find({ tenantId, sessionId, filename }) : undefined;
  if (media === undefined) {
    throw new NamedError("MEDIA_NOT_FOUND", `no media ${filename}`, {
      details: [{ pointer, came: brief(filename), wanted: "a file that was uploaded to this session" }],
    });
  }
  const { kind } = typeOf(media.contentType, media.purpose);
  if (kind === "contacts") throw invalidField(pointer, filename, "a file to send, not contacts to import");
  if (media.state !== "ready" || media.sha256 === undefined) {
    throw new NamedError("MEDIA_NOT_READY", `media is ${media.state}`, {
      facts: { state: media.state },
      members: { state: media.state, ...defined({ reason: media.reason }) },
      details: [{ pointer, came: `a file that is ${media.state}`, wanted: "a file that is ready" }],
    });
  }
  const { contentType, originalName, sha256, size } = media;
  return { filename, kind, contentType, originalName, sha256, size };
}

/** What the campaign itself keeps of its content. */
export const namedContent = ({ body: { media }, bodyHash }: CampaignContent) => ({
  bodyHash,
  ...defined({ media: media?.filename }),
});

/** What is frozen now, where the change names any of it; what it does not name stays. */
export async function changedContent(
  services: Pick<Services, "campaigns" | "media" | "templates">,
  campaign: Campaign,
  { message, templateId, variables, media }: WrittenContent,
): Promise<CampaignContent | undefined> {
  if ([message, templateId, variables, media].every((field) => field === undefined)) return undefined;
  const stands = await services.campaigns.body(campaign);
  const keepsText = message === undefined && templateId === undefined;
  const second = keepsText
    ? "/media/filename"
    : media === undefined && templateId !== undefined
      ? "/templateId"
      : undefined;
  const written = {
    message: keepsText ? stands?.text : message,
    templateId,
    variables: variables ?? stands?.variables,
    media: media ?? (stands?.media === undefined ? undefined : { filename: stands.media.filename }),
  };
  const content = await resolveContent(services, campaign, written, second);
  return keepsText && stands?.template !== undefined
    ? { ...content, body: { ...content.body, template: stands.template } }
    : content;
}
