import { ConditionRefused } from "./errors.ts";

/** A conditional write that may be refused: another change came first, or an earlier try of the same made it. */

/** What the write answers or, when it was refused, what `instead` does. */
export async function ifRefused<Done, Instead>(
  write: Promise<Done>,
  instead: (refused: ConditionRefused) => Instead | Promise<Instead>,
): Promise<Done | Instead> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionRefused) return await instead(error);
    throw error;
  }
}

/**
 * What the write answers, `undefined` when it was refused: so a request that is repeated, because it was cut off after it
 * had made something, finds that there and goes on.
 */
export const unlessRefused = <Done>(write: Promise<Done>): Promise<Done | undefined> =>
  ifRefused(write, () => undefined);

/** Whether it was written. */
export const wasWritten = (write: Promise<unknown>): Promise<boolean> =>
  ifRefused(
    write.then(() => true),
    () => false,
  );

/** What the write answers. @throws what the refusal is named, and every other error as it came */
export const refusedAs = <Done>(write: Promise<Done>, named: (refused: ConditionRefused) => Error): Promise<Done> =>
  ifRefused(write, (refused): never => {
    throw named(refused);
  });
