import type { Member } from "../../core/campaign/audience.ts";
import type { Campaign } from "../../core/campaign/campaign.ts";
import { attemptsOf, reasonDetailsOf, type Recipient } from "../../core/campaign/recipient.ts";
import { matchesNumber, matchesSearch } from "../../core/contact/search.ts";
import { defined } from "../../core/defined.ts";
import { getCampaignOf } from "./view.ts";
import { searchPage } from "../edge/pages.ts";
import { implement } from "./implement.ts";
import { isoTime } from "../edge/views.ts";
import { notReachedPage } from "./not-reached.ts";
import * as routes from "../routes/recipients.ts";

/** The key to go on after, of those who were not reached: they come behind all rows. */
const notReachedMark = "not reached ";

/** The recipients of a campaign with their history; on request the contacts that it did not reach. */
export const listRecipients = implement(routes.listRecipients)(async (request, services) => {
  const { session: ref, params, query, after, page } = request;
  const { campaign } = await getCampaignOf(services, ref, params);
  const { status, search, limit } = query;
  const states = status?.filter((one) => one !== "notReached");
  const isBehindRows = after?.startsWith(notReachedMark) === true;
  const isFound = ({ name, number }: { readonly name?: string; readonly number: string }) =>
    search === undefined || matchesSearch(search, [name, number]) || matchesNumber(search, number);
  const matches = (row: Recipient) => (states === undefined || states.includes(row.state)) && isFound(row);
  const rows =
    isBehindRows || states?.length === 0
      ? { items: [] }
      : await searchPage(
          (part) => services.recipients.page(campaign.tenantId, campaign.campaignId, part),
          ({ number }) => number,
          status === undefined && search === undefined ? undefined : matches,
          { limit, after },
        );
  const data = rows.items.map(recipientView);
  if (rows.next !== undefined || status?.includes("notReached") !== true) return page<Shown>(data, rows.next);
  if (data.length === limit) return page<Shown>(data, notReachedMark);
  const left = await notReachedPage(services, campaign, ({ contact }) => isFound(contact), {
    limit: limit - data.length,
    after: isBehindRows ? after.slice(notReachedMark.length) : undefined,
  });
  const next = left.next === undefined ? undefined : `${notReachedMark}${left.next}`;
  return page<Shown>([...data, ...left.items.map((member) => notReachedView(campaign, member))], next);
});

type Shown = ReturnType<typeof recipientView> | ReturnType<typeof notReachedView>;

const notReachedView = ({ listIds }: Campaign, { contact, cursor }: Member) => ({
  number: contact.number,
  ...defined({ name: contact.name }),
  listId: listIds[cursor.listIndex] ?? contact.listId,
  status: "notReached" as const,
  attempts: 0,
  history: [],
});

const recipientView = (row: Recipient) =>
  defined({
    number: row.number,
    name: row.name,
    listId: row.listId,
    status: row.state,
    reason: row.reason,
    ...reasonDetailsOf(row),
    ...(attemptsOf(row) > 0 ? { messageId: row.messageId } : {}),
    attempts: attemptsOf(row),
    sender: row.sender,
    claimedAt: isoTime(row.claimedAt),
    sentAt: isoTime(row.sentAt),
    deliveredAt: isoTime(row.deliveredAt),
    readAt: isoTime(row.readAt),
    repliedAt: isoTime(row.repliedAt),
    history: row.history.map(({ state, at, reason, attempt, messageId }) => ({
      status: state,
      at: isoTime(at),
      ...defined({ reason, attempt, messageId }),
    })),
  });
