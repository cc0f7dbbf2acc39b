import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../aws/clients.ts";
import { envNames, requiredSetting } from "../../aws/env.ts";
import { campaignChanges, directClaims, haltDesk, timers } from "../../aws/open.ts";
import { isOpen, type Campaign } from "../../core/campaign/campaign.ts";
import { usesOf } from "../../core/campaign/campaign-uses.ts";
import { isOutcome } from "../../core/sending/delivery.ts";
import type { DirectMessage } from "../../core/sending/direct-message.ts";
import { startEmbeddedAws } from "../aws/embedded-aws.ts";
import { createResources } from "../aws/resources.ts";

export interface Ended {
  readonly campaigns: number;
  readonly directs: number;
}

/** The halt and the changes name this instead of a key or a request. */
const by = "restore";
const restoredReason = "restored from a backup: see docs/one-machine.md before you lift this";

/**
 * A backup knows nothing of what was sent after it was made: what was not over by then may have reached its recipients since, and
 * would reach them again. So sending is halted, each campaign that was not over is stopped, scheduled and paused ones, too, and
 * each direct message that was not sent is in doubt.
 *
 * @param dataDir is used by no stack
 */
export async function endWhatRan(dataDir: string, now: number): Promise<Ended> {
  const aws = await startEmbeddedAws({ dataDir });
  try {
    const env = await createResources(aws, { prefix: "local", maxWorkers: 1 });
    Object.assign(process.env, env);
    await haltDesk(env).halt({}, { by: "operator", reason: restoredReason, since: now, keyId: by });
    const client = documentClient(env);
    let [campaigns, directs] = [0, 0];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: requiredSetting(env, envNames.deliveryTable), ExclusiveStartKey }),
      );
      for (const item of page.Items ?? []) {
        const kind = String(item["pk"]).split("#").at(-1);
        if (kind === "CAMPAIGNS" && isOpen((item as Campaign).status)) {
          const campaign = item as Campaign;
          // The sweep does what else a stop has to do.
          await timers(env).arm({ ...refOf(campaign), ...usesOf(campaign), at: now });
          await campaignChanges(env).apply(campaign, "stop", { now, by });
          campaigns += 1;
        }
        if (kind === "DIRECT" && !isOutcome((item as DirectMessage).state)) {
          await directClaims(env).advance(item as DirectMessage, "in_doubt", { at: now, by });
          directs += 1;
        }
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    client.destroy();
    return { campaigns, directs };
  } finally {
    await aws.close();
  }
}

const refOf = ({ tenantId, sessionId, campaignId }: Campaign) => ({ tenantId, sessionId, campaignId });
