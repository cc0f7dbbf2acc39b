import { campaignMessageId, claimToken, judgeRefusedClaim, type Claimant } from "../../core/campaign/claim.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { Contact } from "../../core/contact/contact.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { CampaignRef } from "../../core/refs.ts";
import type { WorkerPorts } from "../ports.ts";

/** The row of a recipient: as it is made, as it is tried again, and the claim of it. */

/** An outcome that needed no message. */
export type Unsent = Pick<Recipient, "state" | "missing" | "sameAccountAs"> & Required<Pick<Recipient, "reason">>;

/** The row of a first attempt. @param unsent absent where a message is to be made */
export function newRow(
  { claimant, ports }: { readonly claimant: Claimant; readonly ports: Pick<WorkerPorts, "nonce"> },
  campaign: CampaignRef,
  { number, name }: Pick<Contact, "number" | "name">,
  listId: string,
  unsent: Unsent | undefined,
  now: number,
): Recipient {
  const attempt = 1;
  const { missing, sameAccountAs, ...outcome }: Partial<Unsent> & Pick<Unsent, "state"> = unsent ?? {
    state: "sending",
  };
  return {
    ...campaign,
    number,
    listId,
    ...(name === undefined ? {} : { name }),
    ...outcome,
    ...(missing === undefined || missing.length === 0 ? {} : { missing }),
    ...(sameAccountAs === undefined ? {} : { sameAccountAs }),
    token: claimToken(claimant, ports.nonce()),
    messageId: campaignMessageId(campaign.campaignId, number, attempt),
    attempt,
    claimedAt: now,
    history: [{ ...outcome, at: now }],
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
