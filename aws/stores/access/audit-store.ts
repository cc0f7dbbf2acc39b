import type { AuditStore } from "../../../core/access/access-ports.ts";
import type { AuditEntry } from "../../../core/access/audit.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { auditKey, auditPartition } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";

/** How long it is known who did what. */
export const keepAuditMs = 400 * 24 * 60 * 60 * 1_000;

/** The audit trail of each tenant in the delivery table; entries are written once and never changed. */
export class DynamoAuditStore extends TableStore implements AuditStore {
  async write(entry: AuditEntry): Promise<void> {
    const key = auditKey(entry.tenantId, entry.auditId);
    await this.table.put({ ...key, ...entry, ttl: ttlOf(entry.at + keepAuditMs) });
  }

  async page(tenantId: string, query: PageQuery): Promise<Page<AuditEntry>> {
    return await this.table.page({ partition: auditPartition(tenantId), newestFirst: true }, query);
  }
}
