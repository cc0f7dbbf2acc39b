import type { ContactList } from "../core/list.ts";
import { contactLines, ExportTooLong } from "./contact-export.ts";
import { answerCsv } from "./csv-answer.ts";
import { getListOf } from "./edge/access.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess, type Services } from "./edge/services.ts";
import { exportContacts } from "./routes/contact.ts";

/** The export of a list: at once, or by a job where that takes too long. */

/** An HTTP API waits 30 s at most, and the upload of what was read takes its time too. */
const readForMs = 15_000;
/** A file that a job made is handed out for so long, and a job that says nothing for so long is asked again. */
const freshForMs = 5 * 60_000;

export const exportKey = ({ tenantId, listId }: Pick<ContactList, "tenantId" | "listId">, bom: boolean): string =>
  `reports/${tenantId}/contacts-${listId}${bom ? "-bom" : ""}.csv`;
export const pendingKey = (key: string): string => `${key}.pending`;

export const exportList = implement(exportContacts)(async ({ caller, params, query }) => {
  const services = await servicesOfProcess();
  const list = await getListOf(services, caller, params);
  const bom = query.bom === "true";
  const key = exportKey(list, bom);
  const fileName = `${list.listId}.csv`;
  const pending = await isFresh(services, pendingKey(key));
  if (pending && (await isFresh(services, key))) {
    return { status: 303, headers: { location: await services.files.sign(key, fileName) } };
  }
  if (pending) return notYet;
  const until = services.clock.now() + readForMs;
  try {
    const lines = contactLines(services.contacts, list, () => services.clock.now() < until);
    return await answerCsv(services, lines, { key, fileName, bom });
  } catch (error) {
    if (!(error instanceof ExportTooLong)) throw error;
    const { tenantId, sessionId, listId } = list;
    await services.files.remove([key]);
    await services.files.save(pendingKey(key), "", "text/plain");
    await services.jobs.enqueue({ kind: "export_list", tenantId, sessionId, listId, bom });
    return notYet;
  }
});

const notYet = {
  status: 202 as const,
  body: { data: { state: "running" as const } },
  headers: { "retry-after": "10" },
};

async function isFresh({ files, clock }: Services, key: string): Promise<boolean> {
  const modifiedAt = await files.modifiedAt(key);
  return modifiedAt !== undefined && clock.now() - modifiedAt < freshForMs;
}
