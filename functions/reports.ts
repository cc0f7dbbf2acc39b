import { byteOrderMark, csvLine } from "../core/csv-export.ts";
import type { Recipient } from "../core/recipient.ts";
import { getCampaignOf } from "./campaign-view.ts";
import { maxBodyBytes } from "./edge/body.ts";
import { serve } from "./edge/http.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess, type Services } from "./edge/services.ts";
import { isoTime } from "./edge/views.ts";
import { attemptsOf } from "./recipients.ts";
import { exportCampaign } from "./routes/recipients.ts";

const rowsAtOnce = 500;

const columns = [
  "number",
  "name",
  "status",
  "claimed_at",
  "sent_at",
  "delivered_at",
  "read_at",
  "replied_at",
  "attempts",
  "reason",
  "message_id",
];

const campaignReport = implement(exportCampaign)(async ({ caller, params, query }) => {
  const services = await servicesOfProcess();
  const { campaign } = await getCampaignOf(services, caller, params);
  const fileName = `${campaign.campaignId}.csv`;
  const csv = (query.bom === "true" ? byteOrderMark : "") + (await reportOf(services, campaign));
  if (Buffer.byteLength(csv) <= maxBodyBytes) {
    const headers = { "content-disposition": `attachment; filename="${fileName}"` };
    return { status: 200, text: csv, mediaType: "text/csv", headers };
  }
  const key = `reports/${campaign.tenantId}/${fileName}`;
  await services.files.save(key, csv, "text/csv; charset=utf-8");
  return { status: 303, headers: { location: await services.files.sign(key, fileName) } };
});

async function reportOf(
  { recipients }: Services,
  { tenantId, campaignId }: { readonly tenantId: string; readonly campaignId: string },
): Promise<string> {
  const lines = [csvLine(columns)];
  let after: string | undefined;
  do {
    const page = await recipients.page(tenantId, campaignId, {
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    lines.push(...page.items.map(lineOf));
    after = page.next;
  } while (after !== undefined);
  return lines.join("");
}

const timeCell = (at: number | undefined): string => (at === undefined ? "" : isoTime(at));

const lineOf = (row: Recipient): string =>
  csvLine([
    row.number,
    row.name,
    row.state,
    isoTime(row.claimedAt),
    timeCell(row.sentAt),
    timeCell(row.deliveredAt),
    timeCell(row.readAt),
    timeCell(row.repliedAt),
    attemptsOf(row),
    row.reason,
    attemptsOf(row) > 0 ? row.messageId : undefined,
  ]);

export const handler = serve([campaignReport], servicesOfProcess);
