import { wasWritten } from "../../core/refused.ts";
import type { FormerContact } from "../../core/campaign/former-contact.ts";
import { leftWithoutRow } from "../../core/campaign/left-lists.ts";
import type { CampaignRun } from "./campaign-run.ts";
import { newRow } from "./claim-row.ts";

const rowsAtOnce = 20;

/**
 * Writes a row for each who left the lists before their turn: the campaign accounts for all whom it was launched for.
 * @returns how many it found without a row
 * @throws FirstCampaignGone
 */
export async function writeDownWhoLeft(run: CampaignRun): Promise<number> {
  const { ports, ending } = run.held;
  let found = 0;
  let some: FormerContact[] = [];
  const write = async () => {
    const written = some.map((former) => writeRow(run, former));
    some = [];
    await Promise.all(written);
  };
  for await (const former of leftWithoutRow(ports, run.campaign, ending)) {
    found += 1;
    if (some.push(former) === rowsAtOnce) await write();
  }
  await write();
  return found;
}

async function writeRow(run: CampaignRun, former: FormerContact): Promise<void> {
  const row = newRow(run, former, former.listId, { state: "skipped", reason: "left_list" });
  // Refused where it left another list, too, or where the answer of an earlier try was lost.
  if (await wasWritten(run.held.ports.recipientClaims.claim(row))) run.counts.countRow(row);
}
