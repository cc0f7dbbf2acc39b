import { untilRow } from "../../../functions/edge/until-row.ts";

/** A clock that a wait moves on, and what was waited for. */
function aClock() {
  const waits: number[] = [];
  let now = 1_000;
  const clock = {
    now: () => now,
    elapsed: () => now,
    wait: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
  return { waits, clock };
}

/** Has an answer at the read of that number. */
function answeredAt(read: number) {
  let reads = 0;
  return async () => {
    reads += 1;
    return reads === read ? "there" : undefined;
  };
}

test("answers as soon as there is an answer, and pauses before each read", async () => {
  const { clock, waits } = aClock();
  expect(await untilRow(answeredAt(3), { clock, until: 9_000, pauseMs: 300 })).toBe("there");
  expect(waits).toEqual([300, 300, 300]);
});

test("has no answer when there is none by then, and waits no longer", async () => {
  const { clock, waits } = aClock();
  expect(await untilRow(answeredAt(99), { clock, until: 1_950, pauseMs: 300 })).toBeUndefined();
  expect([waits, clock.now()]).toEqual([[300, 300, 300], 1_900]);
});

test("reads more and more rarely, up to the longest pause", async () => {
  const { clock, waits } = aClock();
  const slower = { times: 2, longestMs: 500 };
  expect(await untilRow(answeredAt(5), { clock, until: 9_000, pauseMs: 100, slower })).toBe("there");
  expect(waits).toEqual([100, 200, 400, 500, 500]);
});

test("reads once though the time is over", async () => {
  const { clock } = aClock();
  expect(await untilRow(answeredAt(1), { clock, until: 0, pauseMs: 300 })).toBe("there");
});
