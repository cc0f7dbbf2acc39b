import { createHash, timingSafeEqual } from "node:crypto";

/**
 * API keys: `wab_<id>_<secret><check>`. The check at the end lets a mistyped or made-up key fail without a read; only
 * a hash is stored, so that a reader of the table cannot call the API.
 */

export const scopes = ["read", "write", "admin"] as const;
export type Scope = (typeof scopes)[number];

export interface ApiKey {
  readonly tenantId: string;
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Only these sessions, when given. */
  readonly sessions?: readonly string[];
  /** SHA-256 of the whole key, hex. */
  readonly hash: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  /** When it was last used, to the minute. */
  readonly lastUsedAt?: number;
  readonly revokedAt?: number;
  /** Its tenant stands among the tenants; one of an earlier version gets there with its first use. */
  readonly tenantListed?: true;
}

/** A customer of the deployment: who has keys. */
export interface Tenant {
  readonly tenantId: string;
  /** When its first key was made, as far as is known; epoch ms. */
  readonly createdAt: number;
}

const keyPattern = /^wab_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9]{32})([0-9a-f]{8})$/;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const checkOf = (ulid: string, secret: string): string => sha256(`wab_${ulid}_${secret}`).slice(0, 8);

export const hashKey = (key: string): string => sha256(key);

/** @param secret 32 characters of A-Za-z0-9, drawn by the caller */
export const formatKey = (ulid: string, secret: string): string => `wab_${ulid}_${secret}${checkOf(ulid, secret)}`;

/** The key's id when its form and check are right, else `undefined`: such a key cannot exist. */
export function keyIdOf(key: string): string | undefined {
  const [, ulid, secret, check] = keyPattern.exec(key) ?? [];
  if (ulid === undefined || secret === undefined || check === undefined) return undefined;
  return sameText(check, checkOf(ulid, secret)) ? `key_${ulid}` : undefined;
}

/** Compares in a time that does not show how much was right. */
export function sameText(a: string, b: string): boolean {
  const [hashA, hashB] = [createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest()];
  return timingSafeEqual(hashA, hashB);
}

/** `admin` may do everything, `write` may also read. */
const grants: Readonly<Record<Scope, readonly Scope[]>> = {
  read: ["read"],
  write: ["read", "write"],
  admin: ["read", "write", "admin"],
};

export const hasScope = (held: readonly Scope[], wanted: Scope): boolean =>
  held.some((scope) => grants[scope].includes(wanted));

export const isUsable = (key: ApiKey, now: number): boolean =>
  key.revokedAt === undefined && (key.expiresAt === undefined || key.expiresAt > now);
