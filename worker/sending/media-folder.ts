import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mediaKeyOf, type FrozenMedia } from "../../core/content/media.ts";
import { withoutMisleading } from "../../core/content/misleading-text.ts";
import type { MediaFiles } from "../../core/content/content-ports.ts";
import type { CampaignRef } from "../../core/refs.ts";
import type { OutgoingMedia } from "../../core/whatsapp.ts";

/**
 * Files of campaigns on local disk: read from the bucket once a campaign and owner, however many recipients there are.
 * Even if the disk changes, the bytes that are sent are those that were frozen at launch.
 */
export class MediaFolder {
  readonly #root: string;
  readonly #files: MediaFiles;
  /** Paths whose bytes this process has seen to be the right ones. */
  readonly #seen = new Set<string>();

  /** @param root a folder in which no session is named `.media` */
  constructor(root: string, files: MediaFiles) {
    this.#root = join(root, ".media");
    this.#files = files;
  }

  /** @returns the file as it is sent; nothing when the bucket has it no more, or has other bytes */
  async fetch(ref: CampaignRef, media: FrozenMedia): Promise<OutgoingMedia | undefined> {
    const path = join(this.#dirOf(ref), media.filename);
    if (!(await this.#isHere(path, media)) && !(await this.#bring(path, ref, media))) return undefined;
    const { kind, contentType, originalName, sha256 } = media;
    return { kind, path, contentType, fileName: withoutMisleading(originalName), sha256 };
  }

  /** The campaign is over, for this owner at least. */
  async forget(ref: CampaignRef): Promise<void> {
    const dir = this.#dirOf(ref);
    for (const path of this.#seen) if (path.startsWith(dir)) this.#seen.delete(path);
    await rm(dir, { recursive: true, force: true });
  }

  #dirOf({ tenantId, sessionId, campaignId }: CampaignRef): string {
    return join(this.#root, tenantId, sessionId, campaignId);
  }

  async #isHere(path: string, { size, sha256 }: FrozenMedia): Promise<boolean> {
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== size) return false;
    if (this.#seen.has(path)) return true;
    if (hashOf(await readFile(path)) !== sha256) return false;
    this.#seen.add(path);
    return true;
  }

  async #bring(path: string, ref: CampaignRef, media: FrozenMedia): Promise<boolean> {
    const bytes = await this.#files.load(mediaKeyOf({ ...ref, filename: media.filename }));
    if (bytes === undefined || hashOf(bytes) !== media.sha256) return false;
    await mkdir(this.#dirOf(ref), { recursive: true });
    // Whole or not at all, for readers meanwhile.
    await writeFile(`${path}.part`, bytes);
    await rename(`${path}.part`, path);
    this.#seen.add(path);
    return true;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
