import * as stores from "../../aws/open.ts";
import type { AuditEntry } from "../../core/access/audit.ts";
import { maySee } from "../edge/keys.ts";
import { searchPage } from "../edge/pages.ts";
import { implementWith } from "../edge/request.ts";
import { isoTime } from "../edge/views.ts";
import * as routes from "../routes/api-keys.ts";

const implement = implementWith({
  audit: stores.audit,
});

export const listAudit = implement(routes.listAudit)(async ({ caller, query, after, page }, { audit }) => {
  // A key that is limited to some sessions sees what was done to these.
  const ofTheirs = ({ target }: AuditEntry) => target["sessionId"] !== undefined && maySee(caller, target["sessionId"]);
  const { items, next } = await searchPage(
    (part) => audit.page(caller.tenantId, part),
    ({ auditId }) => auditId,
    caller.sessions === undefined ? undefined : ofTheirs,
    { limit: query.limit, after },
  );
  return page(items.map(view), next);
});

const view = ({ auditId, at, keyId, operationId, target, status, requestId }: AuditEntry) => ({
  auditId,
  at: isoTime(at),
  keyId,
  operation: operationId,
  target: { ...target },
  status,
  requestId,
});
