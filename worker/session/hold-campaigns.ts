import { isOpen, type Campaign, type PauseReason } from "../../core/campaign/campaign.ts";
import { senderOf } from "../../core/campaign/sender.ts";
import { unlessRefused } from "../../core/refused.ts";
import type { SessionParts } from "./session-parts.ts";

/** Campaigns that are paused for what became of their session. */

type HoldParts = Pick<SessionParts, "ports" | "session" | "book">;

/** Pauses what runs. */
export async function pauseRunning(
  parts: HoldParts,
  pausedBecause: "session_logged_out" | "restricted_by_whatsapp",
): Promise<void> {
  for (const campaign of await parts.ports.campaigns.running(parts.session.current)) {
    await hold(parts, campaign, "pause", { pausedBecause });
  }
}

/** Pauses what goes from another number than the one that the session is linked to now; a person may accept that one. */
export async function holdForNumber(parts: HoldParts, number: string): Promise<void> {
  const { campaigns, log } = parts.ports;
  const session = parts.session.current;
  for (const campaign of await campaigns.open(session)) {
    const sender = senderOf(campaign, session);
    const isHeld = campaign.status === "paused" && campaign.pausedBecause === "number_changed";
    if (sender === undefined || sender === number || isHeld || !isOpen(campaign.status)) continue;
    const action = campaign.status === "paused" ? "renumber" : "pause";
    log.warn("a campaign waits until the session's other number is accepted", { campaign: campaign.campaignId });
    await hold(parts, campaign, action, { pausedBecause: "number_changed", sender });
  }
}

async function hold(
  { ports, book }: HoldParts,
  campaign: Campaign,
  action: "pause" | "renumber",
  changes: { readonly pausedBecause: PauseReason; readonly sender?: string },
): Promise<void> {
  // Refused: paused, stopped or let go on meanwhile. What runs is held against the number of its connection before each message.
  await unlessRefused(ports.campaignChanges.apply(campaign, action, { now: ports.clock.now(), ...changes }));
  await book.lookAt(campaign.campaignId);
}
