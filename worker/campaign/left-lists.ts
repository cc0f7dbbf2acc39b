import type { Claimant } from "../../core/campaign/claim.ts";
import { wasWritten } from "../../core/refused.ts";
import type { FormerContact } from "../../core/campaign/former-contact.ts";
import { leftWithoutRow } from "../../core/campaign/left-lists.ts";
import type { CampaignRun } from "./campaign-run.ts";
import { newRow } from "./claim-row.ts";
import type { WorkerPorts } from "../ports.ts";

type Ports = Pick<
  WorkerPorts,
  "campaigns" | "contacts" | "formerContacts" | "recipients" | "recipientClaims" | "clock" | "nonce"
>;

const rowsAtOnce = 20;

/**
 * Writes a row for each who left the lists before their turn: the campaign accounts for all whom it was launched for.
 * @returns how many it found without a row
 * @throws FirstCampaignGone
 */
export async function writeDownWhoLeft(
  ports: Ports,
  claimant: Claimant,
  run: CampaignRun,
  signal: AbortSignal,
): Promise<number> {
  let found = 0;
  let some: FormerContact[] = [];
  const write = async () => {
    const written = some.map((former) => writeRow(ports, claimant, run, former));
    some = [];
    await Promise.all(written);
  };
  for await (const former of leftWithoutRow(ports, run.campaign, signal)) {
    found += 1;
    if (some.push(former) === rowsAtOnce) await write();
  }
  await write();
  return found;
}

async function writeRow(ports: Ports, claimant: Claimant, run: CampaignRun, former: FormerContact): Promise<void> {
  const outcome = { state: "skipped", reason: "left_list" } as const;
  const row = newRow({ ports, claimant }, run.ref, former, former.listId, outcome, ports.clock.now());
  // Refused where it left another list, too, or where the answer of an earlier try was lost.
  if (await wasWritten(ports.recipientClaims.claim(row))) run.counts.countRow(row);
}
