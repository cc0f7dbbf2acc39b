/**
 * The lines of a history: what a run did at its doors, in the order in which it happened (docs/history.md). An operation has
 * a line where it begins and, where it was answered, one where it ends; without an end it may have happened or not.
 */

/** States of a message that a row tells; `absent` before there is a row. */
export const rowStates = [
  "absent",
  "sending",
  "sent",
  "delivered",
  "read",
  "replied",
  "failed",
  "skipped",
  "in_doubt",
] as const;
export type RowState = (typeof rowStates)[number];

/** What a person asks for. */
export type Verb =
  "create" | "pause" | "resume" | "stop" | "retry" | "change" | "delete" | "opt_out" | "opt_in" | "halt" | "lift";

/** What is known where an operation begins. `of` names a campaign, a direct message, or any thing that a request made. */
export interface Begins {
  readonly take: { readonly session: string };
  readonly release: { readonly session: string };
  /**
   * A row is made, or taken for a further attempt: then `from` is its state as it was seen. `id`: WhatsApp's id of the
   * message; absent where none is made. `direct`: of a direct message.
   */
  readonly claim: {
    readonly of: string;
    readonly number: string;
    readonly to: RowState;
    readonly id?: string;
    readonly from?: RowState;
    readonly direct?: true;
  };
  /** A row moves on. `change` names the change, so that a repeat is known for one. */
  readonly change: {
    readonly of: string;
    readonly number: string;
    readonly to: RowState;
    readonly id?: string;
    readonly change?: string;
    readonly direct?: true;
  };
  readonly hand_over: { readonly session: string; readonly id: string; readonly number: string };
  /** The page is asked what it knows of a message. */
  readonly find: { readonly session: string; readonly id: string };
  /** The page is asked what WhatsApp lets the account do. */
  readonly read_limits: { readonly session: string };
  /** `key`: alike in the tries of one request. */
  readonly request: { readonly verb: Verb; readonly of: string; readonly key?: string };
  /** A caller reads a campaign, or any other thing. */
  readonly read: { readonly of: string };
}

/** What WhatsApp lets an account do, as its page says it. Times are epoch milliseconds. */
interface ToldLimits {
  /** Chats that may begin, and that have begun. */
  readonly newChats?: { readonly used: number; readonly total: number; readonly resetsAt?: number };
  /** No chat may begin; for ever where no time is said. */
  readonly timelock?: { readonly until?: number };
  readonly restricted?: boolean;
}

/** What the network may refuse a message for; without one it was for the message itself, or its number. */
export type Limit = "restriction" | "timelock" | "quota";

/** What an answer says. */
export interface Answers {
  readonly take: { readonly epoch: number };
  readonly release: object;
  readonly claim: object;
  /** The state before; absent where the row was not changed. */
  readonly change: { readonly from?: RowState };
  readonly hand_over: { readonly ack?: number };
  /** Absent where the page knows nothing of it. */
  readonly find: { readonly ack?: number };
  readonly read_limits: ToldLimits;
  readonly request: object;
  /** Without a status it was not found. */
  readonly read: { readonly status?: string; readonly counts?: Readonly<Record<string, number>> };
}

/** What happens at one moment. */
export interface Points {
  readonly process: { readonly became: "started" | "ended" };
  /**
   * The network had a message; `resent`: the page sent it once more by itself. `isNewChat`: it began a chat, or would
   * have; `limit`: what it was refused for.
   */
  readonly received: {
    readonly id: string;
    readonly number: string;
    readonly became: "accepted" | "repeated" | "refused";
    readonly resent?: true;
    readonly isNewChat?: true;
    readonly limit?: Limit;
  };
  readonly arrived: { readonly id: string; readonly number: string };
  /** A worker is told an ack. */
  readonly heard: { readonly session: string; readonly id: string; readonly ack: number };
  /** What a worker is told of its connection. */
  readonly session: { readonly session: string; readonly became: "ready" | "line_lost" | "down" };
  /** Whom a campaign is for. */
  readonly audience: { readonly of: string; readonly numbers: readonly string[] };
  /** The rows of a campaign once it is over, each with its number and state. */
  readonly rows: {
    readonly of: string;
    readonly status: string;
    readonly rows: readonly (readonly [number: string, state: RowState])[];
  };
  /** What the test did to the system. */
  readonly fault: { readonly kind: string };
}

export type OperationKind = keyof Begins;
export type PointKind = keyof Points;

/** Epoch milliseconds of the run's one clock; lines stand in the order in which things happened. */
interface At {
  readonly at: number;
}

export type BeginLine = At &
  {
    [Kind in OperationKind]: {
      readonly is: "begin";
      readonly op: number;
      readonly what: Kind;
      /** A process: a worker, `people`, `network`. */
      readonly by: string;
    } & Begins[Kind];
  }[OperationKind];

/** What any answer may say. */
export type Answer = Partial<
  Answers["take"] & Answers["change"] & Answers["hand_over"] & Answers["find"] & Answers["read"] & ToldLimits
>;

/** `refused`: it surely was not done. `failed`: it may have been done, as where no answer came. */
export type EndLine = At & { readonly is: "end"; readonly op: number } & (
    { readonly as: "refused" | "failed" } | ({ readonly as: "done" } & Answer)
  );

export type PointLine = At &
  {
    [Kind in PointKind]: { readonly is: "point"; readonly what: Kind; readonly by: string } & Points[Kind];
  }[PointKind];

export type Line = BeginLine | EndLine | PointLine;

/** @throws Error naming the line that is none */
export function parseLine(text: string, number: number): Line {
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch (cause) {
    throw new Error(`line ${number} of the history is not JSON: ${text.slice(0, 200)}`, { cause });
  }
  if (!["begin", "end", "point"].includes(line.is) || typeof line.at !== "number") {
    throw new Error(`line ${number} of the history begins, ends and tells nothing: ${text.slice(0, 200)}`);
  }
  return line;
}
