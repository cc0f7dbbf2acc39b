import * as stores from "../aws/stores.ts";
import { listExport } from "./contact-export.ts";
import { getListOf } from "./edge/access.ts";
import { implement } from "./edge/request.ts";
import { servicesWith } from "./edge/services.ts";
import { answerExport } from "./export-answer.ts";
import { exportContacts } from "./routes/contact.ts";

const opened = servicesWith({
  sessions: stores.silentSessions,
  lists: stores.lists,
  contacts: stores.contacts,
  files: stores.files,
  jobs: stores.jobs,
});

export const exportList = implement(exportContacts)(async ({ caller, params, query }) => {
  const services = await opened();
  const list = await getListOf(services, caller, params);
  const { tenantId, sessionId, listId } = list;
  const bom = query.bom === "true";
  const job = { kind: "export_list", tenantId, sessionId, listId, bom } as const;
  return await answerExport(services, listExport(services, list, bom), job);
});
