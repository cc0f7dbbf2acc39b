import type { Answer, BeginLine, OperationKind, PointKind, PointLine } from "./lines.ts";

/** An operation as it is known so far. Places count lines: of two operations the order of their places is real. */
export interface AnyOperation {
  readonly begin: BeginLine;
  readonly place: number;
  /** Absent while it has no answer. */
  end?: End;
}
export type Operation<Kind extends OperationKind> = AnyOperation & {
  readonly begin: Extract<BeginLine, { what: Kind }>;
};

export interface End {
  readonly at: number;
  readonly place: number;
  readonly as: "done" | "refused" | "failed";
  readonly answer: Answer;
}

export type Point<Kind extends PointKind = PointKind> = Extract<PointLine, { what: Kind }>;

/** What was handed over under an id, as its claim said before. */
export interface Message {
  readonly of: string;
  readonly number: string;
  readonly direct: boolean;
}

export type Evidence = AnyOperation | Point;

/** Says that a rule is broken, in one sentence, with what shows it in the order in which it happened. */
export type Break = (says: string, ...shownBy: readonly Evidence[]) => void;

/** What all rules know. */
export interface Known {
  /** Of an id that was claimed. */
  readonly message: (id: string) => Message | undefined;
  /** Whether a process was seen to end. */
  readonly hasEnded: (process: string) => boolean;
}

/** One rule: it hears each line of the history in order and says where it is broken. */
export interface Rule {
  readonly begins?: (operation: AnyOperation) => void;
  readonly ends?: (operation: AnyOperation, end: End) => void;
  /** Its process ended before it was answered. */
  readonly breaksOff?: (operation: AnyOperation) => void;
  readonly sees?: (point: Point, place: number) => void;
}

export type MakeRule = (breaks: Break, known: Known) => Rule;

export const isKind = <Kind extends OperationKind>(operation: AnyOperation, what: Kind): operation is Operation<Kind> =>
  operation.begin.what === what;

/** The answer, of an operation that was done. */
export const doneOf = ({ as, answer }: End): Answer | undefined => (as === "done" ? answer : undefined);

export const when = (at: number): string => new Date(at).toISOString().slice(11, 23);
