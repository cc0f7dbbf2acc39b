import fc from "fast-check";
import {
  defaultLease,
  isLost,
  leaseProblem,
  maySend,
  mayTake,
  sight,
  type LeaseSettings,
  type Sighting,
  type Slot,
} from "../../../core/session/lease.ts";
import { aSlot } from "../../support/builders.ts";

const anySettings: fc.Arbitrary<LeaseSettings> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.nat(10), fc.nat(4), fc.constantFrom(0.1, 0.5, 0.9, 1))
  .map(([beatMs, more, later, share]) => {
    const loseAfterMs = 2 * beatMs + 1 + more;
    return {
      beatMs,
      loseAfterMs,
      takeAfterMs: loseAfterMs + 2 * beatMs + later,
      sendDeadlineMs: Math.max(1, Math.floor(share * (loseAfterMs - beatMs - 1))),
    };
  });

/** One beat of the holder: how long after the one before it was asked for, and what the network did to it. */
const anyBeat = fc.record({
  afterMs: fc.integer({ min: 1, max: 8 }),
  arrivesMs: fc.option(fc.nat(8), { nil: undefined, freq: 5 }),
  answerMs: fc.option(fc.nat(8), { nil: undefined, freq: 2 }),
});
const anyLook = fc.record({
  afterMs: fc.integer({ min: 1, max: 3 }),
  readMs: fc.nat(2),
  answerMs: fc.nat(2),
  condemnMs: fc.constantFrom(0, 0, 1, 9),
});

interface Happening {
  readonly at: number;
  readonly happens: () => void;
}

/** Everything that happens, in the order of true time; what happens may bring more about. */
class Timeline {
  readonly #coming: Happening[] = [];
  now = 0;

  at(at: number, happens: () => void): void {
    const later = this.#coming.findIndex((other) => other.at > at);
    this.#coming.splice(later < 0 ? this.#coming.length : later, 0, { at, happens });
  }

  run(): void {
    for (let next = this.#coming.shift(); next !== undefined; next = this.#coming.shift()) {
      this.now = next.at;
      next.happens();
    }
  }
}

test("a holder that obeys maySend has nothing under way when a watcher has taken over, whatever the network and the clocks", () => {
  let takeovers = 0;
  fc.assert(
    fc.property(
      anySettings,
      fc.array(anyBeat, { minLength: 1, maxLength: 12 }),
      fc.array(anyLook, { minLength: 60, maxLength: 80 }),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: -1e9, max: 1e9 }),
      (settings, beats, looks, holderClock, watcherClock) => {
        expect(leaseProblem(settings)).toBeUndefined();
        const time = new Timeline();
        let row: Slot = aSlot();
        let confirmedAt = holderClock;
        let takenAt: number | undefined;
        // By the holder's clock: the latest moment at which a send that was allowed to start may still be under way.
        let sendingUntil = -Infinity;
        let isOver = false;
        const holderActs = () => {
          const now = time.now + holderClock;
          if (isOver || isLost({ confirmedAt }, now, settings)) isOver = true;
          else if (maySend({ confirmedAt }, now, settings)) {
            sendingUntil = Math.max(sendingUntil, time.now + settings.sendDeadlineMs);
            expect(takenAt).toBeUndefined();
          }
        };
        // A holder tries to send at every tick and beats now and then; requests and answers are late or lost.
        const horizon = beats.reduce((sum, { afterMs }) => sum + afterMs, 0) + 4 * settings.takeAfterMs;
        for (let tick = 0; tick < horizon; tick += 1) time.at(tick, holderActs);
        let asks = 0;
        for (const { afterMs, arrivesMs, answerMs } of beats) {
          asks += afterMs;
          const askedAt = asks;
          if (arrivesMs === undefined) continue;
          time.at(askedAt + arrivesMs, () => {
            // The store's own condition: the epoch is the holder's. Every beat that gets in is another number.
            if (row.epoch !== 1) return;
            row = { ...row, beat: row.beat + 1 };
            if (answerMs === undefined) return;
            time.at(time.now + answerMs, () => {
              if (isOver || isLost({ confirmedAt }, time.now + holderClock, settings)) isOver = true;
              else confirmedAt = Math.max(confirmedAt, askedAt + holderClock);
            });
          });
        }
        let sighting: Sighting | undefined;
        let looksAt = 0;
        for (const { afterMs, readMs, answerMs, condemnMs } of looks) {
          looksAt += afterMs;
          time.at(looksAt + readMs, () => {
            const seen = row;
            time.at(time.now + answerMs, () => {
              const now = time.now + watcherClock;
              sighting = sight(sighting, seen, now);
              if (!mayTake(seen, sighting, now, settings)) return;
              time.at(time.now + condemnMs, () => {
                if (row.epoch !== seen.epoch || row.beat !== seen.beat) return;
                row = { ...row, epoch: row.epoch + 1 };
                takenAt = time.now;
                takeovers += 1;
                expect(sendingUntil).toBeLessThan(takenAt);
              });
            });
          });
        }
        time.run();
      },
    ),
    { numRuns: 800 },
  );
  // The property is not empty: slots are taken over in many of the runs.
  expect(takeovers).toBeGreaterThan(100);
});

describe("what a watcher sees", () => {
  const settings = defaultLease;

  test("is as old as the beat's standing still, by its own clock", () => {
    const first = sight(undefined, aSlot({ beat: 4 }), 1_000);
    expect(first).toEqual({ epoch: 1, beat: 4, since: 1_000 });
    expect(sight(first, aSlot({ beat: 4 }), 9_000)).toEqual(first);
    expect(sight(first, aSlot({ beat: 5 }), 9_000).since).toBe(9_000);
    expect(sight(first, aSlot({ beat: 4, epoch: 2 }), 9_000).since).toBe(9_000);
  });

  test("may be taken when a whole lease went by, and not a millisecond before", () => {
    const slot = aSlot();
    const sighting = sight(undefined, slot, 1_000);
    expect(mayTake(slot, sighting, 1_000 + settings.takeAfterMs - 1, settings)).toBe(false);
    expect(mayTake(slot, sighting, 1_000 + settings.takeAfterMs, settings)).toBe(true);
  });

  test("may be taken at once when nobody holds it", () => {
    const { workerId: _, ...free } = aSlot();
    expect(mayTake(free, sight(undefined, free, 0), 0, settings)).toBe(true);
  });
});

test("a holder loses its slot when no beat was confirmed for the whole time, and stops sending a deadline before", () => {
  const { loseAfterMs, sendDeadlineMs } = defaultLease;
  const holding = { confirmedAt: 0 };
  expect(isLost(holding, loseAfterMs - 1, defaultLease)).toBe(false);
  expect(isLost(holding, loseAfterMs, defaultLease)).toBe(true);
  expect(maySend(holding, loseAfterMs - sendDeadlineMs - 1, defaultLease)).toBe(true);
  expect(maySend(holding, loseAfterMs - sendDeadlineMs, defaultLease)).toBe(false);
});

describe("settings", () => {
  test("by default are safe", () => {
    expect(leaseProblem(defaultLease)).toBeUndefined();
  });

  test.each([
    [{ beatMs: 5_000 }, "sendDeadlineMs and a beat must fit"],
    [{ sendDeadlineMs: 17_000 }, "sendDeadlineMs and a beat must fit"],
    [{ takeAfterMs: 25_999 }, "takeAfterMs must exceed"],
  ])("that are not are told: %j", (unsafe, problem) => {
    expect(leaseProblem({ ...defaultLease, ...unsafe })).toContain(problem);
  });
});
