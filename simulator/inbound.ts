import { defined } from "../core/defined.ts";
import type { InboundMedia, InboundMessage, InboundType } from "../core/whatsapp.ts";
import type { EventOf } from "./events.ts";

/** The files that phones of this network send. */
const mediaOf: Readonly<Partial<Record<InboundType, InboundMedia>>> = {
  image: { contentType: "image/jpeg" },
  video: { contentType: "video/mp4" },
  audio: { contentType: "audio/ogg; codecs=opus" },
  document: { contentType: "application/pdf", fileName: "document.pdf" },
  sticker: { contentType: "image/webp" },
};

/** What a device receives of a message that a phone wrote. */
export function inboundOf({ id, from, body, at, kind = "text", quotedMessageId }: EventOf<"inbound">): InboundMessage {
  const media = mediaOf[kind];
  return {
    id,
    from,
    type: kind,
    // A location has no text.
    body: kind === "location" ? "" : body,
    at,
    ...defined({ media, quotedMessageId }),
  };
}
