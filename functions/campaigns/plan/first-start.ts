import type { Campaign } from "../../../core/campaign/campaign.ts";
import { assertSomeone, audienceNow } from "./audience.ts";
import type { Services } from "../../edge/services.ts";
import { assertNoneGoes, importsInto } from "./list-imports.ts";

/**
 * A paused campaign that never ran has no audience yet: a resume is its send.
 * @throws NamedError IMPORT_RUNNING | AUDIENCE_EMPTY
 */
export async function firstStart(
  services: Pick<Services, "imports" | "lists" | "contacts">,
  campaign: Campaign,
  now: number,
): Promise<{ readonly at: number; readonly total?: number }> {
  if (campaign.status !== "paused" || campaign.launchedAt !== undefined) return { at: now };
  const imports = await importsInto(services, campaign, now);
  if (campaign.allowPartial !== true) assertNoneGoes(imports, now);
  const { total, isEmpty } = await audienceNow(services, campaign, imports, now);
  assertSomeone(isEmpty);
  return { at: Math.max(now, imports.endedAt), total };
}
