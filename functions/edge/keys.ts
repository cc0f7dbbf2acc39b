import { hashKey, hasScope, isUsable, keyIdOf, sameText, type ApiKey, type Scope } from "../../core/access/api-key.ts";
import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import type { ApiKeyStore } from "../../core/access/access-ports.ts";

/** Who calls. */
export interface Caller {
  readonly tenantId: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  /** Only these sessions, when given. */
  readonly sessions?: readonly string[];
  /** The deployment's own bootstrap key: it may make tenants. */
  readonly operator: boolean;
}

/** The tenant of the bootstrap key. */
export const operatorTenantId = "default";

/** A revoked key works on for so long at most; one that expires is not remembered beyond its time. */
export const cacheMs = 60_000;
const maxCached = 10_000;

/**
 * Finds out who calls: form and check of the key first, then one read, remembered for a minute. A key that cannot exist
 * costs no read.
 */
export class Authenticator {
  readonly #keys: ApiKeyStore;
  readonly #bootstrapKey: () => Promise<string>;
  readonly #known = new Map<string, { readonly caller: Caller | undefined; readonly until: number }>();

  constructor(keys: ApiKeyStore, bootstrapKey: () => Promise<string>) {
    this.#keys = keys;
    this.#bootstrapKey = bootstrapKey;
  }

  /** @throws NamedError UNAUTHENTICATED | SCOPE_MISSING */
  async authenticate(
    headers: Readonly<Record<string, string | undefined>>,
    scope: Scope,
    now: number,
  ): Promise<Caller> {
    const key = keyOf(headers);
    const caller = key === undefined ? undefined : await this.#callerOf(key, now);
    if (caller === undefined) throw new NamedError("UNAUTHENTICATED", "no usable key");
    if (!hasScope(caller.scopes, scope)) {
      throw new NamedError("SCOPE_MISSING", `the key lacks ${scope}`, { facts: { scope } });
    }
    return caller;
  }

  /** Forgets what is remembered of a key, so that its revocation holds here at once. */
  forget(keyId: string): void {
    for (const [hash, { caller }] of this.#known) if (caller?.keyId === keyId) this.#known.delete(hash);
  }

  async #callerOf(key: string, now: number): Promise<Caller | undefined> {
    if (sameText(key, await this.#bootstrapKey())) {
      return { tenantId: operatorTenantId, keyId: "bootstrap", scopes: ["admin"], operator: true };
    }
    const keyId = keyIdOf(key);
    if (keyId === undefined) return undefined;
    const hash = hashKey(key);
    const known = this.#known.get(hash);
    if (known !== undefined && known.until > now) return known.caller;
    const stored = await this.#usable(keyId, hash, now);
    const caller = stored === undefined ? undefined : callerWith(stored);
    if (this.#known.size >= maxCached) this.#known.clear();
    this.#known.set(hash, { caller, until: Math.min(now + cacheMs, stored?.expiresAt ?? Infinity) });
    return caller;
  }

  async #usable(keyId: string, hash: string, now: number): Promise<ApiKey | undefined> {
    const stored = await this.#keys.find(keyId);
    if (stored === undefined || !sameText(stored.hash, hash) || !isUsable(stored, now)) return undefined;
    // For people to see which keys are still in use, to the minute.
    if (now - (stored.lastUsedAt ?? 0) >= cacheMs) await this.#keys.noteUse(stored, now);
    return stored;
  }
}

const callerWith = ({ tenantId, keyId, scopes, sessions }: ApiKey): Caller => ({
  tenantId,
  keyId,
  scopes,
  ...defined({ sessions }),
  operator: false,
});

/** The key that came, before any check. */
export function keyOf(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers["authorization"]?.trim() ?? "")?.[1];
  const key = bearer ?? headers["x-api-key"]?.trim();
  return key === undefined || key === "" || key.length > 512 ? undefined : key;
}

/**
 * What holds for the whole tenant is beyond a key that is limited to some sessions.
 * @throws NamedError SCOPE_MISSING
 */
export function assertOfWholeTenant({ sessions }: Caller, scope: Scope): void {
  if (sessions === undefined) return;
  throw new NamedError("SCOPE_MISSING", "the key is limited to sessions", {
    facts: { scope: `${scope}, sessions: *` },
    details: [
      {
        pointer: "/headers/authorization",
        came: `a key that is limited to ${sessions.length} sessions`,
        wanted: "a key that is not limited to sessions",
      },
    ],
  });
}

/** A key that is limited to some sessions sees keys and webhooks that are limited to some of these, and no others. */
export const maySeeAllOf = (caller: Caller, { sessions }: { readonly sessions?: readonly string[] }): boolean =>
  caller.sessions === undefined || sessions?.every((sessionId) => maySee(caller, sessionId)) === true;

/** A key that is limited to some sessions sees no other: they answer as if they did not exist. */
export const maySee = (caller: Caller, sessionId: string): boolean =>
  caller.sessions === undefined || caller.sessions.includes(sessionId);
