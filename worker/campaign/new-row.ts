import type { Contact } from "../../core/contact/contact.ts";
import { campaignMessageId, claimToken, type Claimant } from "../../core/campaign/claim.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { WorkerPorts } from "../ports.ts";
import type { CampaignRun } from "./campaign-run.ts";

/** What a recipient ended with. */
export type Outcome = Pick<Recipient, "state" | "reason" | "missing" | "sameAccountAs">;

/** A recipient's first row, as the claim writes it. @param begins `sending`, or an outcome that needs no message */
export function newRow(
  { claimant, ports }: { readonly claimant: Claimant; readonly ports: Pick<WorkerPorts, "nonce"> },
  run: CampaignRun,
  contact: Pick<Contact, "number" | "name">,
  listId: string,
  begins: Outcome,
  now: number,
): Recipient {
  const attempt = 1;
  const { missing, sameAccountAs, ...outcome } = begins;
  return {
    ...run.ref,
    number: contact.number,
    listId,
    ...(contact.name === undefined ? {} : { name: contact.name }),
    ...outcome,
    ...(missing === undefined || missing.length === 0 ? {} : { missing }),
    ...(sameAccountAs === undefined ? {} : { sameAccountAs }),
    token: claimToken(claimant, ports.nonce()),
    messageId: campaignMessageId(run.campaign.campaignId, contact.number, attempt),
    attempt,
    claimedAt: now,
    history: [{ ...outcome, at: now }],
  };
}
