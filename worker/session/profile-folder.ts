import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { create, extract } from "tar";
import type { SessionRef } from "../../core/refs.ts";
import type { ProfileStore } from "../../core/session/session-ports.ts";
import type { Session, SessionProfile } from "../../core/session/session.ts";

/** A session's profile: a folder on local disk while it runs, one archive in the bucket between runs. */

/** Former archives that are kept to fall back to. */
const keepPrevious = 2;

/** What a browser can make again, and the locks of one that runs: left out of the archive. */
const notKept = new Set([
  "Cache",
  "Code Cache",
  "GPUCache",
  "GrShaderCache",
  "GraphiteDawnCache",
  "ShaderCache",
  "DawnGraphiteCache",
  "DawnWebGPUCache",
  "Crashpad",
  "BrowserMetrics",
  "SingletonLock",
  "SingletonCookie",
  "SingletonSocket",
]);

/** Which owners used the folder. Of messages of those that are barred it knows nothing: they were sent from another. */
interface Marker {
  readonly usedBy: readonly number[];
  readonly barred: readonly number[];
}

export class ProfileFolder {
  readonly #root: string;
  readonly #store: ProfileStore;
  readonly #ref: SessionRef;
  /** The archive that was fallen back to last, the latest being 0; none where the profile has stood since. */
  #fellBackTo = -1;

  constructor(root: string, store: ProfileStore, ref: SessionRef) {
    this.#root = join(root, ref.tenantId, ref.sessionId);
    this.#store = store;
    this.#ref = ref;
  }

