import { NamedError } from "../../core/errors.ts";
import { typeOf, type Media } from "../../core/content/media.ts";

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
