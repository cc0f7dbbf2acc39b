import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { create, extract } from "tar";
import type { ProfileStore, SessionRef } from "../core/ports.ts";
import type { Session, SessionProfile } from "../core/session.ts";

/** A session's profile: a folder on local disk while it runs, one archive in the bucket between runs. */

/** Former archives that are kept to fall back to. */
const keepPrevious = 2;

export class ProfileFolder {
  readonly #root: string;
  readonly #store: ProfileStore;
  readonly #ref: SessionRef;

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
   * Makes the folder ready for an owner: what lies here where nobody ran the session elsewhere since, else the saved
   * archive, else nothing.
   *
   * @returns the session epochs whose messages were sent from the very profile that lies here now; `undefined` when
   *   the saved archive and those before it are gone or damaged
   */
  async prepare(session: Session): Promise<ReadonlySet<number> | undefined> {
    const used = await this.#usedEpochs();
    if (isContinuous(used.at(-1), session)) return await this.#markUsed([...used, session.epoch]);
    await this.clear();
    const { profile } = session;
    if (profile !== undefined && !(await this.#restoreAny(profile))) return undefined;
    return await this.#markUsed([session.epoch]);
  }

  async #restoreAny(profile: SessionProfile): Promise<boolean> {
    for (const key of [profile.key, ...profile.previous]) {
      const archive = await this.#store.load(key);
      if (archive === undefined) continue;
      const sha256 = createHash("sha256").update(archive).digest("hex");
      if (key === profile.key && sha256 !== profile.sha256) continue;
      await this.#unpack(archive);
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
    const archive = await buffer(create({ cwd: this.dir, gzip: true, portable: true }, ["."]));
    const key = `profiles/${this.#ref.tenantId}/${this.#ref.sessionId}/${session.epoch}-${now}.tgz`;
    await this.#store.save(key, archive);
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
    return join(this.#root, "used-by-epochs.json");
  }

  async #usedEpochs(): Promise<readonly number[]> {
    try {
      return JSON.parse(await readFile(this.#marker, "utf8")) as number[];
    } catch {
      // No folder yet, or a marker that was cut off: then nothing is known of it.
      return [];
    }
  }

  async #markUsed(epochs: readonly number[]): Promise<ReadonlySet<number>> {
    await mkdir(this.dir, { recursive: true });
    const kept = [...new Set(epochs)].slice(-20);
    await writeFile(this.#marker, JSON.stringify(kept));
    return new Set(kept);
  }
}

/** Giving a session back raises its epoch by one, taking it by one: more means that somebody else had it in between. */
const isContinuous = (lastUsed: number | undefined, session: Session): boolean =>
  lastUsed !== undefined && session.epoch - lastUsed <= 2;
