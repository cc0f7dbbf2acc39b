import { pagesWithoutRow, type AudiencePorts } from "../../core/campaign/audience.ts";
import { isThere, type Campaign } from "../../core/campaign/campaign.ts";
import type { Contact } from "../../core/contact/contact.ts";
import { FirstCampaignGone } from "../../core/errors.ts";
import { csvLine } from "../../core/import/csv-export.ts";
import { attemptsOf, reasonDetailsOf, type Recipient } from "../../core/campaign/recipient.ts";
import { everyPage, type PageQuery } from "../../core/pages.ts";
import { isoTime } from "../edge/views.ts";
import type { ExportCampaignJob } from "../../core/jobs.ts";
import type { Services } from "../edge/services.ts";
import { ExportTooLong, writeExport, type ExportedCsv } from "./export-answer.ts";
import { hasNotReached } from "../campaigns/not-reached.ts";

/** A campaign as CSV, one line a recipient, in number order; then whom a stopped one did not reach, list by list. */

const rowsAtOnce = 500;

/** What stands in each column. */
const columns: Readonly<Record<string, (row: Recipient) => string | number | undefined>> = {
  number: ({ number }) => number,
  name: ({ name }) => name,
  status: ({ state }) => state,
  claimed_at: ({ claimedAt }) => isoTime(claimedAt),
  sent_at: ({ sentAt }) => isoTime(sentAt),
  delivered_at: ({ deliveredAt }) => isoTime(deliveredAt),
  read_at: ({ readAt }) => isoTime(readAt),
  replied_at: ({ repliedAt }) => isoTime(repliedAt),
  attempts: attemptsOf,
  reason: reasonCell,
  message_id: (row) => (attemptsOf(row) > 0 ? row.messageId : undefined),
  sender: ({ sender }) => sender,
};

export const campaignReport = (ports: AudiencePorts, campaign: Campaign, bom: boolean): ExportedCsv => ({
  tenantId: campaign.tenantId,
  name: campaign.campaignId,
  bom,
  lines: async function* (mayGoOn = () => true) {
    yield csvLine(Object.keys(columns));
    const read = (query: PageQuery) => {
      if (!mayGoOn()) throw tooLong();
      return ports.recipients.page(campaign.tenantId, campaign.campaignId, query);
    };
    for await (const { items } of everyPage(rowsAtOnce, read)) yield items.map(lineOf).join("");
    if (!hasNotReached(campaign)) return;
    try {
      for await (const { members } of pagesWithoutRow(ports, campaign, undefined)) {
        if (!mayGoOn()) throw tooLong();
        yield members.map(({ contact }) => notReachedLine(contact)).join("");
      }
    } catch (error) {
      // Its rows stand; those it did not reach can't be separated from those whom the first one reached.
      if (!(error instanceof FirstCampaignGone)) throw error;
    }
  },
});

const tooLong = () => new ExportTooLong("the campaign has too many recipients to be read in this time");

const lineOf = (row: Recipient): string => csvLine(Object.values(columns).map((cell) => cell(row)));

function notReachedLine({ number, name }: Pick<Contact, "number" | "name">): string {
  const cells: Readonly<Record<string, string | number | undefined>> = {
    number,
    name,
    status: "notReached",
    attempts: 0,
  };
  return csvLine(Object.keys(columns).map((column) => cells[column]));
}

/** The code, and what it is about: the missing variables, or the account's other number. */
function reasonCell(row: Recipient): string | undefined {
  const { missing = [], sameAccountAs } = reasonDetailsOf(row);
  const about = sameAccountAs === undefined ? missing : [sameAccountAs];
  return about.length === 0 ? row.reason : `${row.reason ?? ""}: ${about.join(", ")}`;
}

/** By the job, for a file that is too large for one request. What is gone by now needs none. */
export async function writeCampaignReport(
  services: Pick<Services, "campaigns" | "contacts" | "recipients" | "files" | "clock">,
  job: ExportCampaignJob,
): Promise<void> {
  const campaign = await services.campaigns.find(job);
  if (campaign === undefined || !isThere(campaign, services.clock.now())) return;
  await writeExport(services, campaignReport(services, campaign, job.bom));
}
