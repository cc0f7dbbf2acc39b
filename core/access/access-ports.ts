import type { AuditEntry } from "./audit.ts";
import type { Page, PageQuery } from "../pages.ts";
import type { BucketState } from "./rate-limit.ts";
import type { ApiKey, Tenant } from "./api-key.ts";

/** What the system needs of the world to let the right people do the right amount. Rules as in refs.ts. */

export interface Bucket {
  readonly tenantId: string;
  readonly name: string;
  /** Tokens that it holds, and that flow back a minute. */
  readonly perMinute: number;
}

export type TakenToken = BucketState & { readonly taken: boolean };

export interface RateLimitStore {
  /** Takes a token of each; of none when one of them is known to be empty, so that who is refused takes nothing from others. */
  take(buckets: readonly Bucket[], now: number): Promise<readonly TakenToken[]>;
}

export interface AuditStore {
  write(entry: AuditEntry): Promise<void>;
  /** The latest first. */
  page(tenantId: string, query: PageQuery): Promise<Page<AuditEntry>>;
}

export interface ApiKeyStore {
  find(keyId: string): Promise<ApiKey | undefined>;
  /** Its tenant stands among the tenants from then on. */
  create(key: ApiKey): Promise<void>;
  list(tenantId: string): Promise<readonly ApiKey[]>;
  /** In the order of ids. Of an earlier version those that used a key since. */
  tenants(query: PageQuery): Promise<Page<Tenant>>;
  /** Writes down that it was used then; later than that stays. */
  noteUse(key: ApiKey, now: number): Promise<void>;
  /** @throws ConditionRefused when the tenant has no such key */
  revoke(tenantId: string, keyId: string, now: number): Promise<void>;
}

/** A first answer, kept to be given again. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

export type Reservation =
  /** Do the work, create under this ULID. `isTakenOver`: an earlier try was cut off, and may have created under it. */
  | { readonly state: "yours"; readonly ulid: string; readonly isTakenOver: boolean }
  /** `until`: when a repeat may go on in place of a first try that was cut off. */
  | { readonly state: "in_progress"; readonly until: number }
  /** `at`: when it was answered first. */
  | { readonly state: "answered"; readonly answer: StoredAnswer; readonly at: number }
  | { readonly state: "other_request" };

export interface IdempotencyStore {
  /**
   * @param requestHash what the request was; the same key with another one is a mistake of the caller
   * @param ulid of this try: to create under if it is the first, and its name as long as it holds the key
   */
  reserve(key: IdempotencyKey, requestHash: string, ulid: string, now: number): Promise<Reservation>;
  /** Keeps the answer of what was reserved under this ULID, and answers the one that stands: the first that was kept. */
  complete(key: IdempotencyKey, reserved: string, answer: StoredAnswer, now: number): Promise<StoredAnswer>;
  /**
   * The try of that ULID was refused and did nothing. The try that reserved the key takes the reservation away, unless a
   * repeat took it over meanwhile. A repeat never does: an earlier try may have created something. It lets the next repeat
   * take over at once.
   */
  release(key: IdempotencyKey, ulid: string, now: number): Promise<void>;
}

export interface IdempotencyKey {
  readonly tenantId: string;
  readonly key: string;
}
