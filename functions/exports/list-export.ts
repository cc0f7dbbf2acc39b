import * as stores from "../../aws/open.ts";
import { countryFor } from "../../core/contact/phone.ts";
import { defined } from "../../core/defined.ts";
import { listExport } from "./contact-export.ts";
import { getListAndSessionOf } from "../edge/access.ts";
import { implementWith } from "../edge/request.ts";
import { answerExport } from "./export-answer.ts";
import * as routes from "../routes/contacts.ts";

const implement = implementWith({
  sessions: stores.sessions,
  lists: stores.lists,
  contacts: stores.contacts,
  files: stores.files,
  jobs: stores.jobs,
});

export const exportContacts = implement(routes.exportContacts)(async ({ session: ref, params, query }, services) => {
  const { list, session } = await getListAndSessionOf(services, ref, params);
  const { tenantId, sessionId, listId } = list;
  const place = { tenantId, sessionId, listId, ...defined({ defaultCountry: countryFor(session) }) };
  const bom = query.bom === "true";
  return await answerExport(services, listExport(services, place, bom), { kind: "export_list", ...place, bom });
});
