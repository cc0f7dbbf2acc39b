import { ConditionRefused } from "./errors.ts";

/**
 * `undefined` when the write's condition was refused: another was quicker, or it was done before. So a request that is
 * repeated, because it was cut off after it had made something, finds that there and goes on.
 */
export async function unlessRefused<Answer>(write: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionRefused) return undefined;
    throw error;
  }
}
