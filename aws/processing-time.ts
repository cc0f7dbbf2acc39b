import type { Clock } from "../core/time/clock.ts";

/** Of the thread where Node measures it (since 23.9), else of the whole process. */
const used = () => (typeof process.threadCpuUsage === "function" ? process.threadCpuUsage() : process.cpuUsage());

/**
 * The time that this thread has worked, in ms. It stands still while the machine does something else, so that a bound on
 * work is a bound on work on a busy machine, too.
 */
export const processingTime: Pick<Clock, "elapsed"> = {
  elapsed: () => {
    const { user, system } = used();
    return (user + system) / 1_000;
  },
};
