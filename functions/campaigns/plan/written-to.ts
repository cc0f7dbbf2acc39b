import type { Campaign } from "../../../core/campaign/campaign.ts";
import { wasWrittenTo, type Recipient } from "../../../core/campaign/recipient.ts";
import type { SeenNumber } from "../../../core/contact/person.ts";
import { unpackWrote } from "../../../core/contact/wrote.ts";
import type { Services } from "../../edge/services.ts";

type Seen = ReadonlyMap<string, SeenNumber>;
type Asking = Pick<Campaign, "tenantId" | "sessionId" | "sender">;

/**
 * Those of the numbers whose person the campaign's account wrote to, as its worker will judge that by the rows of earlier
 * campaigns; the worker asks WhatsApp's page besides. A number that no campaign of the session wrote to costs no read, another
 * one half a unit where the latest of them reached it.
 *
 * @param seen what was read of the numbers
 */
export async function writtenTo(
  services: Pick<Services, "recipients" | "persons">,
  campaign: Asking,
  seen: Seen,
  now: number,
): Promise<ReadonlySet<string>> {
  const reached = await reachedOf(services, campaign, seen);
  const left = [...seen].filter(([number]) => !reached.has(number));
  const others = left.flatMap(([, { known }]) => known?.others ?? []);
  if (others.length === 0) return reached;
  const seenOfOthers = await services.persons.glimpse(campaign.tenantId, others, now);
  const byOthers = await reachedOf(services, campaign, seenOfOthers);
  const more = left.filter(([, { known }]) => known?.others?.some((other) => byOthers.has(other)));
  return new Set([...reached, ...more.map(([number]) => number)]);
}

/** By the rows of the very number: that of the latest campaign first, which tells of most people. */
async function reachedOf(
  { recipients }: Pick<Services, "recipients">,
  { tenantId, sessionId, sender = "" }: Asking,
  seen: Seen,
): Promise<ReadonlySet<string>> {
  const rows = [...seen].map(([number, { row }]) =>
    unpackWrote(row.wrote)
      .filter((wrote) => wrote.sessionId === sessionId)
      .map(({ campaignId }) => ({ tenantId, campaignId, number })),
  );
  const latest = await recipients.glimpse(rows.flatMap((keys) => keys.slice(0, 1)));
  const reached = numbersOf(latest, sender);
  const earlier = rows.flatMap((keys) => keys.slice(1)).filter(({ number }) => !reached.has(number));
  return new Set([...reached, ...numbersOf(await recipients.glimpse(earlier), sender)]);
}

const numbersOf = (rows: readonly Recipient[], sender: string): ReadonlySet<string> =>
  new Set(rows.filter((row) => wasWrittenTo(row, sender)).map(({ number }) => number));
