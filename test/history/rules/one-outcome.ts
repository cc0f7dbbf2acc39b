import type { RowState } from "../lines.ts";
import { isKind, type MakeRule, type Point } from "../rule.ts";

interface Campaign {
  audience: Point<"audience"> | undefined;
  /** By number, the messages that reached the network, and those that arrived. */
  readonly accepted: Map<string, Point<"received">>;
  readonly arrived: Map<string, Point<"arrived">>;
  /** Tried more than once: what became of the tries before is not in the row. */
  readonly again: Set<string>;
}

const reachedNobody: readonly RowState[] = ["failed", "skipped"];
const reached: readonly RowState[] = ["delivered", "read"];

/**
 * When a campaign is over, each member of its audience has exactly one row with an outcome, or none where it was stopped;
 * no other number has one, and the outcome is what the network knows.
 */
export const oneOutcome: MakeRule = (breaks, { message }) => {
  const campaigns = new Map<string, Campaign>();
  const campaignOf = (of: string): Campaign => {
    const there = campaigns.get(of);
    if (there !== undefined) return there;
    const campaign: Campaign = { audience: undefined, accepted: new Map(), arrived: new Map(), again: new Set() };
    campaigns.set(of, campaign);
    return campaign;
  };
  const judge = (rows: Point<"rows">) => {
    const { of, status } = rows;
    const { audience, accepted, arrived, again } = campaignOf(of);
    const states = new Map<string, RowState>();
    for (const [number, state] of rows.rows) {
      if (states.has(number)) breaks(`${number} has two rows in ${of}`, rows);
      states.set(number, state);
    }
    const wanted = new Set(audience?.numbers);
    for (const number of wanted) {
      const state = states.get(number);
      if (state === "sending") breaks(`${of} is ${status} and ${number} has no outcome`, rows);
      if (state === undefined && status !== "stopped") breaks(`${of} is ${status} and ${number} has no row`, rows);
    }
    if (audience !== undefined) {
      for (const number of states.keys())
        if (!wanted.has(number)) breaks(`${number} has a row in ${of} and is not of its audience`, audience, rows);
    }
    for (const [number, received] of accepted) {
      const state = states.get(number);
      if (state === undefined) breaks(`${number} was sent a message of ${of} and has no row`, received, rows);
      else if (reachedNobody.includes(state) && !again.has(number)) {
        breaks(`${number} is ${state} in ${of}, and the network accepted its message`, received, rows);
      }
    }
    for (const [number, state] of states) {
      if (reached.includes(state) && !arrived.has(number))
        breaks(`${number} is ${state} in ${of} and got nothing`, rows);
    }
  };
  return {
    begins: (operation) => {
      if (!isKind(operation, "claim") || operation.begin.from === undefined) return;
      campaignOf(operation.begin.of).again.add(operation.begin.number);
    },
    sees: (point) => {
      if (point.what === "audience") campaignOf(point.of).audience = point;
      if (point.what === "rows") judge(point);
      if (point.what !== "received" && point.what !== "arrived") return;
      const its = message(point.id);
      if (its === undefined || its.direct) return;
      const campaign = campaignOf(its.of);
      if (point.what === "arrived") campaign.arrived.set(its.number, point);
      else if (point.became === "accepted") campaign.accepted.set(its.number, point);
    },
  };
};
