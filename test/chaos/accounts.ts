import type { Recipient } from "../../core/campaign/recipient.ts";
import { mayHaveReached } from "../../core/campaign/same-account.ts";
import type { System } from "../support/system.ts";

/** Numbers that WhatsApp knows as one account, in the chaos: whatever happens, the account gets one message. */

export function anAccount(system: System, lid: string, numbers: readonly (string | undefined)[]): readonly string[] {
  const known = numbers.filter((number) => number !== undefined);
  for (const number of known) system.network.setNumber(number, { lid });
  return known;
}

/** @param accounts numbers of one broadcast each */
export function brokenAccounts(system: System, accounts: readonly (readonly string[])[]): string[] {
  const arrivals = system.arrivals();
  return accounts.flatMap((numbers) => {
    const its = arrivals.filter((number) => numbers.includes(number));
    return its.length > 1 ? [`the account of ${numbers.join(", ")} got ${its.length} messages`] : [];
  });
}

/** A number is passed over only for another one that may have got the message. */
export function brokenReasons(rows: readonly Recipient[]): string[] {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  return rows.flatMap(({ number, reason, sameAccountAs = "" }) => {
    if (reason !== "same_account") return [];
    const other = byNumber.get(sameAccountAs);
    return other !== undefined && mayHaveReached(other) ? [] : [`${number} was passed over for ${sameAccountAs}`];
  });
}
