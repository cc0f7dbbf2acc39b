import type { Line } from "../history/lines.ts";

/** What each fault met, as the history tells it: how the campaigns, the message in hand and the session stood just then. */

export const metStates = [
  "scheduled",
  "running",
  "paused",
  "completed",
  "stopped",
  "no message",
  "claimed",
  "on its way",
  "unanswered",
  "not written",
  "ready",
  "not ready",
  "unowned",
] as const;
export type MetState = (typeof metStates)[number];

/** By fault, how often it met each state. Where several campaigns stand differently, it met all of these. */
export type FaultStates = Map<string, Map<MetState, number>>;

/** How a message stands between its claim and its outcome. */
type InHand = "claimed" | "on its way" | "unanswered" | "not written";

export function addFaultStates(lines: readonly Line[], all: FaultStates): void {
  const campaigns = new Map<string, MetState>();
  const messages = new Map<string, InHand>();
  const begun = new Map<number, Extract<Line, { is: "begin" }>>();
  let owner: string | undefined;
  let isReady = false;
  const states = (): readonly MetState[] => {
    const inHand = new Set(messages.values());
    const session: MetState = owner === undefined ? "unowned" : isReady ? "ready" : "not ready";
    return [...new Set(campaigns.values()), ...(inHand.size === 0 ? (["no message"] as const) : inHand), session];
  };
  for (const line of lines) {
    if (line.is === "point") {
      if (line.what === "fault") {
        const met = all.get(line.kind) ?? new Map<MetState, number>();
        for (const state of states()) met.set(state, (met.get(state) ?? 0) + 1);
        all.set(line.kind, met);
      } else if (line.what === "process" && line.became === "ended" && line.by === owner) {
        [owner, isReady] = [undefined, false];
        for (const [id, state] of messages) if (state === "on its way") messages.set(id, "unanswered");
      } else if (line.what === "session" && line.by === owner) isReady = line.became === "ready";
    } else if (line.is === "begin") {
      begun.set(line.op, line);
      if (line.what === "claim" && line.id !== undefined) messages.set(line.id, "claimed");
      if (line.what === "hand_over") messages.set(line.id, "on its way");
    } else {
      const operation = begun.get(line.op);
      begun.delete(line.op);
      if (operation?.what === "take" && line.as === "done") [owner, isReady] = [operation.by, false];
      if (operation?.what === "release" && line.as === "done" && operation.by === owner) owner = undefined;
      if (operation?.what === "hand_over")
        messages.set(operation.id, line.as === "failed" ? "unanswered" : "not written");
      if (operation?.what === "change" && line.as !== "failed" && operation.id !== undefined)
        messages.delete(operation.id);
      if (operation?.what === "read" && line.as === "done") {
        const status = metStates.find((state) => state === line.status);
        if (status === undefined) campaigns.delete(operation.of);
        else campaigns.set(operation.of, status);
      }
    }
  }
}

/** The table: one line a fault, one column a state. */
export function faultStateLines(all: FaultStates, kinds: readonly string[]): readonly string[] {
  const wide = Math.max(...kinds.map(({ length }) => length));
  const row = (name: string, cells: readonly (string | number)[]) =>
    [name.padEnd(wide), ...cells.map((cell, index) => String(cell).padStart((metStates[index] ?? "").length))].join(
      "  ",
    );
  return [
    row("", metStates),
    ...kinds.map((kind) =>
      row(
        kind,
        metStates.map((state) => all.get(kind)?.get(state) ?? 0),
      ),
    ),
  ];
}

interface Explained {
  readonly kinds: readonly string[];
  readonly state: MetState;
  readonly because: string;
}

/** Pairs that no run can meet. */
export const cannotMeet: readonly Explained[] = [
  {
    kinds: ["drop", "page_crash", "page_hang", "browser_kill", "conflict"],
    state: "not ready",
    because: "these befall a connection that is open and linked; one that is not has no line, page or browser to lose",
  },
  {
    kinds: ["ack_lost", "ack_late", "ack_doubled", "ack_out_of_order"],
    state: "not ready",
    because:
      "WhatsApp tells acks to a connection that is ready; what comes meanwhile, the page is asked for at the next ready",
  },
];

/** Pairs of one moment, which a run may meet or not. */
export const hardlyMet: readonly Explained[] = [
  {
    kinds: ["ack_lost", "ack_late", "ack_doubled", "ack_out_of_order"],
    state: "unowned",
    because:
      "acks go to the connection of the owner; without an owner there is one only in the very moment of its worker's kill",
  },
  {
    kinds: ["drop", "page_crash", "page_hang", "browser_kill", "conflict"],
    state: "unowned",
    because:
      "these befall the connection of the owner; without an owner there is one only in the very moment of its worker's kill",
  },
];

const namesOf = (pairs: readonly Explained[]): readonly string[] =>
  pairs.flatMap(({ kinds, state }) => kinds.map((kind) => `${kind} x ${state}`));

export interface Cells {
  /** Never met, and nothing says that they can't be. */
  readonly empty: readonly string[];
  /** Met, though `cannotMeet` says that they can't be. */
  readonly wronglyExplained: readonly string[];
}

export function cellsOf(all: FaultStates, kinds: readonly string[]): Cells {
  const impossible = new Set(namesOf(cannotMeet));
  const explained = new Set(namesOf([...cannotMeet, ...hardlyMet]));
  const cells = kinds.flatMap((kind) =>
    metStates.map((state) => ({ name: `${kind} x ${state}`, isMet: all.get(kind)?.has(state) === true })),
  );
  return {
    empty: cells.flatMap(({ name, isMet }) => (isMet || explained.has(name) ? [] : [name])),
    wronglyExplained: cells.flatMap(({ name, isMet }) => (isMet && impossible.has(name) ? [name] : [])),
  };
}
