import { crashCalls, killAndGoOn } from "../kill-and-go-on.ts";

/** Killed right before or right after a call on the path of a broadcast, and taken over on another host. */
it.each(crashCalls.flatMap((call) => [`${call}:before`, `${call}:after`]))(
  "keeps the promises when killed at %s",
  async (point) => {
    expect(await killAndGoOn(point, 2, "host-2")).toEqual([]);
  },
);
