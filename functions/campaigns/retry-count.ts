import type { Campaign, RetryStatus } from "../../core/campaign/campaign.ts";
import { NamedError } from "../../core/errors.ts";
import { membersToRetry } from "../../core/campaign/members-to-retry.ts";
import type { Progress } from "../../core/campaign/progress.ts";
import { findWrittenTo } from "../../core/campaign/same-account.ts";
import type { Services } from "../edge/services.ts";
import { countForMs } from "./plan/remainder.ts";

/** How many a retry will try, before anything of the campaign changes. */

/** Opt-outs and accounts, in one request. */
const readTogether = 100;

/**
 * By the rows and the lists, as the round will find them. A campaign that is too large to be counted in this time answers
 * its kept counts, which know nothing of who left the lists, opted out or got the message under another number.
 */
export async function countToRetry(
  services: Pick<Services, "contacts" | "optOuts" | "persons" | "recipients" | "clock">,
  { campaign, progress }: { readonly campaign: Campaign; readonly progress: Progress | undefined },
  statuses: readonly RetryStatus[],
  round: number,
): Promise<number> {
  const until = services.clock.now() + countForMs;
  const asked = { ...campaign, retryStatuses: statuses, round };
  const { tenantId } = campaign;
  let count = 0;
  let together: string[] = [];
  const take = async () => {
    const [optedOut, known] = await Promise.all([
      services.optOuts.findMany(tenantId, together),
      services.persons.findMany(tenantId, together, services.clock.now()),
    ]);
    for (const number of together) {
      const { others = [] } = known.get(number) ?? {};
      if (optedOut.has(number)) continue;
      if ((await findWrittenTo(services.recipients, campaign, others)) === undefined) count += 1;
    }
    together = [];
  };
  for await (const { contact } of membersToRetry(services, asked, undefined)) {
    if (together.push(contact.number) === readTogether) await take();
    if (services.clock.now() > until) {
      await take();
      return Math.max(
        count,
        statuses.reduce((sum, status) => sum + (progress?.counts[status] ?? 0), 0),
      );
    }
  }
  await take();
  return count;
}

export const nobodyToRetry = ({ campaignId, status }: Campaign, statuses: readonly RetryStatus[]): NamedError =>
  new NamedError("NOBODY_TO_RETRY", `no recipient of ${campaignId} is ${statuses.join(" or ")}`, {
    facts: { statuses: statuses.join(", ") },
    members: { status },
    details: [
      {
        pointer: "/statuses",
        came: `statuses that no recipient has who still stands in the lists: ${statuses.join(", ")}`,
        wanted: "statuses that `counts` has some of",
      },
    ],
  });
