import { createHash } from "node:crypto";
import { allowedActions, type Campaign, type PersonAction } from "../core/campaign.ts";
import { ConditionRefused, NamedError } from "../core/errors.ts";
import { idOf } from "../core/ids.ts";
import { isLinked, needsScan, type Session } from "../core/session.ts";
import { getSessionOf } from "./edge/access.ts";
import { serve } from "./edge/http.ts";
import type { Caller } from "./edge/keys.ts";
import { searchPage } from "./edge/pages.ts";
import { implement, type ApiRequest } from "./edge/request.ts";
import { servicesOfProcess, type Services } from "./edge/services.ts";
import { resolveContent } from "./campaign-content.ts";
import { campaignView, getCampaignOf } from "./campaign-view.ts";
import { ringOwner } from "./ring.ts";
import * as routes from "./routes/campaigns.ts";

const send = implement(routes.sendCampaign)(async (request) => {
  const { caller, params, body, now, ulid } = request;
  const services = await servicesOfProcess();
  const session = await getSessionOf(services, caller, params.sessionId);
  if (!isLinked(session)) throw notConnected(session);
  const content = await resolveContent(services, session, body);
  const listIds = [...new Set(body.listIds ?? (body.listId === undefined ? [] : [body.listId]))];
  const excludeListIds = [...new Set(body.excludeListIds ?? [])];
  const total = await audienceOf(services, session, { listIds, excludeListIds });
  const campaign: Campaign = {
    tenantId: caller.tenantId,
    sessionId: session.sessionId,
    campaignId: idOf("campaign", ulid),
    name: body.name ?? `Broadcast ${new Date(now).toISOString().slice(0, 16).replace("T", " ")}`,
    status: "running",
    listIds,
    excludeListIds,
    launchedAt: now,
    createdAt: now,
    startedAt: now,
    total,
    ...(body.pacing === undefined ? {} : { pacing: definedOf(body.pacing) }),
    ...(body.quietHours === undefined ? {} : { quietHours: body.quietHours }),
    bodyHash: content.bodyHash,
  };
  const warnings = [...(await warningsFor(services, campaign)), ...(await runningImports(services, campaign))];
  try {
    await services.campaigns.create(campaign, content.body);
  } catch (error) {
    // The repeat of a request that was cut off after it had launched the campaign.
    if (!(error instanceof ConditionRefused)) throw error;
  }
  await services.sessions.want(session, now);
  await ringOwner(services, session, campaign.campaignId);
  const data = { campaignId: campaign.campaignId, status: campaign.status, total };
  return { status: 202, body: { data, ...(warnings.length === 0 ? {} : { warnings }) } };
});

const notConnected = (session: Session) =>
  new NamedError("SESSION_NOT_CONNECTED", `session is ${session.state}`, {
    members: { qrRequired: needsScan(session), state: session.state },
  });

/**
 * Checks the lists and answers the upper bound of the audience: the sum of the lists' kept counts, whatever they hold.
 * Costs the same for a list of any size.
 */
async function audienceOf(
  { lists, contacts }: Services,
  { tenantId, sessionId }: Session,
  named: { readonly listIds: readonly string[]; readonly excludeListIds: readonly string[] },
): Promise<number> {
  const find = async (field: "listIds" | "excludeListIds") =>
    await Promise.all(
      named[field].map(async (listId, index) => {
        const list = await lists.find({ tenantId, sessionId, listId });
        if (list !== undefined) return list;
        const details = [{ pointer: `/${field}/${index}`, came: `"${listId}"`, wanted: "a list of this session" }];
        throw new NamedError("LIST_NOT_FOUND", `no list ${listId}`, { details });
      }),
    );
  const [included] = await Promise.all([find("listIds"), find("excludeListIds")]);
  const excluded = new Set(named.excludeListIds);
  const left = included.filter(({ listId }) => !excluded.has(listId));
  const someone = await Promise.all(left.map(({ listId }) => contacts.page(tenantId, listId, { limit: 1 })));
  if (someone.every(({ items }) => items.length === 0)) {
    throw new NamedError("AUDIENCE_EMPTY", "nobody in the lists", {
      details: [{ pointer: "/listIds", came: "lists without a contact", wanted: "at least one contact" }],
    });
  }
  return Math.max(
    1,
    left.reduce((sum, { contactCount }) => sum + contactCount, 0),
  );
}

