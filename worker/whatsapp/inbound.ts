import type { InboundMessage, InboundType } from "../../core/whatsapp.ts";

/** What the library and the page say of a message that came, in their words, and what it is in ours. */

export interface PageInbound {
  readonly id: string;
  /** The page's name of the writer, `628...@c.us` or `...@lid`. */
  readonly from: string;
  /** The text, or the caption of a file; of a location the page has a picture there. */
  readonly body: string;
  /** A type of whatsapp-web.js, src/util/Constants.js; the library passes on others as the page has them. */
  readonly type: string;
  readonly atSeconds: number;
  readonly hasMedia: boolean;
  readonly mimetype?: string;
  readonly filename?: string;
  /** The id alone of the message that this one answers. */
  readonly quotedId?: string;
}

/** What WhatsApp itself writes into a chat is no person's message. */
const notWrittenByPeople = new Set([
  "e2e_notification",
  "notification_template",
  "notification",
  "protocol",
  "gp2",
  "ciphertext",
]);

export const isWrittenByPeople = ({ type }: Pick<PageInbound, "type">): boolean => !notWrittenByPeople.has(type);

const types: Readonly<Record<string, InboundType>> = {
  chat: "text",
  list_response: "text",
  buttons_response: "text",
  template_button_reply: "text",
  image: "image",
  video: "video",
  ptv: "video",
  audio: "audio",
  ptt: "audio",
  document: "document",
  sticker: "sticker",
  location: "location",
  live_location: "location",
  vcard: "contact",
  multi_vcard: "contact",
};

/** @param writer its number, and its LID where the message came under that */
export function inboundOf(came: PageInbound, writer: Pick<InboundMessage, "from" | "lid">): InboundMessage {
  const { id, body, atSeconds, hasMedia, mimetype, filename, quotedId } = came;
  const type = Object.hasOwn(types, came.type) ? (types[came.type] ?? "other") : "other";
  const media = {
    ...(mimetype === undefined ? {} : { contentType: mimetype }),
    ...(filename === undefined ? {} : { fileName: filename }),
  };
  return {
    id,
    ...writer,
    type,
    body: type === "location" ? "" : body,
    at: atSeconds * 1_000,
    ...(hasMedia ? { media } : {}),
    ...(quotedId === undefined ? {} : { quotedMessageId: quotedId }),
  };
}
