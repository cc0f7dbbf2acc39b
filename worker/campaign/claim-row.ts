import { campaignMessageId, claimToken, judgeRefusedClaim } from "../../core/campaign/claim.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { Contact } from "../../core/contact/contact.ts";
import { defined } from "../../core/defined.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { WorkerPorts } from "../ports.ts";
import type { CampaignRun } from "./campaign-run.ts";

/** The row of a recipient: as it is made, as it is tried again, and the claim of it. */

/** An outcome that needed no message. */
export type Unsent = Pick<Recipient, "state" | "missing" | "sameAccountAs"> & Required<Pick<Recipient, "reason">>;

/** The row of a first attempt. @param unsent absent where a message is to be made */
export function newRow(
  { ref, held: { claimant, ports } }: CampaignRun,
  { number, name }: Pick<Contact, "number" | "name">,
  listId: string,
  unsent: Unsent | undefined,
): Recipient {
  const attempt = 1;
  const claimedAt = ports.clock.now();
  const { missing, sameAccountAs, ...outcome }: Partial<Unsent> & Pick<Unsent, "state"> = unsent ?? {
    state: "sending",
  };
  return {
    ...ref,
    number,
    listId,
    ...outcome,
    ...defined({ name, missing: missing?.length === 0 ? undefined : missing, sameAccountAs }),
    token: claimToken(claimant, ports.nonce()),
    messageId: campaignMessageId(ref.campaignId, number, attempt),
    attempt,
    claimedAt,
    history: [{ ...outcome, at: claimedAt }],
  };
}

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

/**
 * Claims it, and judges a refusal from the row as it is then.
 * @param again the row as it was seen, where this is a further attempt
 */
export async function claim(
  { recipients, recipientClaims }: Pick<WorkerPorts, "recipients" | "recipientClaims">,
  row: Recipient,
  again: Recipient | undefined,
): Promise<{ readonly judged: "mine" | "duplicate" | "recover"; readonly there: Recipient }> {
  try {
    await (again === undefined ? recipientClaims.claim(row) : recipientClaims.claimAgain(again, row));
    return { judged: "mine", there: row };
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    const there = await recipients.find(row.tenantId, row.campaignId, row.number);
    // Cleared away meanwhile.
    if (there === undefined) return { judged: "duplicate", there: row };
    return { judged: judgeRefusedClaim(there, row.token), there };
  }
}
