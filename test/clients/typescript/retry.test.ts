import { ApiError, NetworkError } from "../../../clients/typescript/src/errors.ts";
import { mayRepeat, wait, waitMsAfter, withRetries } from "../../../clients/typescript/src/retry.ts";

/** When the client sends a request again: only what the contract calls safe, when it says so, and not for ever. */

const refusal = (status: number, code: ApiError["code"], retryAfter?: number) =>
  new ApiError("no", { status, code, retryAfter });

test.each<[what: string, error: unknown, keyed: boolean, bare: boolean]>([
  ["no answer", new NetworkError("gone"), true, false],
  ["429, which did nothing", refusal(429, "RATE_LIMITED", 2), true, true],
  ["a first request in progress", refusal(409, "IDEMPOTENCY_IN_PROGRESS", 2), true, true],
  ["a conflict of states", refusal(409, "CAMPAIGN_STATE"), false, false],
  ["an import that a person may wait for or not", refusal(409, "IMPORT_RUNNING", 5), false, false],
  ["a change that another one overtook: read again first", refusal(409, "CHANGED_MEANWHILE"), false, false],
  ["too many secrets for hours", refusal(409, "SECRET_CHANGES_LIMIT", 9_000), false, false],
  ["a busy store", refusal(503, "TRY_AGAIN", 2), true, false],
  ["a session on its way", refusal(503, "SESSION_NOT_CONNECTED", 5), true, false],
  ["a session that a person has to link", refusal(503, "SESSION_NOT_CONNECTED"), false, false],
  ["a gateway's 503", refusal(503, "HTTP_ERROR"), true, false],
  ["a gateway's 502", refusal(502, "HTTP_ERROR"), true, false],
  ["an error of the API's own", refusal(500, "INTERNAL"), true, false],
  ["a request that did not come to its end", refusal(408, "HTTP_ERROR"), true, false],
  ["a bad field", refusal(422, "VALIDATION_FAILED"), false, false],
  ["no key", refusal(401, "UNAUTHENTICATED"), false, false],
  ["a mistake of the caller's program", new TypeError("no"), false, false],
])("%s", (_, error, keyed, bare) => {
  expect([mayRepeat(error, true), mayRepeat(error, false)]).toEqual([keyed, bare]);
});

test("a wait is as long as Retry-After says, else doubles up to 8 s", () => {
  expect(waitMsAfter(refusal(429, "RATE_LIMITED", 7), 1, 0)).toBe(7_000);
  // An API that says 0 is not asked without a pause.
  expect(waitMsAfter(refusal(429, "RATE_LIMITED", 0), 1, 0)).toBe(500);
  expect([1, 2, 3, 4, 5, 6].map((attempt) => waitMsAfter(new NetworkError("gone"), attempt, 1))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 8_000,
  ]);
  expect(waitMsAfter(new NetworkError("gone"), 1, 0)).toBe(250);
});

describe("the loop", () => {
  const patience = { maxRetries: 3, retryForMs: 10_000 };
  /** A clock that only waits move. */
  const around = () => {
    let now = 0;
    const waits: number[] = [];
    const forward = async (ms: number) => {
      waits.push(ms);
      now += ms;
    };
    return { waits, surroundings: { now: () => now, random: () => 0, wait: forward } };
  };

  test("ends with the first answer", async () => {
    const { waits, surroundings } = around();
    const answers = [refusal(429, "RATE_LIMITED", 1), refusal(503, "TRY_AGAIN", 2), "done"];
    const attempt = async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    expect(await withRetries(attempt, true, patience, surroundings, undefined)).toBe("done");
    expect(waits).toEqual([1_000, 2_000]);
  });

  test("waits for the first request under its key as long as the caller has patience, however often that is", async () => {
    const { waits, surroundings } = around();
    const attempt = () => Promise.reject(refusal(409, "IDEMPOTENCY_IN_PROGRESS", 2));
    await expect(withRetries(attempt, true, patience, surroundings, undefined)).rejects.toThrow(ApiError);
    expect(waits).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
  });

  test("sends once where it may not repeat", async () => {
    const { waits, surroundings } = around();
    for (const error of [refusal(409, "IDEMPOTENCY_IN_PROGRESS", 2), new NetworkError("gone")]) {
      const attempt = () => Promise.reject(error);
      const never = { ...patience, maxRetries: 0 };
      await expect(withRetries(attempt, true, never, surroundings, undefined)).rejects.toThrow(error);
    }
    expect(waits).toEqual([]);
  });

  test("ends after as many retries as it may, with the last error", async () => {
    const { surroundings } = around();
    let count = 0;
    const attempt = async () => {
      count += 1;
      throw new NetworkError(`attempt ${count}`);
    };
    await expect(withRetries(attempt, true, patience, surroundings, undefined)).rejects.toThrow("attempt 4");
  });

  test("does not begin a wait that ends later than the caller has patience", async () => {
    const { waits, surroundings } = around();
    const attempt = () => Promise.reject(refusal(503, "SENDING_HALTED", 30));
    await expect(withRetries(attempt, true, patience, surroundings, undefined)).rejects.toThrow(ApiError);
    expect(waits).toEqual([]);
  });

  test("ends at once when its caller aborts it, also in a wait", async () => {
    const abort = new AbortController();
    const attempt = async () => {
      setImmediate(() => {
        abort.abort(new Error("left the page"));
      });
      throw refusal(429, "RATE_LIMITED", 9);
    };
    const surroundings = { now: Date.now, random: () => 0, wait };
    await expect(withRetries(attempt, true, patience, surroundings, abort.signal)).rejects.toThrow("left the page");
    await expect(wait(60_000, abort.signal)).rejects.toThrow("left the page");
  });

  test("a wait longer than a timer can be does not end at once", async () => {
    const timer = jest.spyOn(globalThis, "setTimeout");
    const abort = new AbortController();
    const waiting = wait(2 ** 31, abort.signal);
    abort.abort(new Error("left the page"));
    await expect(waiting).rejects.toThrow("left the page");
    expect(timer.mock.lastCall?.[1]).toBe(2 ** 31 - 1);
    timer.mockRestore();
  });
});
