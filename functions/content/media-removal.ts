import { mediaKeyOf, uploadKeyOf } from "../../core/content/media.ts";
import type { MediaRef } from "../../core/refs.ts";
import type { Services } from "../edge/services.ts";

/** Takes away the bytes of a file that a person removed, then its row. The sweep has it done again when it was cut off. */
export async function removeMedia(
  { mediaWriter, files }: Pick<Services, "mediaWriter" | "files">,
  { tenantId, sessionId, filename }: MediaRef,
): Promise<void> {
  const ref = { tenantId, sessionId, filename };
  await files.remove([mediaKeyOf(ref), uploadKeyOf(ref)]);
  await mediaWriter.forget(ref);
}
