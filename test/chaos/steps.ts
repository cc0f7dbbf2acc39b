import { ConditionRefused } from "../../core/errors.ts";
import { ref, type System } from "../support/system.ts";

/** What several kinds of chaos do to a system. */

/** Waits for a call of ours that may be slow: time goes on meanwhile. */
export async function whileTimeGoesOn<Answer>(system: System, call: Promise<Answer>): Promise<Answer> {
  const state = { isOver: false };
  const over = () => {
    state.isOver = true;
  };
  call.then(over, over);
  while (!state.isOver) await system.clock.advance(100);
  return await call;
}

/** A person lets a campaign go on that was paused by WhatsApp's doing. */
export async function resumePaused(system: System, campaignId: string): Promise<void> {
  const { status, pausedBecause = "user" } = await system.campaign(campaignId);
  if (status !== "paused" || pausedBecause === "user") return;
  const change = { now: system.clock.now() };
  const resume = () => system.stores.campaignChanges.apply({ ...ref, campaignId }, "resume", change);
  try {
    await system.history.request("resume", campaignId, resume);
  } catch (error) {
    // It went its way meanwhile.
    if (!(error instanceof ConditionRefused)) throw error;
  }
  await system.ring(campaignId);
}
