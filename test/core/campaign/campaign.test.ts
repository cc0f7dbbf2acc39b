import fc from "fast-check";
import {
  allowedActions,
  campaignActions,
  campaignStates,
  isOpen,
  longestPauseMs,
  personActions,
  schedulerLateMs,
  tending,
  transition,
  type Campaign,
  type CampaignAction,
  type CampaignEnd,
  type CampaignState,
} from "../../../core/campaign/campaign.ts";
import { aCampaign, someTime } from "../../support/builders.ts";

/** What a campaign does by the design, written down without the table. */
class ReferenceCampaign {
  state: CampaignEnd;

  constructor(state: CampaignEnd) {
    this.state = state;
  }

  /** Whether the action was taken. */
  take(action: CampaignAction): boolean {
    const next = this.#next(action);
    if (next === undefined) return false;
    this.state = next;
    return true;
  }

  #next(action: CampaignAction): CampaignEnd | undefined {
    switch (this.state) {
      case "gone":
        return undefined;
      case "stopped":
        return action === "delete" ? "gone" : undefined;
      case "completed":
        if (action === "delete") return "gone";
        return action === "retry" ? "running" : undefined;
      case "scheduled":
        if (action === "change" || action === "wait") return "scheduled";
        if (action === "delete") return "gone";
        if (action === "hold") return "paused";
        if (action === "stop") return "stopped";
        return action === "launch" ? "running" : undefined;
      case "paused":
        if (action === "stop") return "stopped";
        if (action === "renumber") return "paused";
        return action === "resume" || action === "retry" ? "running" : undefined;
      case "running":
        if (action === "stop") return "stopped";
        return action === "pause" ? "paused" : action === "complete" ? "completed" : undefined;
    }
  }
}

test("any sequence of actions goes as the design says", () => {
  const anyActions = fc.array(fc.constantFrom(...campaignActions), { maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom<CampaignState>("scheduled", "running"), anyActions, (start, actions) => {
      const reference = new ReferenceCampaign(start);
      let state: CampaignEnd = start;
      for (const action of actions) {
        const next: CampaignEnd | undefined = state === "gone" ? undefined : transition(state, action);
        expect(next !== undefined).toBe(reference.take(action));
        state = next ?? state;
        expect(state).toBe(reference.state);
      }
    }),
  );
});

test("what is allowed is exactly what the next action may be", () => {
  for (const status of campaignStates) {
    const possible = personActions.filter((action) => new ReferenceCampaign(status).take(action));
    expect(allowedActions(status)).toEqual(possible);
  }
  expect(allowedActions("running")).toEqual(["pause", "stop"]);
  expect(allowedActions("stopped")).toEqual(["delete"]);
});

test("a campaign is open for as long as somebody may still act on it", () => {
  for (const status of campaignStates) expect(isOpen(status)).toBe(allowedActions(status).includes("stop"));
});

describe("what is due for a campaign", () => {
  const now = someTime;
  const { launchedAt: _launchedAt, ...unlaunched } = aCampaign();
  const schedule = { sendAt: now + 3_600_000, timezone: "UTC" };
  const scheduled: Campaign = { ...unlaunched, status: "scheduled", schedule };

  test("that never came to be, or is cleared away, is what it held, and then nothing", () => {
    expect(tending(undefined, now)).toEqual({ duties: ["release_uses"] });
  });

  test("that waits for its time is its schedule, and its start when nobody made it", () => {
    const owedAt = now + 3_600_000 + schedulerLateMs;
    expect(tending(scheduled, now)).toEqual({ duties: ["hold_uses", "set_schedule"], nextAt: owedAt });
    expect(tending(scheduled, owedAt - 1).duties).toEqual(["hold_uses", "set_schedule"]);
    expect(tending(scheduled, owedAt).duties).toEqual(["hold_uses", "launch"]);
  });

  test("that is paused is its end after 30 days and not before", () => {
    const paused = aCampaign({ status: "paused", pausedBecause: "user", pausedAt: now });
    expect(tending(paused, now + longestPauseMs - 1)).toEqual({
      duties: ["hold_uses"],
      nextAt: now + longestPauseMs,
    });
    expect(tending(paused, now + longestPauseMs).duties).toEqual(["stop", "release_uses"]);
  });

  test("past its life, or deleted, is to be cleared away", () => {
    const completed = aCampaign({ status: "completed", expiresAt: now + 10 });
    expect(tending(completed, now + 9)).toEqual({ duties: ["release_uses"], nextAt: now + 10 });
    expect(tending(completed, now + 10).duties).toEqual(["release_uses", "clear_away"]);
    expect(tending(aCampaign({ status: "stopped", deletedAt: now }), now).duties).toEqual([
      "release_uses",
      "clear_away",
    ]);
  });

  test("deleted or stopped before its time, its schedule is to go", () => {
    const duties = ["release_uses", "cancel_schedule", "clear_away"];
    expect(tending({ ...scheduled, deletedAt: now }, now).duties).toEqual(duties);
    expect(tending({ ...scheduled, status: "stopped" }, now).duties).toEqual(["release_uses", "cancel_schedule"]);
    expect(tending(aCampaign({ status: "stopped", schedule, launchedAt: now }), now).duties).toEqual(["release_uses"]);
  });

  test("is always looked at again later than now, as long as it is there", () => {
    fc.assert(
      fc.property(fc.constantFrom(...campaignStates), fc.nat(10 ** 10), fc.nat(10 ** 10), (status, ago, at) => {
        const campaign = aCampaign({ status, pausedAt: now - ago, schedule: { sendAt: now + at, timezone: "UTC" } });
        expect(tending(campaign, now).nextAt).toBeGreaterThan(now);
      }),
    );
  });
});
