import { type Timers } from "./timers.ts";

/** A call that waits for an answer; settled once, by the first answer, failure or end. */
export interface PendingCall<Answer> {
  readonly answer: Promise<Answer>;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** The calls of one connection that have no answer yet. Each ends at its deadline, or when the connection does. */
export class PendingCalls {
  readonly #open = new Map<object, (reason: string) => void>();
  readonly #timers: Timers;
  readonly #deadlineMs: number;
  readonly #onDeadline: () => void;

  constructor(timers: Timers, deadlineMs: number, onDeadline: () => void) {
    this.#timers = timers;
    this.#deadlineMs = deadlineMs;
    this.#onDeadline = onDeadline;
  }

  /** `failure` makes the error of a call that gets no answer, from the reason. */
  begin<Answer>(failure: (reason: string) => Error): PendingCall<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const key = {};
    const cancelDeadline = this.#timers.set(this.#deadlineMs, () => {
      fail(`no answer within ${this.#deadlineMs} ms`);
      this.#onDeadline();
    });
    const settled = (): void => {
      cancelDeadline();
      this.#open.delete(key);
    };
    const fail = (reason: string): void => {
      settled();
      reject(failure(reason));
    };
    this.#open.set(key, fail);
    return {
      answer: promise,
      resolve: (answer) => {
        settled();
        resolve(answer);
      },
      reject: (error) => {
        settled();
        reject(error);
      },
    };
  }

  endAll(reason: string): void {
    for (const fail of [...this.#open.values()]) fail(reason);
  }
}
