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
export class EventBridgeStartScheduler implements StartScheduler {
  readonly #client: SchedulerClient;
  readonly #target: ScheduleTarget;

  constructor(client: SchedulerClient, target: ScheduleTarget) {
    this.#client = client;
    this.#target = target;
  }

  async set(ref: CampaignRef, at: number): Promise<void> {
    const input = this.#scheduleOf(ref, at);
    try {
      await this.#client.send(new CreateScheduleCommand(input));
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      await this.#client.send(new UpdateScheduleCommand(input));
    }
  }

  async cancel({ campaignId }: CampaignRef): Promise<void> {
    try {
      await this.#client.send(new DeleteScheduleCommand({ Name: campaignId, GroupName: this.#target.group }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  #scheduleOf({ tenantId, sessionId, campaignId }: CampaignRef, at: number) {
    const { group, targetArn, roleArn } = this.#target;
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
}
