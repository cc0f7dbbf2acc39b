import { defined } from "../../core/defined.ts";
import { acceptedSender } from "./accepted-sender.ts";
import { allowedActions, isThere, type Campaign, type CampaignSchedule } from "../../core/campaign/campaign.ts";
import { invalidField } from "../../core/errors.ts";
import type { Lacking } from "../../core/campaign/plan/lacking-variables.ts";
import type { ContactList } from "../../core/contact/list.ts";
import { matchesSearch } from "../../core/contact/search.ts";
import type { Session } from "../../core/session/session.ts";
import { audienceOf, firstStart, namedLists } from "./plan/audience.ts";
import { implement, type Campaigning } from "./implement.ts";
import * as life from "./life.ts";
import { changedContent, namedContent, type CampaignContent } from "../content/written-content.ts";
import { findMade, scheduleAnswer, sendAnswer, type Made } from "./made.ts";
import { lacking, planCampaign, type WrittenCampaign } from "./plan/plan.ts";
import { readSchedule, readSpan } from "./schedule.ts";
import { namingUses, notAllowed, orTold } from "./refusal.ts";
import { campaignView, contentView, courseView, etagOf, getCampaignOf, pacingView } from "./view.ts";
import { assertNotJustSent, createUnlessJustSent, equalWithinAnHour, type HowAsked } from "./plan/equal-sends.ts";
import { expectedFinish } from "./plan/expected-finish.ts";
import { lackedIn } from "./plan/lacked-in.ts";
import { getSessionOf } from "../edge/access.ts";
import { isHeldByCaller } from "../edge/answer-headers.ts";
import { serve } from "../edge/http.ts";
import { searchPage } from "../edge/pages.ts";
import type { ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import * as routes from "../routes/campaigns.ts";
import { listRecipients } from "./recipients.ts";
import { countToRetry, nobodyToRetry } from "./retry-count.ts";
import { assertNoneGoesOn } from "./plan/remainder.ts";
import { warningsIn } from "../edge/warnings.ts";

const sendCampaign = implement(routes.sendCampaign)(
  async (request, services) => {
    const session = await getSessionOf(services, request.session);
    if (request.body.dryRun === true) return await rehearse(services, request, session);
    return sendAnswer(await create(services, request, session), request.say);
  },
  async (request, services) => {
    const made = await findMade(services, request);
    return made === undefined ? undefined : sendAnswer(made, request.say);
  },
);

const scheduleCampaign = implement(routes.scheduleCampaign)(
  async (request, services) => {
    const { body, now, session: ref, say } = request;
    const session = await getSessionOf(services, ref);
    const when = readSchedule(body, now, session.timezone);
    if (body.dryRun === true) return await rehearse(services, request, session, when);
    return scheduleAnswer(await create(services, request, session, when), say);
  },
  async (request, services) => {
    const made = await findMade(services, request);
    return made === undefined ? undefined : scheduleAnswer(made, request.say);
  },
);

type CreateRequest = Pick<ApiRequest<typeof routes.sendCampaign>, "now" | "ulid" | "say"> &
  HowAsked & { readonly body: WrittenCampaign };

/** @param when absent: now */
async function create(
  services: Campaigning,
  request: CreateRequest,
  session: Session,
  when?: CampaignSchedule,
): Promise<Made> {
  const { body, now, ulid } = request;
  const plan = await planCampaign(services, session, body, { when, now, ulid });
  const { campaign, content, usedBy, warnings } = plan;
  const creating = () => namingUses(campaign, life.createCampaign(services, campaign, content.body, now, session));
  // A campaign that starts later can be cancelled before its first message. Each key stands for one send.
  if (when !== undefined || request.hasIdempotencyKey) await creating();
  else await createUnlessJustSent(services, campaign, request, now, creating);
  return { campaign, warnings: [...(await equalWithinAnHour(services, campaign, usedBy)), ...warnings] };
}

/** What would be made, and nothing is. */
async function rehearse(services: Campaigning, request: CreateRequest, session: Session, when?: CampaignSchedule) {
  const { body, now, ulid, say } = request;
  const plan = await planCampaign(services, session, body, { when, now, ulid });
  const { campaign, usedBy, warnings } = plan;
  if (when === undefined) await assertNotJustSent(services, campaign, request, now);
  const { dryRun } = await import("./plan/dry-run.ts");
  const figures = await dryRun(services, plan, now, session.timezone);
  const finishAt = await expectedFinish(services, session, campaign, figures, now);
  const equal = await equalWithinAnHour(services, campaign, usedBy);
  const data = {
    dryRun: true as const,
    ...figures,
    willSkip: { ...figures.willSkip },
    missingVariables: [...figures.missingVariables],
    duplicates: figures.willSkip.duplicate ?? 0,
    ...defined({ estimatedFinishAt: isoTime(finishAt) }),
  };
  return { status: 200 as const, body: { data, ...warningsIn([...equal, ...warnings], say) } };
}

const changeCampaign = implement(routes.changeCampaign)(async (request, services) => {
  const { session: ref, params, body, now, ulid, say } = request;
  const { campaign, progress, session } = await getCampaignOf(services, ref, params);
  if (campaign.status !== "scheduled") throw notAllowed("change", campaign);
  const lists = namedLists(body, campaign);
  const allowPartial = body.allowPartial ?? campaign.allowPartial === true;
  const audience = await audienceOf(services, campaign, lists, { sends: "later", allowPartial }, now);
  const content = await changedContent(services, campaign, body);
  const lacked = audience.waits ? [] : await lackedAfter(services, campaign, body, content, audience.lists);
  const { media, waitingFor: _waitingFor, allowPartial: _allowPartial, ...kept } = campaign;
  const changed: Campaign = {
    ...kept,
    ...lists,
    ...(content === undefined ? defined({ media }) : { ...namedContent(content), bodyId: ulid }),
    total: audience.total,
    ...(allowPartial ? { allowPartial } : {}),
    ...defined({ name: body.name, pacing: body.pacing && defined(body.pacing), quietHours: body.quietHours }),
    schedule: changedSchedule(campaign, body, now, session.timezone),
    changedAt: now,
    changedBy: ulid,
  };
  const changing = life.changeCampaign(services, campaign, changed, content?.body, now);
  const stored = await orTold(services, campaign, "change", namingUses(changed, changing));
  return { status: 200, body: { data: campaignView(stored, progress), ...warningsIn(lacking(lacked), say) } };
});

type ChangeBody = ApiRequest<typeof routes.changeCampaign>["body"];

/** Of a change that leaves text and lists alone nothing is refused. */
async function lackedAfter(
  services: Pick<Services, "campaigns" | "contacts">,
  campaign: Campaign,
  body: ChangeBody,
  content: CampaignContent | undefined,
  lists: readonly ContactList[],
): Promise<readonly Lacking[]> {
  const changesLists = [body.listIds, body.listId, body.excludeListIds].some((field) => field !== undefined);
  if (content === undefined && !changesLists) return [];
  const said = content?.body ?? (await services.campaigns.body(campaign));
  const text = body.templateId === undefined ? "/message" : "/templateId";
  return said === undefined ? [] : await lackedIn(services, said, lists, content === undefined ? "/listIds" : text);
}

function changedSchedule(
  { schedule: stands }: Campaign,
  body: ChangeBody,
  now: number,
  ofSession: string | undefined,
): CampaignSchedule {
  const maxLateMinutes = body.maxLateMinutes ?? stands?.maxLateMinutes;
  if (stands !== undefined && body.sendAt === undefined) {
    if (body.timezone !== undefined) throw invalidField("/sendAt", body.sendAt, "the local time in that timezone");
    return { ...stands, ...defined({ maxLateMinutes }) };
  }
  const timezone = body.timezone ?? stands?.timezone;
  return readSchedule({ sendAt: body.sendAt ?? "", timezone, maxLateMinutes }, now, ofSession);
}

const listCampaigns = implement(routes.listCampaigns)(async ({ session: ref, query, now, after, page }, services) => {
  const session = await getSessionOf(services, ref);
  const { status, search } = query;
  const { from, to } = readSpan(query, session.timezone ?? "UTC");
  const { items, next } = await searchPage(
    (part) => services.campaigns.page(session, part),
    ({ campaignId }) => campaignId,
    (campaign) =>
      isThere(campaign, now) &&
      (status === undefined || status.includes(campaign.status)) &&
      campaign.createdAt >= from &&
      campaign.createdAt <= to &&
      (search === undefined || matchesSearch(search, [campaign.name, campaign.campaignId])),
    { limit: query.limit, after },
  );
  const views = await Promise.all(
    items.map(async (campaign) =>
      campaignView(campaign, await services.progress.find(campaign.tenantId, campaign.campaignId)),
    ),
  );
  return page(views, next);
});

const getCampaign = implement(routes.getCampaign)(async ({ session: ref, params, headers, now }, services) => {
  const { campaign, progress, session } = await getCampaignOf(services, ref, params);
  const { bodyHash, bodyId } = campaign;
  const course = courseView(campaign, progress, session, now);
  const state = {
    ...campaignView(campaign, progress),
    ...pacingView(campaign, session, services.network, now),
    ...course,
  };
  // The two name the content, which need not be read for a caller that has it.
  const etag = etagOf({ ...state, bodyHash, bodyId });
  const cacheable = { etag, "cache-control": "private, no-cache" };
  if (isHeldByCaller(headers["if-none-match"], etag)) return { status: 304, headers: cacheable };
  const data = { ...state, ...contentView(await services.campaigns.body(campaign)) };
  return { status: 200, body: { data }, headers: cacheable };
});

type ActionRequest = Pick<ApiRequest<typeof routes.pauseCampaign>, "session" | "params" | "now" | "ulid">;

async function act(services: Campaigning, action: "pause" | "stop", request: ActionRequest) {
  const { session: ref, params, now, ulid } = request;
  const { campaign, progress } = await getCampaignOf(services, ref, params);
  const changed = await orTold(services, campaign, action, life.actOnCampaign(services, campaign, action, now, ulid));
  return { status: 200 as const, body: { data: campaignView(changed, progress) } };
}

const resumeCampaign = implement(routes.resumeCampaign)(async ({ session: ref, params, body, now, ulid }, services) => {
  const { campaign, progress } = await getCampaignOf(services, ref, params);
  const sender = await acceptedSender(services, campaign, "resume", body?.acceptNumber);
  const { at, total } = await firstStart(services, campaign, now);
  const acting = life.actOnCampaign(services, campaign, "resume", at, ulid, sender, total);
  const changed = await orTold(services, campaign, "resume", acting);
  return { status: 200, body: { data: campaignView(changed, progress) } };
});

const pauseCampaign = implement(routes.pauseCampaign)((request, services) => act(services, "pause", request));
const stopCampaign = implement(routes.stopCampaign)((request, services) => act(services, "stop", request));

const retryCampaign = implement(routes.retryCampaign)(
  async ({ session: ref, params, body, now, ulid }, services) => {
    const { campaign, progress } = await getCampaignOf(services, ref, params);
    const statuses = [...new Set(body.statuses)];
    if (!allowedActions(campaign.status).includes("retry")) throw notAllowed("retry", campaign);
    const sender = await acceptedSender(services, campaign, "retry", body.acceptNumber);
    const willRetry = await countToRetry(services, { campaign, progress }, statuses, (campaign.round ?? 0) + 1);
    if (willRetry === 0) throw nobodyToRetry(campaign, statuses);
    const retrying = life.retryCampaign(services, campaign, statuses, now, ulid, sender);
    const changed = await orTold(services, campaign, "retry", retrying);
    return { status: 202, body: { data: { ...campaignView(changed, progress), willRetry } } };
  },
  async ({ session: ref, params, now, ulid }, services) => {
    const { campaign, progress } = await getCampaignOf(services, ref, params);
    if (campaign.retriedBy !== ulid) return undefined;
    await life.setGoing(services, campaign, now);
    const { retryStatuses = [], round = 0 } = campaign;
    const willRetry = await countToRetry(services, { campaign, progress }, retryStatuses, round);
    return { status: 202, body: { data: { ...campaignView(campaign, progress), willRetry } } };
  },
);

const deleteCampaign = implement(routes.deleteCampaign)(async ({ session: ref, params, now, ulid }, services) => {
  const { campaign } = await getCampaignOf(services, ref, params);
  await assertNoneGoesOn(services, campaign);
  await orTold(services, campaign, "delete", life.deleteCampaign(services, campaign, now, ulid));
  return { status: 200, body: { data: { campaignId: campaign.campaignId } } };
});

export const handler = serve([
  sendCampaign,
  scheduleCampaign,
  listCampaigns,
  getCampaign,
  changeCampaign,
  deleteCampaign,
  listRecipients,
  pauseCampaign,
  resumeCampaign,
  stopCampaign,
  retryCampaign,
]);
