import { processingTime } from "../../aws/processing-time.ts";
import { firstCharacters } from "../../core/characters.ts";
import type { Recipient, RecipientReason } from "../../core/campaign/recipient.ts";
import { findLeftOut, findWrittenTo } from "../../core/campaign/same-account.ts";
import type { Contact } from "../../core/contact/contact.ts";
import type { KnownNumber } from "../../core/contact/person.ts";
import { valuesFor } from "../../core/content/message-template.ts";
import { RenderTime } from "../../core/content/render-time.ts";
import type { OutgoingMedia } from "../../core/whatsapp.ts";
import type { CampaignRun } from "../campaign/campaign-run.ts";
import type { Unsent } from "../campaign/claim-row.ts";
import type { WorkerPorts } from "../ports.ts";
import type { MediaFolder } from "./media-folder.ts";

/** What a recipient of a campaign is sent, or why nothing. */

/** What goes with every message of the campaign; `unavailable` when the bucket has it no more. */
export type Attachment = OutgoingMedia | "none" | "unavailable";

export async function attachmentOf(media: Pick<MediaFolder, "fetch">, run: CampaignRun): Promise<Attachment> {
  const frozen = run.body.media;
  return frozen === undefined ? "none" : ((await media.fetch(run.ref, frozen)) ?? "unavailable");
}

export interface Content {
  readonly text: string;
  readonly media?: OutgoingMedia;
}

export type Decision = Content | Unsent;

/** What to send, or the outcome that needs no message. */
export function decide(
  run: CampaignRun,
  contact: Contact,
  media: Attachment,
  onWhatsApp: boolean,
  optedOut: boolean,
): Decision {
  if (optedOut) return { state: "skipped", reason: "opted_out" };
  const text = textFor(run, contact);
  if (!text.ok) return { state: "failed", ...text.because };
  if (!onWhatsApp) return { state: "failed", reason: "not_on_whatsapp" };
  if (media === "unavailable") return { state: "failed", reason: "media_unavailable" };
  return { text: text.text, ...(media === "none" ? {} : { media }) };
}

/**
 * What was decided, unless the campaign wrote to the number's account under another one of its numbers, or may have, or
 * leaves it out under one.
 */
export async function onceAnAccount(
  { contacts, recipients }: Pick<WorkerPorts, "contacts" | "recipients">,
  { campaign }: CampaignRun,
  { others = [] }: Pick<KnownNumber, "others">,
  decided: Decision,
): Promise<Decision> {
  if (!("text" in decided)) return decided;
  const sameAccountAs =
    (await findWrittenTo(recipients, campaign, others)) ?? (await findLeftOut(contacts, campaign, others));
  return sameAccountAs === undefined ? decided : { state: "skipped", reason: "same_account", sameAccountAs };
}

type TextFor =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly because: Pick<Recipient, "missing"> & { readonly reason: RecipientReason } };

/** So many names of missing variables are kept with a recipient, each so long. */
const maxMissing = 5;
const maxMissingLength = 64;

/** A file may go without a caption; what is rendered may not be blank. */
function textFor({ body, template, held }: CampaignRun, contact: Contact): TextFor {
  if (body.text === "") return { ok: true, text: "" };
  const values = valuesFor(body.variables, contact);
  const msLeft = new RenderTime(processingTime).ofText();
  const { timezone } = held.rules;
  const rendered = template.render(values, msLeft, timezone);
  if (rendered.ok) return rendered;
  const { reason } = rendered;
  if (reason !== "missing_variable") return { ok: false, because: { reason } };
  const missing = template.missing(values, msLeft, timezone).slice(0, maxMissing);
  return { ok: false, because: { reason, missing: missing.map((name) => firstCharacters(name, maxMissingLength)) } };
}
