import { createHmac, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sameText } from "../../core/access/api-key.ts";
import { contentTypeOfName, contentTypes, knownContentType } from "../../core/content/media.ts";

export interface KeptFile {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Without a directory, the oldest files are forgotten above this. */
const maxBytesInMemory = 32 * 1024 * 1024;

/** What can be anything is shown by no browser: it is saved. */
const anyType = "application/octet-stream";

/**
 * The files that were sent, as WhatsApp's servers keep them for the phones: each once, by the hash of its bytes. An address
 * of a file is signed and holds as long as this process, because a picture on a page can't bring a key.
 */
export class KeptFiles {
  readonly #dir: string | undefined;
  readonly #secret = randomBytes(32);
  /** Content types by hash. */
  readonly #known = new Map<string, string>();
  readonly #inMemory = new Map<string, Uint8Array>();
  #bytesInMemory = 0;

  constructor(dir: string | undefined) {
    this.#dir = dir;
    if (dir === undefined) return;
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)) {
      const [, sha256] = /^([0-9a-f]{64})\.\w+$/.exec(name) ?? [];
      if (sha256 !== undefined) this.#known.set(sha256, contentTypeOfName(name) ?? anyType);
    }
  }

  /** @param contentType as the sender says it */
  keep(sha256: string, contentType: string, bytes: Uint8Array): void {
    if (this.#known.has(sha256)) return;
    const known = knownContentType(contentType, "media") ?? anyType;
    if (this.#dir === undefined) this.#keepInMemory(sha256, bytes);
    else {
      const path = this.#pathOf(this.#dir, sha256, known);
      // A kill leaves the whole file under its name, or none.
      writeFileSync(`${path}.new`, bytes);
      renameSync(`${path}.new`, path);
    }
    this.#known.set(sha256, known);
  }

  contentTypeOf(sha256: string): string | undefined {
    return this.#known.get(sha256);
  }

  find(sha256: string): KeptFile | undefined {
    const contentType = this.#known.get(sha256);
    if (contentType === undefined) return undefined;
    const bytes =
      this.#dir === undefined ? this.#inMemory.get(sha256) : readFileSync(this.#pathOf(this.#dir, sha256, contentType));
    return bytes && { contentType, bytes };
  }

  signatureOf(sha256: string): string {
    return createHmac("sha256", this.#secret).update(sha256).digest("base64url");
  }

  isSigned(sha256: string, signature: string): boolean {
    return sameText(signature, this.signatureOf(sha256));
  }

  #keepInMemory(sha256: string, bytes: Uint8Array): void {
    this.#inMemory.set(sha256, bytes);
    this.#bytesInMemory += bytes.length;
    for (const [oldest, { length }] of this.#inMemory) {
      if (this.#bytesInMemory <= maxBytesInMemory) return;
      this.#inMemory.delete(oldest);
      this.#known.delete(oldest);
      this.#bytesInMemory -= length;
    }
  }

  #pathOf(dir: string, sha256: string, contentType: string): string {
    return join(dir, `${sha256}.${contentTypes[contentType]?.extension ?? "bin"}`);
  }
}
