import { listExport } from "./contact-export.ts";
import { getListOf } from "./edge/access.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess } from "./edge/services.ts";
import { answerExport } from "./export-answer.ts";
import { exportContacts } from "./routes/contact.ts";

export const exportList = implement(exportContacts)(async ({ caller, params, query }) => {
  const services = await servicesOfProcess();
  const list = await getListOf(services, caller, params);
  const { tenantId, sessionId, listId } = list;
  const bom = query.bom === "true";
  const job = { kind: "export_list", tenantId, sessionId, listId, bom } as const;
  return await answerExport(services, listExport(services, list, bom), job);
});
