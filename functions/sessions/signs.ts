import { isThere, type Campaign } from "../../core/campaign/campaign.ts";
import type { Progress } from "../../core/campaign/progress.ts";
import { pausesAt } from "../../core/campaign/streak.ts";
import { everyPage } from "../../core/pages.ts";
import { badSigns, firstSignDay, signDays, signsOf, type Signs } from "../../core/session/signs.ts";
import type { Session } from "../../core/session/session.ts";
import type { Services } from "../edge/services.ts";
import type { Warning } from "../edge/warnings.ts";

/** How people take what a session sends: from the counts of its campaigns, which are there anyway. */

const readAtOnce = 20;
/** The newest; and of those that run or are paused. */
const newestAtMost = 100;
const openAtMost = 50;
const dayMs = 24 * 60 * 60 * 1_000;

type Ports = Pick<Services, "campaigns" | "progress">;

/** A campaign with its counts, once there are any. */
interface CountedCampaign {
  readonly campaign: Campaign;
  readonly progress?: Progress | undefined;
}

export async function signsOfSession(services: Ports, session: Session, now: number): Promise<SignsOfSession> {
  return session.number === undefined
    ? { warnings: [] }
    : signsIn(await latestCampaigns(services, session, now), session, now);
}

interface SignsOfSession {
  readonly last7Days?: Signs;
  readonly warnings: readonly Warning[];
}

/** @param counted its campaigns that may have sent in that time; of a session that no account was ever linked to there are no signs */
export function signsIn(counted: readonly CountedCampaign[], session: Session, now: number): SignsOfSession {
  if (session.number === undefined) return { warnings: [] };
  const last7Days = signsOf(
    counted.flatMap(({ progress }) => progress ?? []),
    firstSignDay(now, session.timezone ?? "UTC"),
  );
  const { optOutsPer100, refusalsPer100 } = last7Days;
  const ofSigns = badSigns(last7Days).map((sign): Warning =>
    sign === "opt_outs" ? { code: "many_opt_outs", optOutsPer100 } : { code: "many_refusals", refusalsPer100 },
  );
  const ofCampaigns = counted.flatMap(({ campaign: { campaignId, status }, progress }): Warning[] => {
    const { failing } = progress ?? {};
    return status === "running" && failing !== undefined
      ? [{ code: "campaign_failing", campaignId, ...failing, pausesAt: pausesAt[failing.because] }]
      : [];
  });
  return { last7Days, warnings: [...ofCampaigns, ...ofSigns] };
}

/** Campaigns that may have sent in the last seven days, with their counts. */
export async function latestCampaigns(
  { campaigns, progress }: Ports,
  session: Session,
  now: number,
): Promise<readonly CountedCampaign[]> {
  const since = now - signDays * dayMs;
  const [open, newest] = await Promise.all([campaigns.open(session, openAtMost), newestOf(campaigns, session, since)]);
  const known = new Map([...newest, ...open].map((campaign) => [campaign.campaignId, campaign]));
  const mayHaveSent = ({ status, finishedAt = now }: Campaign) => status !== "scheduled" && finishedAt >= since;
  const candidates = [...known.values()].filter((campaign) => isThere(campaign, now) && mayHaveSent(campaign));
  return await Promise.all(
    candidates.map(async (campaign) => ({
      campaign,
      progress: await progress.glimpse(session.tenantId, campaign.campaignId),
    })),
  );
}

/** Page by page until one reaches back behind that time. */
async function newestOf(campaigns: Ports["campaigns"], session: Session, since: number): Promise<readonly Campaign[]> {
  const newest: Campaign[] = [];
  for await (const { items } of everyPage(readAtOnce, (query) => campaigns.page(session, query))) {
    newest.push(...items);
    if (newest.length >= newestAtMost || items.some(({ createdAt }) => createdAt < since)) break;
  }
  return newest;
}