const sameBodyWithinMs = 60 * 60 * 1_000;
const recentCampaigns = 20;

/** The same text to the same list within an hour is taken, but likely a mistake. */
async function warningsFor({ campaigns }: Services, campaign: Campaign): Promise<string[]> {
  const { items } = await campaigns.page(campaign, { limit: recentCampaigns });
  const twin = items.find(
    (earlier) =>
      earlier.campaignId !== campaign.campaignId &&
      earlier.bodyHash === campaign.bodyHash &&
      campaign.launchedAt - earlier.launchedAt < sameBodyWithinMs &&
      earlier.listIds.some((listId) => campaign.listIds.includes(listId)),
  );
  return twin === undefined ? [] : [`same_body_within_an_hour:${twin.campaignId}`];
}

/** A list that is being imported into holds more, or less, than its person thinks; later rows are not part of it. */
async function runningImports({ imports }: Services, { tenantId, listIds }: Campaign): Promise<string[]> {
  const latest = await Promise.all(listIds.map((listId) => imports.page(tenantId, listId, { limit: 5 })));
  const running = latest.flatMap(({ items }) => items.filter(({ state }) => state === "queued" || state === "running"));
  return running.map(({ importId }) => `import_running:${importId}`);
}

/** Without the members that are undefined. */
const definedOf = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };

const all = implement(routes.listCampaigns)(async ({ caller, params, query, after, seal }) => {
  const services = await servicesOfProcess();
  const session = await getSessionOf(services, caller, params.sessionId);
  const { items, next } = await searchPage(
    (page) => services.campaigns.page(session, page),
    ({ campaignId }) => campaignId,
    undefined,
    { limit: query.limit, after },
  );
  const views = await Promise.all(
    items.map(async (campaign) =>
      campaignView(campaign, await services.progress.find(campaign.tenantId, campaign.campaignId)),
    ),
  );
  return {
    status: 200,
    body: { data: views, pagination: { limit: query.limit, nextCursor: seal(next) } },
  };
});

const one = implement(routes.getCampaign)(async ({ caller, params, headers }) => {
  const services = await servicesOfProcess();
  const { campaign, progress } = await getCampaignOf(services, caller, params);
  const data = campaignView(campaign, progress);
  const etag = `W/"${createHash("sha256").update(JSON.stringify(data)).digest("base64url").slice(0, 27)}"`;
  const cacheable = { etag, "cache-control": "private, no-cache" };
  const known = (headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^(?!W\/)(?=")/, "W/"));
  if (known.includes(etag) || known.includes("*")) return { status: 304, headers: cacheable };
  return { status: 200, body: { data }, headers: cacheable };
});

type ActionRequest = Pick<ApiRequest<typeof routes.pauseCampaign>, "caller" | "params" | "now">;

async function act(action: PersonAction, { caller, params, now }: ActionRequest) {
  const services = await servicesOfProcess();
  const { campaign, session } = await getCampaignOf(services, caller, params);
  const changed = await applyAction(services, caller, campaign, action, now);
  await ringOwner(services, session, campaign.campaignId);
  const progress = await services.progress.find(campaign.tenantId, campaign.campaignId);
  return { status: 200 as const, body: { data: campaignView(changed, progress) } };
}

/** @throws NamedError CAMPAIGN_STATE saying what is allowed */
async function applyAction(
  { campaigns }: Services,
  caller: Caller,
  seen: Campaign,
  action: PersonAction,
  now: number,
): Promise<Campaign> {
  const ref = { tenantId: caller.tenantId, sessionId: seen.sessionId, campaignId: seen.campaignId };
  try {
    return await campaigns.apply(ref, action, { now, ...(action === "pause" ? { pausedBecause: "user" } : {}) });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    const { status } = (await campaigns.find(ref)) ?? seen;
    const allowed = allowedActions(status);
    throw new NamedError("CAMPAIGN_STATE", `${action} on a ${status} campaign`, {
      facts: { status, allowed: allowed.length === 0 ? "-" : allowed.join(", ") },
      members: { status, allowed },
      cause: error,
    });
  }
}

const pause = implement(routes.pauseCampaign)((request) => act("pause", request));
const resume = implement(routes.resumeCampaign)((request) => act("resume", request));
const stop = implement(routes.stopCampaign)((request) => act("stop", request));

export const handler = serve([send, all, one, pause, resume, stop], servicesOfProcess);
