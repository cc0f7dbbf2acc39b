import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  UpdateScheduleCommand,
  type SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { StartScheduler } from "../core/campaign/campaign-ports.ts";
import type { CampaignRef } from "../core/refs.ts";

export interface ScheduleTarget {
  readonly group: string;
  /** The launch-campaign Lambda. */
  readonly targetArn: string;
  /** The role in whose name EventBridge calls it. */
  readonly roleArn: string;
}

/**
 * One schedule a campaign on EventBridge Scheduler, under a name that follows from the campaign: writing it twice writes
 * it once. It deletes itself when it has rung.
 */
export const eventBridgeStartScheduler = (client: SchedulerClient, target: ScheduleTarget): StartScheduler => ({
  async set(ref, at) {
    const input = scheduleOf(target, ref, at);
    try {
      await client.send(new CreateScheduleCommand(input));
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      await client.send(new UpdateScheduleCommand(input));
    }
  },

  async cancel({ campaignId }) {
    try {
      await client.send(new DeleteScheduleCommand({ Name: campaignId, GroupName: target.group }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  },
});

function scheduleOf(
  { group, targetArn, roleArn }: ScheduleTarget,
  { tenantId, sessionId, campaignId }: CampaignRef,
  at: number,
) {
  // Whole seconds, never before the time that was asked for.
  const moment = new Date(Math.ceil(at / 1_000) * 1_000).toISOString().slice(0, 19);
  return {
    // Campaign ids are unique over all tenants, and made of characters that a name may have.
    Name: campaignId,
    GroupName: group,
    ScheduleExpression: `at(${moment})`,
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" as const },
    ActionAfterCompletion: "DELETE" as const,
    Target: {
      Arn: targetArn,
      RoleArn: roleArn,
      Input: JSON.stringify({ tenantId, sessionId, campaignId }),
      RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 20 },
    },
  };
}