  /** Where the profile itself lies. */
  get dir(): string {
    return join(this.#root, "profile");
  }

  /**
   * Makes the folder ready for an owner: what lies here where no other worker ran the session since, else the saved
   * archive, else nothing.
   *
   * @returns the session epochs whose messages were sent from the very profile that lies here now; `undefined` when
   *   the saved archive and those before it are gone or damaged
   */
  async prepare(session: Session): Promise<ReadonlySet<number> | undefined> {
    const { usedBy, barred } = await this.#marked();
    if (isContinuous(usedBy.at(-1), session)) {
      return await this.#mark({ usedBy: [...usedBy, session.epoch], barred });
    }
    await this.clear();
    const { profile } = session;
    if (profile !== undefined && (await this.#restoreFrom(profile, 0)) === undefined) return undefined;
    return await this.#mark({ usedBy: [session.epoch], barred: [] });
  }

  /**
   * Puts a saved archive in the place of what lies here: the latest, for a browser went on from it and may have spoilt it
   * since; at the next suspicion in a row the one before. No browser may have the folder open.
   *
   * @returns false when every one was tried: then the folder is as it was
   */
  async fallBack({ profile, epoch }: Session): Promise<boolean> {
    const restored = profile && (await this.#restoreFrom(profile, this.#fellBackTo + 1));
    this.#fellBackTo = restored ?? -1;
    if (restored === undefined) return false;
    // This owner's messages so far went from the profile that was here before.
    await this.#mark({ usedBy: [epoch], barred: [epoch] });
    return true;
  }

  /** What lies here got in, and its connection ended without a suspicion of it: the next one begins with the latest archive. */
  stood(): void {
    this.#fellBackTo = -1;
  }

  /** @returns which archive lies here now: the first one from `first` on that is there and whole */
  async #restoreFrom(profile: SessionProfile, first: number): Promise<number | undefined> {
    const keys = [profile.key, ...profile.previous];
    for (const [place, key] of keys.entries()) {
      if (place < first) continue;
      const archive = await this.#store.load(key);
      if (archive === undefined) continue;
      const sha256 = createHash("sha256").update(archive).digest("hex");
      if (place === 0 && sha256 !== profile.sha256) continue;
      if (await this.#unpack(archive)) return place;
    }
    return undefined;
  }

  /**
   * Puts the archive in the place of what lies here, once it is unpacked as a whole.
   *
   * @returns false when it is damaged: then the folder is as it was
   * @throws Error when the disk does not take it
   */
  async #unpack(archive: Uint8Array): Promise<boolean> {
    const unpacked = join(this.#root, "unpacked");
    await rm(unpacked, { recursive: true, force: true });
    await mkdir(unpacked, { recursive: true });
    // Not strict, it would pass over a file that the disk did not take, and over the rest of an archive that was cut off.
    const unpack = extract({ cwd: unpacked, strict: true });
    try {
      await new Promise<void>((resolve, reject) => {
        unpack.on("close", resolve).on("error", reject);
        unpack.end(Buffer.from(archive));
      });
    } catch (error) {
      await rm(unpacked, { recursive: true, force: true });
      if (isDamage(error)) return false;
      throw error;
    }
    // Unmarked until it is marked as what it is now: a process that dies in between restores it anew.
    await rm(this.#marker, { force: true });
    await rm(this.dir, { recursive: true, force: true });
    await rename(unpacked, this.dir);
    return true;
  }

  /**
   * Stores the folder as one archive under a key of its own. The connection must be closed.
   *
   * @param isProven whether it got in: of those that did not, the latest alone is kept, so that they push none out that did
   */
  async save({ profile: before, epoch }: Session, now: number, isProven: boolean): Promise<SessionProfile> {
    const packing = create({ cwd: this.dir, gzip: true, portable: true, filter: isKept }, ["."]);
    // It fails once for each file that went while it packed. The first failure ends the save; one more that no handler
    // took would end the process.
    packing.on("error", () => undefined);
    const archive = await buffer(packing);
    const key = `profiles/${this.#ref.tenantId}/${this.#ref.sessionId}/${epoch}-${now}.tgz`;
    await this.#store.save(key, archive);
    const former =
      before === undefined ? [] : before.isUnproven === true ? before.previous : [before.key, ...before.previous];
    return {
      key,
      sha256: createHash("sha256").update(archive).digest("hex"),
      savedAt: now,
      previous: former.slice(0, keepPrevious),
      ...(isProven ? {} : { isUnproven: true }),
    };
  }

  /** Deletes archives that the new pointer no longer names. */
  async forgetOlder(before: SessionProfile | undefined, now: SessionProfile): Promise<void> {
    const former = before === undefined ? [] : [before.key, ...before.previous];
    await this.#store.remove(former.filter((key) => key !== now.key && !now.previous.includes(key)));
  }

  /** Deletes every stored archive: the device they are of is unlinked. */
  async forget(profile: SessionProfile | undefined): Promise<void> {
    if (profile !== undefined) await this.#store.remove([profile.key, ...profile.previous]);
  }

  /** Deletes what lies here. */
  async clear(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  get #marker(): string {
    return join(this.#root, "used-by.json");
  }

  async #marked(): Promise<Marker> {
    try {
      return JSON.parse(await readFile(this.#marker, "utf8")) as Marker;
    } catch {
      // No folder yet, or a marker that was cut off: then nothing is known of it.
      return { usedBy: [], barred: [] };
    }
  }

  /** @returns the owners of whose messages the folder knows */
  async #mark({ usedBy, barred }: Marker): Promise<ReadonlySet<number>> {
    await mkdir(this.dir, { recursive: true });
    const kept = [...new Set(usedBy)].slice(-20);
    await writeFile(this.#marker, JSON.stringify({ usedBy: kept, barred } satisfies Marker));
    return new Set(kept.filter((epoch) => !barred.includes(epoch)));
  }
}

/** What is wrong is in the archive, and not with the disk that it is unpacked to. */
const isDamage = (error: unknown): boolean => {
  const { code = "", tarCode } = error as { readonly code?: string; readonly tarCode?: string };
  return tarCode === undefined ? code.startsWith("Z_") : tarCode !== "TAR_ENTRY_ERROR";
};

const isKept = (path: string): boolean => !path.split("/").some((part) => notKept.has(part));

/** Giving a session back raises its epoch by one, taking it by one: more means that another worker had it in between. */
const isContinuous = (lastUsed: number | undefined, session: Session): boolean =>
  lastUsed !== undefined && session.epoch - lastUsed <= 2;
