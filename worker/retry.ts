import type { Campaign } from "../core/campaign.ts";
import { campaignMessageId, judgeRefusedClaim } from "../core/claim.ts";
import { ConditionRefused } from "../core/errors.ts";
import type { ContactStore, RecipientStore } from "../core/ports.ts";
import type { Recipient } from "../core/recipient.ts";
import type { Member } from "../core/audience.ts";

/** Further attempts: whom a round tries again, and the claim of one. */

const rowsAtOnce = 500;

interface Ports {
  readonly contacts: Pick<ContactStore, "findMany">;
  readonly recipients: Pick<RecipientStore, "page">;
}

/**
 * Those that the round under way is for and that it has not tried yet, in number order. Who left the lists meanwhile is
 * not tried again.
 *
 * @param startAfter everybody up to this number was looked at by this very round
 */
export async function* membersToRetry(
  { contacts, recipients }: Ports,
  campaign: Campaign,
  startAfter: string | undefined,
): AsyncGenerator<Member> {
  const { tenantId, campaignId, retryStatuses = [], round = 0 } = campaign;
  const wanted = (row: Recipient) =>
    (row.round ?? 0) < round && (retryStatuses as readonly string[]).includes(row.state);
  let after = startAfter;
  do {
    const page = await recipients.page(tenantId, campaignId, {
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    const rows = page.items.filter(wanted);
    const there = new Map<string, Awaited<ReturnType<ContactStore["findMany"]>>>();
    for (const listId of new Set(rows.map((row) => row.listId))) {
      const numbers = rows.filter((row) => row.listId === listId).map(({ number }) => number);
      there.set(listId, await contacts.findMany(tenantId, listId, numbers));
    }
    for (const again of rows) {
      const contact = there.get(again.listId)?.get(again.number);
      const listIndex = Math.max(0, campaign.listIds.indexOf(again.listId));
      if (contact !== undefined) yield { contact, cursor: { listIndex, number: again.number }, again };
    }
    after = page.next;
  } while (after !== undefined);
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

/** Claims it, and judges a refusal from the row as it is then. */
export async function claimAgain(
  recipients: Pick<RecipientStore, "claimAgain" | "find">,
  again: Recipient,
  row: Recipient,
): Promise<{ readonly judged: "mine" | "duplicate" | "recover"; readonly there: Recipient }> {
  try {
    await recipients.claimAgain(again, row);
    return { judged: "mine", there: row };
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    const there = await recipients.find(row.tenantId, row.campaignId, row.number);
    // Cleared away meanwhile.
    if (there === undefined) return { judged: "duplicate", there: row };
    return { judged: judgeRefusedClaim(there, row.token), there };
  }
}
