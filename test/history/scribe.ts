import type { Answers, Begins, EndLine, Line, OperationKind, PointKind, Points } from "./lines.ts";

/** An operation that was begun. Without any of these calls it has no end. */
export interface Begun<Kind extends OperationKind> {
  readonly done: (answer: Answers[Kind]) => void;
  readonly refused: () => void;
  readonly failed: () => void;
}

/** Writes down a history, on one clock. */
export class Scribe {
  readonly #now: () => number;
  readonly #write: (line: Line) => void;
  #ops: number;

  /** @param firstOp numbers of operations are unique in a history: each of several scribes has a range of its own */
  constructor(now: () => number, write: (line: Line) => void, firstOp = 0) {
    this.#now = now;
    this.#write = write;
    this.#ops = firstOp;
  }

  begin<Kind extends OperationKind>(by: string, what: Kind, said: Begins[Kind]): Begun<Kind> {
    const op = this.#ops++;
    this.#write({ at: this.#now(), is: "begin", op, what, by, ...said } as Line);
    const end = (as: EndLine["as"], answer: object = {}) => {
      this.#write({ at: this.#now(), is: "end", op, as, ...answer });
    };
    return {
      done: (answer) => {
        end("done", answer);
      },
      refused: () => {
        end("refused");
      },
      failed: () => {
        end("failed");
      },
    };
  }

  point<Kind extends PointKind>(by: string, what: Kind, said: Points[Kind]): void {
    this.#write({ at: this.#now(), is: "point", what, by, ...said } as Line);
  }
}
