import { isThere, type Campaign, type PauseReason } from "../../core/campaign/campaign.ts";
import type { CampaignTimer } from "../../core/campaign/campaign-ports.ts";
import { markLaunch, usesOf } from "../../core/campaign/campaign-uses.ts";
import type { CampaignRef, ListRef } from "../../core/refs.ts";
import { unlessRefused } from "../../core/refused.ts";
import { hasOtherNumber } from "../../core/campaign/sender.ts";
import { isLinked, type Session } from "../../core/session/session.ts";
import { audienceNow } from "./plan/audience.ts";
import { importsInto } from "./plan/list-imports.ts";
import type { Services } from "../edge/services.ts";
import { ringOwner, type Ringing } from "../sessions/ring.ts";

/** How a scheduled campaign starts: at its time, or when the imports into its lists that it waits for are over. */

type WakePorts = Ringing & { readonly sessions: Pick<Services["sessions"], "find"> } & Pick<Services, "sessionDesk">;

export type StartPorts = WakePorts &
  Pick<Services, "campaigns" | "campaignChanges" | "timers" | "lists" | "contacts" | "imports">;

/** The schedule rings early by so much at most; earlier than that it is an old one of a campaign that was moved. */
const clocksDifferMs = 1_000;

/** Starts a campaign whose time has come, once, however often and late it is asked to. */
export async function startScheduled(ports: StartPorts, ref: CampaignRef, now: number): Promise<void> {
  const campaign = await ports.campaigns.find(ref);
  if (campaign?.status !== "scheduled" || campaign.schedule === undefined || !isThere(campaign, now)) return;
  const { sendAt, maxLateMinutes = Infinity } = campaign.schedule;
  if (sendAt - now > clocksDifferMs) return;
  const hold = (pausedBecause: PauseReason) =>
    unlessRefused(ports.campaignChanges.apply(ref, "hold", { now, pausedBecause, ifSendAt: sendAt }));
  const session = await ports.sessions.find(ref);
  const isTooLate = now > sendAt + maxLateMinutes * 60_000;
  const isUnlinked = session === undefined || !isLinked(session);
  if (isTooLate || isUnlinked || hasOtherNumber(campaign, session)) {
    await hold(isTooLate ? "too_late" : isUnlinked ? "session_logged_out" : "number_changed");
    return;
  }
  const imports = await importsInto(ports, campaign, now);
  // Imports that were asked for later go into the list after this campaign has begun.
  const waitsFor = imports.going.some(({ createdAt }) => createdAt <= sendAt);
  if (waitsFor && campaign.allowPartial !== true) {
    await waitForImport(ports, campaign, now);
    return;
  }
  const { total, isEmpty } = await audienceNow(ports, campaign, imports, now);
  if (isEmpty) {
    await hold("audience_empty");
    return;
  }
  const launchedAt = Math.max(now, imports.endedAt);
  const launching = ports.campaignChanges.apply(ref, "launch", { now: launchedAt, total, ifSendAt: sendAt });
  const launched = await unlessRefused(launching);
  if (launched !== undefined) await markLaunch(ports, launched);
  await wakeIfLinked(ports, ref, now);
}

/** It stays scheduled. The import's end starts it, or else the next sweep, whose timer is due from now on. */
async function waitForImport(ports: StartPorts, campaign: Campaign, now: number): Promise<void> {
  const ifSendAt = campaign.schedule?.sendAt;
  if (campaign.waitingFor !== "import" && ifSendAt !== undefined) {
    await unlessRefused(ports.campaignChanges.apply(campaign, "wait", { now, ifSendAt }));
  }
  await ports.timers.arm(timerOf(campaign, now));
}

/** An import into the list is over: campaigns that are due and waited for it start. */
export async function startWaiting(ports: StartPorts, list: ListRef, now: number): Promise<void> {
  const { tenantId, sessionId } = list;
  const { usedBy = [] } = (await ports.lists.find(list)) ?? {};
  for (const campaignId of usedBy) await startScheduled(ports, { tenantId, sessionId, campaignId }, now);
}

export const timerOf = (campaign: Campaign, at: number, uses = usesOf(campaign)): CampaignTimer => {
  const { tenantId, sessionId, campaignId } = campaign;
  return { tenantId, sessionId, campaignId, at, ...uses };
};

/**
 * A logout pauses what runs once its session says so. What began to run after that, by a session that was read before, is
 * paused here.
 * @param seen the session, where it was read before
 */
export async function wakeIfLinked(
  ports: WakePorts & Pick<StartPorts, "campaignChanges">,
  ref: CampaignRef,
  now: number,
  seen?: Session,
) {
  const found = seen ?? (await ports.sessions.find(ref));
  const wanted = found && (await unlessRefused(ports.sessionDesk.wantLinked(found, now)));
  // Refused as gone, or as changed again and again meanwhile, which says nothing of its link.
  const session = wanted ?? (await ports.sessions.find(ref));
  if (session !== undefined && isLinked(session)) await ringOwner(ports, session, ref.campaignId);
  else await unlessRefused(ports.campaignChanges.apply(ref, "pause", { now, pausedBecause: "session_logged_out" }));
}

/** Requests the session's start and rings its worker. A session that was deleted meanwhile is none. */
export async function wake(ports: WakePorts, ref: CampaignRef, now: number): Promise<void> {
  const session = await unlessRefused(ports.sessionDesk.want(ref, now));
  if (session !== undefined) await ringOwner(ports, session, ref.campaignId);
}

export async function ring(ports: WakePorts, { tenantId, sessionId, campaignId }: CampaignRef): Promise<void> {
  const session = await ports.sessions.find({ tenantId, sessionId });
  if (session !== undefined) await ringOwner(ports, session, campaignId);
}
