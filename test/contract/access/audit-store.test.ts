import type { AuditEntry } from "../../../core/access/audit.ts";
import { idOf } from "../../../core/ids.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

const anEntry = (its: Partial<AuditEntry> = {}): AuditEntry => ({
  tenantId: "acme",
  auditId: idOf("audit", aUlid()),
  at: someTime,
  keyId: "key_1",
  operationId: "createList",
  target: { sessionId: "shop" },
  status: 201,
  requestId: "r1",
  ...its,
});

describe("an audit trail", () => {
  it("answers a tenant's entries, the latest first, page by page, and nobody else's", async () => {
    const entries = [anEntry(), anEntry(), anEntry()].sort((a, b) => a.auditId.localeCompare(b.auditId));
    for (const entry of [...entries, anEntry({ tenantId: "other" })]) await stores().audit.write(entry);
    const first = await stores().audit.page("acme", { limit: 2 });
    expect(first.items).toEqual([entries[2], entries[1]]);
    const rest = await stores().audit.page("acme", { limit: 2, after: first.next ?? "" });
    expect(rest.items).toEqual([entries[0]]);
  });
});
