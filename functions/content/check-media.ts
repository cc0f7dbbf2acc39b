import { mediaKeyOf, uploadKeyOf } from "../../core/content/media.ts";
import type { CheckMediaJob } from "../../core/jobs.ts";
import { ifRefused, unlessRefused } from "../../core/refused.ts";
import type { Services } from "../edge/services.ts";
import { checkBytes } from "./media-check.ts";

type Checking = Pick<Services, "media" | "mediaWriter" | "files" | "clock" | "settings">;

/**
 * Checks what was uploaded. Checked bytes are put where no uploader can write; what came in goes either way. Delivered
 * twice, or cut off and delivered again: the same file in the same state.
 */
export async function checkMedia(
  { media: store, mediaWriter, files, clock, settings }: Checking,
  job: CheckMediaJob,
): Promise<void> {
  const media = await store.find(job);
  const uploadKey = uploadKeyOf(job);
  if (media === undefined || media.state === "ready" || media.state === "rejected") {
    // Deleted meanwhile, or written once more after its check under a permission that goes on.
    await files.remove([uploadKey]);
    return;
  }
  const bytes = await files.load(uploadKey);
  if (bytes === undefined) {
    // What was checked before a crash lies where it belongs.
    const moved = await files.load(mediaKeyOf(job));
    if (moved !== undefined) await settle(await checkBytes(moved, media, settings.sizeLimits), moved.length);
    else if (clock.now() >= media.expiresAt) await settle({ ok: false, reason: "not_uploaded" }, media.size);
    return;
  }
  if (media.state === "awaiting_upload") await unlessRefused(mediaWriter.settle(media, { state: "checking" }));
  const verdict = await checkBytes(bytes, media, settings.sizeLimits);
  if (verdict.ok) await files.save(mediaKeyOf(media), bytes, verdict.contentType ?? media.contentType);
  await settle(verdict, bytes.length);
  await files.remove([uploadKey]);

  async function settle(found: Awaited<ReturnType<typeof checkBytes>>, size: number): Promise<void> {
    const { ok, ...facts } = found;
    const changes = { state: ok ? "ready" : "rejected", ...facts, size, checkedAt: clock.now() } as const;
    await ifRefused(mediaWriter.settle(job, changes), async () => {
      // Deleted while it was checked: its bytes must not stay.
      if ((await store.find(job)) === undefined) await files.remove([mediaKeyOf(job)]);
    });
  }
}
