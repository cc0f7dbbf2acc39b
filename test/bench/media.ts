import { createHash } from "node:crypto";
import { mediaKeyOf } from "../../core/content/media.ts";
import { ref, System } from "../support/system.ts";
import type { Figure } from "./figure.ts";

const recipients = 1_000;
const imageBytes = 5 * 1024 * 1024;

/** Bytes read from S3 a message, for an image of 5 MB to 1,000 recipients: it is read once, not once a message. */
export async function measureMedia(): Promise<readonly Figure[]> {
  const system = await System.start();
  let bytesRead = 0;
  const load = system.files.load.bind(system.files);
  system.files.load = async (key) => {
    const bytes = await load(key);
    if (key.startsWith("media/")) bytesRead += bytes?.length ?? 0;
    return bytes;
  };
  try {
    const image = Buffer.alloc(imageBytes, 7);
    const filename = `med_${"0".repeat(26)}.png`;
    await system.files.save(mediaKeyOf({ ...ref, filename }), image);
    system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", recipients);
    const media = {
      filename,
      kind: "image",
      contentType: "image/png",
      originalName: "poster.png",
      sha256: createHash("sha256").update(image).digest("hex"),
      size: image.length,
    } as const;
    const campaignId = await system.launch({ listIds: ["lst_a"] }, { text: "Halo", variables: {}, media });
    await system.untilStatus(campaignId, "completed");
    const value = bytesRead / recipients;
    const once = imageBytes / recipients;
    return [
      {
        name: "S3 bytes read a message",
        value,
        unit: "bytes",
        against: `an image of 5 MB to ${recipients} recipients; read once a message it would be ${imageBytes}`,
        bound: `<= ${once}`,
        kept: value > 0 && value <= once,
      },
    ];
  } finally {
    await system.end();
  }
}
