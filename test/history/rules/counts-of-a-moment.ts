import { rowStates, type RowState } from "../lines.ts";
import { doneOf, isKind, when, type MakeRule, type AnyOperation, type Operation } from "../rule.ts";
import { CountLog, type Cursor } from "./count-log.ts";

type RowChange = Operation<"claim"> | Operation<"change">;

/** What is known of one row: its state as it was answered last, and the changes that may have been made besides. */
interface Row {
  state: RowState;
  readonly maybe: Set<RowChange>;
  /** The states that it may be in. */
  mask: number;
}

interface Campaign {
  readonly rows: Map<string, Row>;
  readonly log: CountLog;
  /** The moment that the last answer was of. */
  cursor: Cursor;
  shown: Operation<"read"> | undefined;
  /** Answers under way, each with where the cursor stood when it began. */
  readonly reads: Map<AnyOperation, Cursor>;
}

/** How far on its way a message is: delivery only climbs. */
const rank: Readonly<Record<RowState, number>> = {
  absent: 0,
  sending: 1,
  failed: 2,
  skipped: 2,
  in_doubt: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  replied: 6,
};
const bit = (state: RowState): number => 1 << rowStates.indexOf(state);

/**
 * The counts of each answer are those of some moment of the history, and answers never go back. A moment's counts are known
 * but for changes that are under way or were never answered: each of these may or may not count.
 */
export const countsOfAMoment: MakeRule = (breaks, { hasEnded }) => {
  const campaigns = new Map<string, Campaign>();
  const campaignOf = (of: string): Campaign => {
    const there = campaigns.get(of);
    if (there !== undefined) return there;
    const log = new CountLog();
    const campaign: Campaign = { rows: new Map(), log, cursor: log.start(), shown: undefined, reads: new Map() };
    campaigns.set(of, campaign);
    return campaign;
  };
  const rowOf = (campaign: Campaign, number: string): Row => {
    const there = campaign.rows.get(number);
    if (there !== undefined) return there;
    const row: Row = { state: "absent", maybe: new Set(), mask: bit("absent") };
    campaign.rows.set(number, row);
    return row;
  };
  const changed = (campaign: Campaign, row: Row) => {
    let mask = bit(row.state);
    for (const { begin } of row.maybe) mask |= bit(begin.to);
    if (mask === row.mask) return;
    campaign.log.add(row.mask, mask);
    row.mask = mask;
  };
  const isRowChange = (operation: AnyOperation): operation is RowChange =>
    (isKind(operation, "claim") || isKind(operation, "change")) && operation.begin.direct !== true;
  const done = (row: Row, operation: RowChange) => {
    const { to } = operation.begin;
    const isAgain = isKind(operation, "claim") && operation.begin.from !== undefined;
    // Another change may have been answered first, and made later.
    if (isAgain || rank[to] > rank[row.state]) row.state = to;
    for (const other of row.maybe) {
      const isOver = other.place < operation.place && (other.end !== undefined || hasEnded(other.begin.by));
      // What would not climb any more is refused, whenever it comes.
      const isVain = isAgain ? isOver : rank[other.begin.to] <= rank[row.state];
      if (isVain || other === operation || isRepeat(other, operation)) row.maybe.delete(other);
    }
  };
  const judge = (campaign: Campaign, read: Operation<"read">, counts: Readonly<Record<string, number>>) => {
    const from = campaign.reads.get(read) ?? campaign.cursor;
    const cursor = campaign.log.find(from, counts);
    if (cursor !== undefined) {
      if (cursor.index > campaign.cursor.index) campaign.cursor = cursor;
      campaign.shown = read;
      return;
    }
    const said = Object.entries(counts).filter(([, count]) => count > 0);
    const told = said.map(([state, count]) => `${state} ${count}`).join(", ");
    const { shown } = campaign;
    const since = shown === undefined ? "" : ` since the answer of ${when(shown.begin.at)}`;
    const shownBy = shown === undefined ? [read] : [shown, read];
    breaks(`${read.begin.of} is shown with ${told || "no rows"}: there was no such moment${since}`, ...shownBy);
  };
  return {
    begins: (operation) => {
      if (isKind(operation, "read")) {
        const campaign = campaigns.get(operation.begin.of);
        campaign?.reads.set(operation, campaign.cursor);
      }
      if (!isRowChange(operation)) return;
      const campaign = campaignOf(operation.begin.of);
      const row = rowOf(campaign, operation.begin.number);
      row.maybe.add(operation);
      changed(campaign, row);
    },
    ends: (operation, end) => {
      if (isKind(operation, "read")) {
        const campaign = campaigns.get(operation.begin.of);
        const counts = doneOf(end)?.counts;
        if (campaign !== undefined && counts !== undefined) judge(campaign, operation, counts);
        campaign?.reads.delete(operation);
        if (campaign?.reads.size === 0) campaign.log.forget(campaign.cursor);
      }
      if (!isRowChange(operation)) return;
      const campaign = campaignOf(operation.begin.of);
      const row = rowOf(campaign, operation.begin.number);
      if (end.as === "done" && (isKind(operation, "claim") || doneOf(end)?.from !== undefined)) {
        done(row, operation);
      } else if (end.as === "refused" && !(isKind(operation, "claim") && row.state === "absent")) {
        // A claim whose answer was lost is refused when it is repeated: then the row may be its own.
        row.maybe.delete(operation);
      } else if (end.as === "done") row.maybe.delete(operation);
      changed(campaign, row);
    },
  };
};

/** The same change, at another try. */
const isRepeat = (one: RowChange, other: RowChange): boolean =>
  isKind(one, "change") &&
  isKind(other, "change") &&
  one.begin.change !== undefined &&
  one.begin.change === other.begin.change;
