import { Watch } from "../../../functions/jobs/watch.ts";
import { aSession, aSlot, someTime } from "../../support/builders.ts";

const minute = 60_000;
const staleAfterMs = 40_000;

const lookEveryMinute = () => {
  const watch = new Watch();
  let now = someTime;
  return (slots: Parameters<Watch["look"]>[0], waiting: Parameters<Watch["look"]>[1] = []) => {
    now += minute;
    return watch.look(slots, waiting, now, staleAfterMs);
  };
};

test("tells nothing at the first look", () => {
  const look = lookEveryMinute();
  expect(look([aSlot()], [aSession()])).toEqual({ unowned: 0, stale: 0, beating: 1 });
});

test("tells a beat that stands still, until it moves or somebody else holds the slot", () => {
  const look = lookEveryMinute();
  look([aSlot({ beat: 5 }), aSlot({ slot: 1, beat: 8 })]);
  const oneStands = [aSlot({ beat: 5 }), aSlot({ slot: 1, beat: 28 })];
  expect(look(oneStands)).toEqual({ unowned: 0, stale: 1, beating: 1 });
  expect(look([aSlot({ beat: 5 }), aSlot({ slot: 1, beat: 48 })])).toMatchObject({ stale: 1 });
  expect(look([aSlot({ beat: 5, epoch: 2 }), aSlot({ slot: 1, beat: 68 })])).toMatchObject({ stale: 0, beating: 2 });
});

test("does not miss the beat of a slot that nobody holds", () => {
  const { workerId: _workerId, ...free } = aSlot();
  const look = lookEveryMinute();
  look([free]);
  expect(look([free])).toEqual({ unowned: 0, stale: 0, beating: 0 });
});

test("tells sessions that waited a minute ago, too, and not those that only just wait", () => {
  const look = lookEveryMinute();
  const [first, second] = [aSession({ sessionId: "a" }), aSession({ sessionId: "b" })];
  look([], [first]);
  expect(look([], [first, second]).unowned).toBe(1);
  expect(look([], [second]).unowned).toBe(1);
  expect(look([], []).unowned).toBe(0);
  expect(look([], [first]).unowned).toBe(0);
});
