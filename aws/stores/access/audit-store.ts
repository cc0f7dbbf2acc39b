import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { AuditStore } from "../../../core/access/access-ports.ts";
import type { AuditEntry } from "../../../core/access/audit.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { queryPage, rowOf, type Table } from "../../dynamodb/items.ts";
import { auditKey, auditPartition } from "../../dynamodb/keys.ts";

/** How long it is known who did what. */
export const keepAuditMs = 400 * 24 * 60 * 60 * 1_000;

/** The audit trail of each tenant; entries are written once and never changed. */
export class DynamoAuditStore implements AuditStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async write(entry: AuditEntry): Promise<void> {
    const Item = {
      ...auditKey(entry.tenantId, entry.auditId),
      ...entry,
      ttl: Math.ceil((entry.at + keepAuditMs) / 1_000),
    };
    await this.#table.client.send(new PutCommand({ TableName: this.#table.name, Item }));
  }

  async page(tenantId: string, query: PageQuery): Promise<Page<AuditEntry>> {
    const partition = auditPartition(tenantId);
    return await queryPage(this.#table, { partition, newestFirst: true }, query, rowOf<AuditEntry>);
  }
}
