import fc from "fast-check";
import {
  allowedActions,
  campaignActions,
  campaignStates,
  isOpen,
  personActions,
  transition,
  type CampaignAction,
  type CampaignState,
} from "../../core/campaign.ts";

/** What a campaign does by design.md, written down without the table. */
class ReferenceCampaign {
  state: CampaignState;

  constructor(state: CampaignState) {
    this.state = state;
  }

  /** Whether the action was taken. */
  take(action: CampaignAction): boolean {
    const next = this.#next(action);
    if (next === undefined) return false;
    this.state = next;
    return true;
  }

  #next(action: CampaignAction): CampaignState | undefined {
    if (this.state === "stopped") return undefined;
    if (this.state === "completed") return action === "reopen" ? "running" : undefined;
    if (action === "stop") return "stopped";
    if (this.state === "scheduled") return action === "launch" ? "running" : undefined;
    if (this.state === "paused") return action === "resume" ? "running" : undefined;
    return action === "pause" ? "paused" : action === "complete" ? "completed" : undefined;
  }
}

test("any sequence of actions goes as the design says", () => {
  const anyActions = fc.array(fc.constantFrom(...campaignActions), { maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom<CampaignState>("scheduled", "running"), anyActions, (start, actions) => {
      const reference = new ReferenceCampaign(start);
      let state = start;
      for (const action of actions) {
        const next = transition(state, action);
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
  expect(allowedActions("stopped")).toEqual([]);
});

test("a campaign is open for as long as somebody may still act on it", () => {
  for (const status of campaignStates) expect(isOpen(status)).toBe(allowedActions(status).length > 0);
});
