import { openLogger } from "../../aws/logger.ts";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Job } from "../../core/jobs.ts";
import { removeMedia } from "../content/media-removal.ts";
import * as stores from "../../aws/open.ts";
import { oneByOne } from "../edge/batch.ts";
import { servicesWith } from "../edge/services.ts";
import { logFacts } from "../edge/log-facts.ts";
import { startPorts } from "../campaigns/start-ports.ts";
import { checkMedia } from "../content/check-media.ts";
import { deleteCampaignRows } from "./delete-campaign.ts";
import { deleteList } from "./delete-list.ts";
import { deleteSession } from "./delete-session.ts";
import { importContacts } from "../imports/import-contacts.ts";
import { jobsIn } from "./jobs-in.ts";
import { writeCampaignReport } from "../exports/campaign-report.ts";
import { writeListExport } from "../exports/contact-export.ts";

const opened = servicesWith({
  ...startPorts,
  sessionContents: stores.sessionContents,
  listDeletions: stores.listDeletions,
  contactWriter: stores.contactWriter,
  formerContacts: stores.formerContacts,
  importFiles: stores.importFiles,
  importChanges: stores.importChanges,
  optOuts: stores.optOuts,
  campaignRemoval: stores.campaignRemoval,
  recipients: stores.recipients,
  media: stores.media,
  mediaWriter: stores.mediaWriter,
  files: stores.files,
  jobs: stores.jobs,
});
type Services = Awaited<ReturnType<typeof opened>>;

const logger = openLogger();

/** What runs a job of each kind. Every one may be delivered twice, or be cut off and delivered again. */
type JobHandlers = {
  readonly [Kind in Job["kind"]]: (services: Services, job: Extract<Job, { readonly kind: Kind }>) => Promise<void>;
};

const handlers: JobHandlers = {
  import_contacts: (services, job) => importContacts(services, job),
  delete_list: deleteList,
  check_media: checkMedia,
  remove_media: removeMedia,
  delete_campaign: deleteCampaignRows,
  delete_session: deleteSession,
  export_list: writeListExport,
  export_campaign: writeCampaignReport,
};

function runJob(services: Services, job: Job): Promise<void> {
  const handle = handlers[job.kind] as ((services: Services, job: Job) => Promise<void>) | undefined;
  if (handle === undefined)
    throw new Error(`a job of kind "${job.kind}", wanted one of ${Object.keys(handlers).join()}`);
  return handle(services, job);
}

/** Jobs from the queue. Those that failed are reported one by one and come back; the others are done. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const services = await opened();
  let running: Job | undefined;
  const run = async ({ body }: SQSRecord) => {
    running = undefined;
    for (running of jobsIn(body)) await runJob(services, running);
  };
  return await oneByOne(event, run, ({ messageId }, error) => {
    const facts = running === undefined ? {} : { job: running.kind, ...logFacts(running) };
    logger.error("job failed and will be tried again", { messageId, ...facts, error });
  });
};
