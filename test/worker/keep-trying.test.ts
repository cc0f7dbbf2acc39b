import { keepTrying, type Trying } from "../../worker/keep-trying.ts";

/** A clock on which a pause is over at once, unless the test ends it. */
function trying(its: Partial<Trying> = {}) {
  const pauses: number[] = [];
  const over = new AbortController();
  const clock = {
    now: () => 0,
    elapsed: () => 0,
    wait: async (ms: number) => {
      pauses.push(ms);
    },
  };
  return {
    pauses,
    over,
    options: { clock, settings: { retryMs: 100 }, over: over.signal, mayTryAgain: () => true, ...its },
  };
}

/** Fails so many times, then succeeds. */
function failing(times: number) {
  let tries = 0;
  return {
    tries: () => tries,
    act: async () => {
      tries += 1;
      if (tries <= times) throw new Error(`failure ${tries}`);
    },
  };
}

test("what succeeds is done once, without a pause", async () => {
  const { pauses, options } = trying();
  const { tries, act } = failing(0);
  expect(await keepTrying(act, options)).toBe(true);
  expect([tries(), pauses]).toEqual([1, []]);
});

test("pauses are alike, or doubled up to the longest", async () => {
  const alike = trying();
  await keepTrying(failing(3).act, alike.options);
  expect(alike.pauses).toEqual([100, 100, 100]);
  const doubled = trying({ longestPauseMs: 300 });
  expect(await keepTrying(failing(4).act, doubled.options)).toBe(true);
  expect(doubled.pauses).toEqual([100, 200, 300, 300]);
});

test("a failure after which no other try can help is the last", async () => {
  const failures: string[] = [];
  const { pauses, options } = trying({
    mayTryAgain: (error) => failures.push((error as Error).message) < 2,
  });
  expect(await keepTrying(failing(9).act, options)).toBe(false);
  expect([failures, pauses]).toEqual([["failure 1", "failure 2"], [100]]);
});

test("an end cuts the pause before the last try", async () => {
  const { over, options } = trying();
  const { tries, act } = failing(9);
  const wait = async (_ms: number, signal?: AbortSignal) => {
    if (tries() === 2) over.abort();
    expect(signal?.aborted).toBe(tries() === 2);
  };
  expect(await keepTrying(act, { ...options, clock: { ...options.clock, wait } })).toBe(false);
  expect(tries()).toBe(3);
});

test("once it is over no other try follows, and the first is made all the same", async () => {
  const { over, options } = trying();
  over.abort();
  const { tries, act } = failing(9);
  expect(await keepTrying(act, options)).toBe(false);
  expect(tries()).toBe(1);
  expect(await keepTrying(failing(0).act, options)).toBe(true);
});
