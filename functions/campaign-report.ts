import type { Campaign } from "../core/campaign.ts";
import { csvLine } from "../core/csv-export.ts";
import type { RecipientStore } from "../core/ports.ts";
import { attemptsOf, type Recipient } from "../core/recipient.ts";
import { isoTime } from "./edge/views.ts";
import { ExportTooLong, type ExportedCsv } from "./export-answer.ts";

/** A campaign as CSV, one line a recipient, in number order. */

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
  "sender",
];

export const campaignReport = (
  { recipients }: { readonly recipients: Pick<RecipientStore, "page"> },
  { tenantId, campaignId }: Pick<Campaign, "tenantId" | "campaignId">,
  bom: boolean,
): ExportedCsv => ({
  tenantId,
  name: campaignId,
  bom,
  lines: async function* (mayGoOn = () => true) {
    yield csvLine(columns);
    let after: string | undefined;
    do {
      if (!mayGoOn()) throw new ExportTooLong("the campaign has too many recipients to be read in this time");
      const page = await recipients.page(tenantId, campaignId, {
        limit: rowsAtOnce,
        ...(after === undefined ? {} : { after }),
      });
      yield page.items.map(lineOf).join("");
      after = page.next;
    } while (after !== undefined);
  },
});

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
    row.sender,
  ]);
