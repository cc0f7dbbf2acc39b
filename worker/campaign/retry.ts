import { campaignMessageId, judgeRefusedClaim } from "../../core/campaign/claim.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { RecipientClaims, RecipientRows } from "../../core/campaign/recipient-ports.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";

/** Further attempts: the claim of one. */

/** The row of a further attempt: a refused message gets a new id; one in doubt keeps its own, so that a repeat is known for one. */
export function rowAgain(again: Recipient, fresh: Recipient, round: number): Recipient {
  const attempt = again.attempt + 1;
  const messageId =
    again.state === "in_doubt" ? again.messageId : campaignMessageId(fresh.campaignId, fresh.number, attempt);
  return {
    ...fresh,
    attempt,
    round,
    messageId,
    history: [...again.history, { state: "sending", at: fresh.claimedAt, attempt, messageId }],
  };
}

interface Claiming {
  readonly recipients: Pick<RecipientRows, "find">;
  readonly recipientClaims: Pick<RecipientClaims, "claimAgain">;
}

/** Claims it, and judges a refusal from the row as it is then. */
export async function claimAgain(
  { recipients, recipientClaims }: Claiming,
  again: Recipient,
  row: Recipient,
): Promise<{ readonly judged: "mine" | "duplicate" | "recover"; readonly there: Recipient }> {
  try {
    await recipientClaims.claimAgain(again, row);
    return { judged: "mine", there: row };
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    const there = await recipients.find(row.tenantId, row.campaignId, row.number);
    // Cleared away meanwhile.
    if (there === undefined) return { judged: "duplicate", there: row };
    return { judged: judgeRefusedClaim(there, row.token), there };
  }
}
