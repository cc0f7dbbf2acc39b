import type { Plan } from "./plan.ts";
import { Refused, type AskAws } from "./ask.ts";
import { unasked, type Finding } from "./finding.ts";

/** Where and with what it is asked. */
export interface Asking {
  readonly aws: AskAws;
  readonly account: string;
  readonly region: string;
  readonly plan: Plan;
  /** Whether the stack is there: its network and what it set aside count already. */
  readonly isThere: boolean;
}

export type Check = (asking: Asking) => Promise<Finding>;

/**
 * A check whose question AWS may refuse.
 *
 * @param look where a person finds the answer
 */
export const asked =
  (about: string, look: string, work: (asking: Asking, about: string) => Promise<Finding>): Check =>
  async (asking) => {
    try {
      return await work(asking, about);
    } catch (error) {
      return refusedFinding(about, look, error);
    }
  };

/** An answer that is not understood, because AWS or its CLI changed, is no answer either. */
export function refusedFinding(about: string, look: string, error: unknown): Finding {
  const came =
    error instanceof Refused
      ? `${error.code}: ${error.message}`
      : `an answer that is not understood (${String(error)})`;
  return unasked(about, came, `look yourself: ${look}`);
}

/** Of what AWS answers where a name is not known, by the names of those errors. @throws Refused of any other error */
export async function foundOr<Value>(
  answer: Promise<unknown>,
  ...missing: readonly string[]
): Promise<Value | undefined> {
  try {
    return (await answer) as Value;
  } catch (error) {
    if (error instanceof Refused && missing.includes(error.code)) return undefined;
    throw error;
  }
}
