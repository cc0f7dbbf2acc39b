import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Secrets that an answer shows once, and what keeps them from lying about in the meantime. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
export const secretLength = 32;

/**
 * 32 characters of A-Za-z0-9, which are base64 of 24 bytes as well: a webhook's secret is told so. Bytes above the largest multiple of 62 are thrown away, so that every character is as
 * likely as any other.
 * @param draw answers so many bytes, others at each call
 */
function secretFrom(draw: (bytes: number) => Uint8Array): string {
  let secret = "";
  while (secret.length < secretLength) {
    for (const byte of draw(64)) {
      if (byte < 248 && secret.length < secretLength) secret += alphabet[byte % 62] ?? "";
    }
  }
  return secret;
}

export const newSecret = (): string => secretFrom((bytes) => randomBytes(bytes));

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Under an `Idempotency-Key` an answer with a secret has to be given twice though nothing may store the secret. So it is
 * drawn from the caller's own key, which nothing stores either: a repeat after a crash draws the same one, and the first
 * answer is kept sealed. A reader of the tables can open neither.
 */
export class CallerSecrets {
  readonly #apiKey: string;
  readonly #about: string;

  /** @param about what distinguishes this request from any other of the caller's */
  constructor(apiKey: string, about: string) {
    this.#apiKey = apiKey;
    this.#about = about;
  }

  draw(): string {
    let call = 0;
    return secretFrom((bytes) => this.#derive(`secret ${(call += 1)}`, bytes));
  }

  seal(text: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#derive("seal", 32), nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
  }

  /** @throws when it was sealed by another key, or changed */
  open(sealed: string): string {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv(algorithm, this.#derive("seal", 32), bytes.subarray(0, nonceBytes));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
  }

  #derive(purpose: string, bytes: number): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#apiKey, "", `${purpose}\n${this.#about}`, bytes));
  }
}
