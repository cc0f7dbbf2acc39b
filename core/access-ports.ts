import type { AuditEntry } from "./audit.ts";
import type { Page, PageQuery } from "./ports.ts";
import type { BucketState } from "./rate-limit.ts";

/** What the system needs of the world to let the right people do the right amount. Rules as in ports.ts. */

export interface Bucket {
  readonly tenantId: string;
  readonly name: string;
  /** Tokens that it holds, and that flow back a minute. */
  readonly perMinute: number;
}

export type TakenToken = BucketState & { readonly taken: boolean };

export interface RateLimitStore {
  /** Takes a token when there is one. */
  take(bucket: Bucket, now: number): Promise<TakenToken>;
}

export interface AuditStore {
  write(entry: AuditEntry): Promise<void>;
  /** The latest first. */
  page(tenantId: string, query: PageQuery): Promise<Page<AuditEntry>>;
}
