import * as stores from "../aws/stores.ts";
import { attemptsOf, type Recipient } from "../core/recipient.ts";
import { matchesNumber, matchesSearch } from "../core/search.ts";
import { getCampaignOf } from "./campaign-view.ts";
import { searchPage } from "./edge/pages.ts";
import { implement } from "./edge/request.ts";
import { servicesWith } from "./edge/services.ts";
import { isoTime, optionalTime } from "./edge/views.ts";
import { listRecipients } from "./routes/recipients.ts";

const opened = servicesWith({
  sessions: stores.silentSessions,
  campaigns: stores.silentCampaigns,
  progress: stores.progress,
  recipients: stores.silentRecipients,
});

/** Who was written to by a campaign, with all that became of it. */
export const recipients = implement(listRecipients)(async ({ caller, params, query, after, seal }) => {
  const services = await opened();
  const { campaign } = await getCampaignOf(services, caller, params);
  const { status, search } = query;
  const matches = (row: Recipient) =>
    (status === undefined || status.includes(row.state)) &&
    (search === undefined || matchesSearch(search, [row.name, row.number]) || matchesNumber(search, row.number));
  const { items, next } = await searchPage(
    (page) => services.recipients.page(campaign.tenantId, campaign.campaignId, page),
    ({ number }) => number,
    status === undefined && search === undefined ? undefined : matches,
    { limit: query.limit, after },
  );
  const pagination = { limit: query.limit, nextCursor: seal(next) };
  return { status: 200, body: { data: items.map(recipientView), pagination } };
});

const recipientView = (row: Recipient) => ({
  number: row.number,
  ...(row.name === undefined ? {} : { name: row.name }),
  listId: row.listId,
  status: row.state,
  ...(row.reason === undefined ? {} : { reason: row.reason }),
  ...(attemptsOf(row) > 0 ? { messageId: row.messageId } : {}),
  attempts: attemptsOf(row),
  ...(row.sender === undefined ? {} : { sender: row.sender }),
  claimedAt: isoTime(row.claimedAt),
  ...optionalTime("sentAt", row.sentAt),
  ...optionalTime("deliveredAt", row.deliveredAt),
  ...optionalTime("readAt", row.readAt),
  ...optionalTime("repliedAt", row.repliedAt),
  history: row.history.map(({ state, at, reason, attempt, messageId }) => ({
    status: state,
    at: isoTime(at),
    ...(reason === undefined ? {} : { reason }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(messageId === undefined ? {} : { messageId }),
  })),
});
