import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
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
  /** Which of the saved archives lies here, the latest being 0; undefined when it is none of them. */
  #source: number | undefined;

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
    if (profile !== undefined && !(await this.#restoreFrom(profile, 0))) return undefined;
    return await this.#mark({ usedBy: [session.epoch], barred: [] });
  }

  /**
   * Puts the saved archive before the one that lies here in its place; what lies here and was saved nowhere counts as
   * later than every archive. No browser may have the folder open.
   *
   * @returns false when there is none: then the folder is as it was
   */
  async fallBack({ profile, epoch }: Session): Promise<boolean> {
    const next = this.#source === undefined ? 0 : this.#source + 1;
    if (profile === undefined || !(await this.#restoreFrom(profile, next))) {
      this.#source = undefined;
      return false;
    }
    // This owner's messages so far went from the profile that was here before.
    await this.#mark({ usedBy: [epoch], barred: [epoch] });
    return true;
  }

  async #restoreFrom(profile: SessionProfile, first: number): Promise<boolean> {
    const keys = [profile.key, ...profile.previous];
    for (const [place, key] of keys.entries()) {
      if (place < first) continue;
      const archive = await this.#store.load(key);
      if (archive === undefined) continue;
      const sha256 = createHash("sha256").update(archive).digest("hex");
      if (place === 0 && sha256 !== profile.sha256) continue;
      await this.clear();
      await this.#unpack(archive);
      this.#source = place;
      return true;
    }
    return false;
  }

  async #unpack(archive: Uint8Array): Promise<void> {
    await mkdir(this.dir, { recursive: true });
    const unpack = extract({ cwd: this.dir });
    await new Promise<void>((resolve, reject) => {
      unpack.on("close", resolve).on("error", reject);
      unpack.end(Buffer.from(archive));
    });
  }

  /** Stores the folder as one archive under a key of its own. The connection must be closed. */
  async save(session: Session, now: number): Promise<SessionProfile> {
    const packing = create({ cwd: this.dir, gzip: true, portable: true, filter: isKept }, ["."]);
    // It fails once for each file that went while it packed. The first failure ends the save; one more that no handler
    // took would end the process.
    packing.on("error", () => undefined);
    const archive = await buffer(packing);
    const key = `profiles/${this.#ref.tenantId}/${this.#ref.sessionId}/${session.epoch}-${now}.tgz`;
    await this.#store.save(key, archive);
    this.#source = 0;
    const former = session.profile === undefined ? [] : [session.profile.key, ...session.profile.previous];
    return {
      key,
      sha256: createHash("sha256").update(archive).digest("hex"),
      savedAt: now,
      previous: former.slice(0, keepPrevious),
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

const isKept = (path: string): boolean => !path.split("/").some((part) => notKept.has(part));

/** Giving a session back raises its epoch by one, taking it by one: more means that another worker had it in between. */
const isContinuous = (lastUsed: number | undefined, session: Session): boolean =>
  lastUsed !== undefined && session.epoch - lastUsed <= 2;
