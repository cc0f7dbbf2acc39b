import type { Campaign } from "../../core/campaign/campaign.ts";
import type { CampaignChanges, CampaignReader, ProgressStore } from "../../core/campaign/campaign-ports.ts";
import type { Counts } from "../../core/campaign/progress.ts";
import type { CampaignRef, SessionRef } from "../../core/refs.ts";
import type { Clock } from "../../core/time/clock.ts";
import type { SessionOwners } from "../../core/session/session-ports.ts";
import type { Session } from "../../core/session/session.ts";

/**
 * What a worker of this machine does, a line each, for the person who reads the terminal of `npm start`: a session is linked,
 * a campaign is launched, 120 of 500, completed. Numbers of people and texts stand in no line.
 */

interface Stores {
  readonly sessionOwners: SessionOwners;
  readonly campaignChanges: CampaignChanges;
  readonly progress: ProgressStore;
  readonly campaigns: Pick<CampaignReader, "find">;
}

const ofSession: Readonly<Partial<Record<Session["state"], string>>> = {
  awaiting_qr: "shows a QR code to scan",
  ready: "is linked, and sends",
  disconnected: "lost its connection, and tries again",
  logged_out: "is logged out: link it again",
  failed: "failed",
};

/** A campaign that goes fast says no more than that of its way. */
const linesApartMs = 5_000;

interface Way {
  readonly sessionId: string;
  readonly total: number;
  tenths: number;
  toldAt: number;
}

export function telling(
  stores: Stores,
  clock: Pick<Clock, "now">,
  write: (line: string) => void,
): Omit<Stores, "campaigns"> {
  const states = new Map<string, string>();
  const ways = new Map<string, Way>();
  const tell = (what: string) => {
    write(`${new Date(clock.now()).toTimeString().slice(0, 8)}  ${what}`);
  };

  const tellState = ({ tenantId, sessionId }: SessionRef, state: Session["state"], reason?: string | null) => {
    const key = `${tenantId}/${sessionId}`;
    const said = ofSession[state];
    if (said !== undefined && states.get(key) !== state) tell(`${sessionId} ${said}${reason ? ` (${reason})` : ""}`);
    states.set(key, state);
  };
  const tellLaunch = ({ sessionId, campaignId }: CampaignRef, { total, startedAt }: Campaign, now: number) => {
    ways.set(campaignId, { sessionId, total, tenths: 0, toldAt: now });
    // Another worker's campaign that this one goes on with was launched long before.
    const how = startedAt !== undefined && now - startedAt < 10_000 ? "launched" : "goes on";
    tell(`${sessionId} ${campaignId} ${how}: ${total} contacts`);
  };
  const tellWay = (campaignId: string, counts: Counts, now: number) => {
    const way = ways.get(campaignId);
    if (way === undefined) return;
    const done = doneOf(counts);
    const tenths = Math.floor((10 * done) / Math.max(1, way.total));
    if (tenths <= way.tenths || tenths >= 10 || now - way.toldAt < linesApartMs) return;
    way.tenths = tenths;
    way.toldAt = now;
    tell(`${way.sessionId} ${campaignId}: ${done} of ${way.total}`);
  };

  const { sessionOwners, campaignChanges, progress, campaigns } = stores;
  return {
    sessionOwners: {
      take: (seen, owner) => sessionOwners.take(seen, owner),
      tellShared: (ref, number) => sessionOwners.tellShared(ref, number),
      save: async (owned, changes) => {
        const saved = await sessionOwners.save(owned, changes);
        if (changes.state !== undefined) tellState(owned, changes.state, changes.failedBecause);
        return saved;
      },
    },
    campaignChanges: {
      create: (campaign, body) => campaignChanges.create(campaign, body),
      change: (seen, changed, body) => campaignChanges.change(seen, changed, body),
      settle: (ref, total) => campaignChanges.settle(ref, total),
      apply: async (ref, action, change) => {
        const campaign = await campaignChanges.apply(ref, action, change);
        const { status, pausedBecause } = campaign;
        if (status === "completed") {
          const counts = (await progress.find(ref.tenantId, ref.campaignId))?.counts;
          tell(`${ref.sessionId} ${ref.campaignId} completed${counts === undefined ? "" : `: ${inWords(counts)}`}`);
          ways.delete(ref.campaignId);
        } else if (status === "paused") tell(`${ref.sessionId} ${ref.campaignId} paused: ${pausedBecause ?? "user"}`);
        return campaign;
      },
    },
    progress: {
      find: (tenantId, campaignId) => progress.find(tenantId, campaignId),
      glimpse: (tenantId, campaignId) => progress.glimpse(tenantId, campaignId),
      saveEngagement: (engagement) => progress.saveEngagement(engagement),
      figures: (tenantId, campaignIds) => progress.figures(tenantId, campaignIds),
      begin: async (ref, epoch, now) => {
        const begun = await progress.begin(ref, epoch, now);
        const campaign = await campaigns.find(ref);
        if (campaign?.status === "running") tellLaunch(ref, campaign, now);
        return begun;
      },
      save: async (saved) => {
        await progress.save(saved);
        tellWay(saved.campaignId, saved.counts, saved.updatedAt);
      },
    },
  };
}

const doneOf = (counts: Counts): number =>
  Object.entries(counts).reduce((sum, [state, count]) => (state === "sending" ? sum : sum + count), 0);

const inWords = (counts: Counts): string =>
  Object.entries(counts)
    .flatMap(([state, count]) => (count > 0 ? [`${count} ${state.replace("_", " ")}`] : []))
    .join(", ") || "no contact was left to write to";
