import { crashCalls, killAndGoOn } from "../kill-and-go-on.ts";

/** Killed right before or right after a call on the path of a broadcast, and started again on the same disk. */
const points = crashCalls.flatMap((call) => [`${call}:before`, `${call}:after`]);

it.each(points.flatMap((point) => [1, 4].map((nth) => ({ point, nth }))))(
  "keeps the promises when killed at $point, time $nth",
  async ({ point, nth }) => {
    expect(await killAndGoOn(point, nth, "host-1")).toEqual([]);
  },
);
