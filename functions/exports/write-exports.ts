import { isThere } from "../../core/campaign/campaign.ts";
import type { ExportCampaignJob, ExportListJob } from "../../core/jobs.ts";
import { campaignReport } from "./campaign-report.ts";
import { listExport } from "./contact-export.ts";
import type { Services } from "../edge/services.ts";
import { writeExport } from "./export-answer.ts";

/** Files that are too large for one request. What is gone by now needs none. */

export async function writeListExport(
  services: Pick<Services, "lists" | "contacts" | "files">,
  job: ExportListJob,
): Promise<void> {
  if ((await services.lists.find(job)) === undefined) return;
  await writeExport(services, listExport(services, job, job.bom));
}

export async function writeCampaignReport(
  services: Pick<Services, "campaigns" | "contacts" | "recipients" | "files" | "clock">,
  job: ExportCampaignJob,
): Promise<void> {
  const campaign = await services.campaigns.find(job);
  if (campaign === undefined || !isThere(campaign, services.clock.now())) return;
  await writeExport(services, campaignReport(services, campaign, job.bom));
}
