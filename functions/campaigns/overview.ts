import { networkSetting } from "../../aws/env.ts";
import * as stores from "../../aws/open.ts";
import { hasScope } from "../../core/access/api-key.ts";
import { addedCounts, noCounts } from "../../core/campaign/progress.ts";
import { defined } from "../../core/defined.ts";
import type { ImportJob } from "../../core/import/import-job.ts";
import { needsScan, type Session } from "../../core/session/session.ts";
import { dayOf } from "../../core/time/local-time.ts";
import type { WhatsAppNetwork } from "../../core/whatsapp.ts";
import { isHeldByCaller } from "../edge/answer-headers.ts";
import { maySeeAllOf, type Caller } from "../edge/keys.ts";
import { implementWith, type ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import * as routes from "../routes/stats.ts";
import { view, warningsOf } from "../sessions/session-view.ts";
import { latestCampaigns, signsIn } from "../sessions/signs.ts";
import { visibleSessions } from "../sessions/visible-sessions.ts";
import { dayFigures } from "./day-figures.ts";
import { campaignView, etagOf, pacingView } from "./view.ts";

/** What a person wants to know first: what runs, what went today, and what waits for a person. */

const implement = implementWith({
  sessions: stores.sessions,
  campaigns: stores.campaigns,
  progress: stores.progress,
  imports: stores.imports,
  lists: stores.lists,
  webhooks: stores.webhooks,
  webhookDeliveries: stores.webhookDeliveries,
  network: networkSetting,
});

/** As many as a tenant may have where the deployment says nothing else. */
const sessionsAtMost = 100;
const importsLookedAt = 50;
const importsShownMs = 7 * 24 * 60 * 60 * 1_000;

export const getOverview = implement(routes.getOverview)(async (request, services) => {
  const { caller, now, say, headers } = request;
  const visible = await visibleSessions(services.sessions, caller);
  const shown = visible.slice(0, sessionsAtMost);
  const [ofSessions, imports, webhooks] = await Promise.all([
    Promise.all(shown.map(async (session) => ({ session, ...(await ofSession(services, session, now)) }))),
    failedImports(services, request, visible),
    hasScope(caller.scopes, "admin") ? failingWebhooks(services, caller) : undefined,
  ]);
  const sessions = ofSessions.map(({ session, today, signs: { last7Days, warnings } }) => ({
    ...view(session, services),
    ...defined({ last7Days }),
    ...warningsOf(session, visible, say, warnings),
    needsScan: needsScan(session),
    today,
  }));
  const data = {
    sessions,
    sessionCount: visible.length,
    campaigns: ofSessions.flatMap(({ campaigns }) => campaigns),
    imports,
    ...defined({ webhooks }),
  };
  const etag = etagOf(data);
  const cacheable = { etag, "cache-control": "private, no-cache" };
  if (isHeldByCaller(headers["if-none-match"], etag)) return { status: 304, headers: cacheable };
  return { status: 200, body: { data }, headers: cacheable };
});

/** Its messages of today, how people take them, and the campaigns that run or are paused, the newest first. */
async function ofSession(
  services: Pick<Services, "campaigns" | "progress"> & { readonly network: WhatsAppNetwork },
  session: Session,
  now: number,
) {
  const { sessionId, timezone = "UTC" } = session;
  const day = dayOf(now, timezone);
  const counted = await latestCampaigns(services, session, now);
  const ofToday = counted.reduce((sum, { progress }) => addedCounts(sum, progress?.byDay[day] ?? noCounts), noCounts);
  const shown = counted
    .filter(({ campaign: { status } }) => status === "running" || status === "paused")
    .sort((one, other) => (one.campaign.campaignId < other.campaign.campaignId ? 1 : -1))
    .map(({ campaign, progress }) => ({
      sessionId,
      ...campaignView(campaign, progress),
      ...pacingView(campaign, session, services.network, now),
    }));
  const today = { day, timezone, totals: dayFigures(ofToday).totals };
  return { today, signs: signsIn(counted, session, now), campaigns: shown };
}

/** Imports that failed, for a person to make them again: one that was made again since is not named. */
async function failedImports(
  { imports, lists }: Pick<Services, "imports" | "lists">,
  { caller, now, detail }: Pick<ApiRequest<typeof routes.getOverview>, "caller" | "now" | "detail">,
  visible: readonly Session[],
) {
  const isShown = ({ sessionId, finishedAt = 0 }: ImportJob) =>
    finishedAt > now - importsShownMs && visible.some((session) => session.sessionId === sessionId);
  const failed = (await imports.failed(caller.tenantId, importsLookedAt)).filter(isShown);
  const views = failed.map(async (job) => {
    const { tenantId, sessionId, listId, importId, problem, finishedAt } = job;
    const [list, { items }] = await Promise.all([lists.find(job), imports.page(tenantId, listId, { limit: 1 })]);
    const isLast = items.every((newest) => newest.importId === importId || newest.dryRun === true);
    if (list === undefined || !isLast) return [];
    const facts = { sessionId, listId, listName: list.name, importId, finishedAt: isoTime(finishedAt ?? now) };
    return [{ ...facts, ...defined({ problem: problem && detail(problem) }) }];
  });
  return (await Promise.all(views)).flat();
}

/** Webhooks that get no events through: their receivers fail, or wanted no more. */
async function failingWebhooks(
  { webhooks, webhookDeliveries }: Pick<Services, "webhooks" | "webhookDeliveries">,
  caller: Caller,
) {
  const seen = (await webhooks.list(caller.tenantId)).filter((webhook) => maySeeAllOf(caller, webhook));
  const views = seen.map(async (webhook) => {
    const { webhookId, url, description, active, inactiveBecause } = webhook;
    const isGone = !active && inactiveBecause === "gone";
    const { failingSince, lastAnswer } = (active ? await webhookDeliveries.findTrouble(webhook) : undefined) ?? {};
    if (!isGone && failingSince === undefined) return [];
    const answer = lastAnswer && { ...lastAnswer, at: isoTime(lastAnswer.at) };
    const since = isoTime(failingSince);
    return [
      { webhookId, url, active, ...defined({ description, inactiveBecause, failingSince: since, lastAnswer: answer }) },
    ];
  });
  return (await Promise.all(views)).flat();
}
