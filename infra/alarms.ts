import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type * as ecs from "aws-cdk-lib/aws-ecs";
import { indexName } from "../aws/dynamodb/schema.ts";
import type { Api } from "./api.ts";
import type { Background } from "./background.ts";
import type { Config } from "./config.ts";
import { metricsNamespaceOf } from "./environment.ts";
import type { Resources } from "./grants.ts";

/** Every alarm, as data. docs/runbook.md has an entry of the same name each; a test holds the two together. */

/** What is watched. */
export interface Watched extends Resources {
  readonly config: Config;
  readonly api: Api;
  readonly background: Background;
  readonly workers: ecs.FargateService;
}

interface AlarmSpec {
  readonly name: string;
  /** What it means to those who use the system. */
  readonly says: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods in a row that breach it. */
  readonly periods: number;
  /** It goes off below the threshold, and where there is no figure; else at or above it, and no figure is no bad sign. */
  readonly whenBelow?: true;
}

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);
const quarter = Duration.minutes(15);

/** Fewer messages than these in the period say nothing of a rate. */
const enoughForRate = 20;

const table = (tableName: string, metricName: string, index = false) =>
  new Metric({
    namespace: "AWS/DynamoDB",
    metricName,
    dimensionsMap: { TableName: tableName, ...(index ? { GlobalSecondaryIndexName: indexName } : {}) },
    statistic: "Sum",
    period: fiveMinutes,
  });

/** What the system itself measures (aws/meter.ts); a test holds the names to those of core/meter.ts. */
export function measured(props: Pick<Watched, "config">, service: "sweep" | "worker") {
  return (metricName: string, statistic: string, period: Duration): Metric =>
    new Metric({
      namespace: metricsNamespaceOf(props.config),
      metricName,
      dimensionsMap: { service },
      statistic,
      period,
    });
}

const math = (expression: string, usingMetrics: Record<string, IMetric>, period: Duration): MathExpression =>
  new MathExpression({ expression, usingMetrics, period });

export function alarmsOf(props: Watched): readonly AlarmSpec[] {
  return [...sendingAlarms(props), ...workerAlarms(props), ...apiAlarms(props), ...jobAlarms(props)];
}

function sendingAlarms(props: Watched): readonly AlarmSpec[] {
  const of = measured(props, "worker");
  const outcomes = {
    sent: of("MessagesSent", "Sum", quarter),
    failed: of("MessagesFailed", "Sum", quarter),
    doubt: of("MessagesInDoubt", "Sum", quarter),
  };
  const total = "(FILL(sent, 0) + FILL(failed, 0) + FILL(doubt, 0))";
  const percent = (of: string) => `IF(${total} >= ${enoughForRate}, 100 * FILL(${of}, 0) / ${total}, 0)`;
  return [
    {
      name: "WalkMiss",
      says: "The walk at a campaign's end found contacts without an outcome. They are written to, but this must not happen",
      metric: of("WalkMisses", "Sum", fiveMinutes),
      threshold: 1,
      periods: 1,
    },
    {
      name: "FailureRate",
      says: "More than 30 % of messages fail",
      metric: math(percent("failed"), outcomes, quarter),
      threshold: 30,
      periods: 2,
    },
    {
      name: "InDoubtRate",
      says: "More than 2 % of messages have an unknown fate",
      metric: math(percent("doubt"), outcomes, quarter),
      threshold: 2,
      periods: 1,
    },
    {
      name: "AckLatency",
      says: "WhatsApp takes long to accept messages: 5 % wait 10 s and more",
      metric: of("AckMs", "p95", fiveMinutes),
      threshold: 10_000,
      periods: 3,
    },
    {
      name: "SessionRestricted",
      says: "WhatsApp restricted an account; its campaigns are paused",
      metric: of("SessionsRestricted", "Sum", fiveMinutes),
      threshold: 1,
      periods: 1,
    },
    {
      name: "SessionTimelocked",
      says: "WhatsApp lets an account begin no new chat for a time; its campaigns wait for that",
      metric: of("SessionsTimelocked", "Sum", fiveMinutes),
      threshold: 1,
      periods: 1,
    },
    {
      name: "PageChanged",
      says: "WhatsApp's page lacks what this version needs, or fails in several sessions: sending, files or another feature stop",
      metric: of("PagesChanged", "Sum", fiveMinutes),
      threshold: 1,
      periods: 1,
    },
    {
      name: "CampaignsPausedByPage",
      says: "WhatsApp's page fails at messages of a campaign, which is paused: the page has most likely changed",
      metric: of("CampaignsPausedByPage", "Sum", fiveMinutes),
      threshold: 1,
      periods: 1,
    },
  ];
}

function workerAlarms(props: Watched): readonly AlarmSpec[] {
  const of = measured(props, "sweep");
  return [
    {
      name: "SessionsUnowned",
      says: "Sessions that should run wait for a worker for minutes",
      metric: of("SessionsUnowned", "Maximum", minute),
      threshold: 1,
      periods: 5,
    },
    {
      name: "BeatsStale",
      says: "A worker does not beat, and neither another one nor the sweep could end its claim",
      metric: of("StaleBeats", "Maximum", minute),
      threshold: 1,
      periods: 3,
    },
    {
      name: "WorkersMissing",
      says: "Fewer workers are at work than the service is asked to keep",
      metric: math(
        "asked - beating",
        { asked: of("WorkersAsked", "Minimum", minute), beating: of("WorkersBeating", "Maximum", minute) },
        minute,
      ),
      threshold: 1,
      periods: 10,
    },
    {
      name: "WorkerMemory",
      says: "A worker is near the end of its memory: its browsers get killed",
      metric: props.workers.metricMemoryUtilization({ statistic: "Maximum", period: fiveMinutes }),
      threshold: 85,
      periods: 3,
    },
    {
      name: "SweepSilent",
      says: "The sweep does not run: nothing lost is found, no worker is started",
      metric: math(
        "FILL(runs, 0) - FILL(errors, 0)",
        {
          runs: props.background.sweep.metricInvocations({ statistic: "Sum", period: fiveMinutes }),
          errors: props.background.sweep.metricErrors({ statistic: "Sum", period: fiveMinutes }),
        },
        fiveMinutes,
      ),
      threshold: 1,
      periods: 2,
      whenBelow: true,
    },
  ];
}

function apiAlarms({ api, data }: Watched): readonly AlarmSpec[] {
  const { registry, delivery } = data;
  const throttled = {
    r1: table(registry.tableName, "ReadThrottleEvents"),
    w1: table(registry.tableName, "WriteThrottleEvents"),
    i1: table(registry.tableName, "WriteThrottleEvents", true),
    r2: table(delivery.tableName, "ReadThrottleEvents"),
    w2: table(delivery.tableName, "WriteThrottleEvents"),
    i2: table(delivery.tableName, "WriteThrottleEvents", true),
  };
  const sum = Object.keys(throttled)
    .map((name) => `FILL(${name}, 0)`)
    .join(" + ");
  return [
    {
      name: "ApiServerErrors",
      says: "The API answers with errors of its own",
      metric: api.http.metricServerError({ statistic: "Sum", period: fiveMinutes }),
      threshold: 5,
      periods: 1,
    },
    {
      name: "LambdasThrottled",
      says: "Lambdas are refused: the account runs as many at once as it may",
      // Of the whole account and region, because that is what shares the limit.
      metric: new Metric({ namespace: "AWS/Lambda", metricName: "Throttles", statistic: "Sum", period: fiveMinutes }),
      threshold: 5,
      periods: 1,
    },
    {
      name: "TablesThrottled",
      says: "DynamoDB refuses reads or writes for a while; they are tried again",
      metric: math(sum, throttled, fiveMinutes),
      threshold: 10,
      periods: 2,
    },
  ];
}

function jobAlarms({ queues, background, schedules }: Watched): readonly AlarmSpec[] {
  const ofGroup = (ScheduleGroup: string) => (metricName: string) =>
    new Metric({
      namespace: "AWS/Scheduler",
      metricName,
      dimensionsMap: { ScheduleGroup },
      statistic: "Sum",
      period: fiveMinutes,
    });
  const ofSweep = ofGroup(background.scheduleGroup.scheduleGroupName);
  const ofCampaigns = ofGroup(schedules.group);
  return [
    {
      name: "DeadJobs",
      says: "A job failed at every try: an import or a deletion stands still",
      metric: queues.deadJobs.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", period: fiveMinutes }),
      threshold: 1,
      periods: 1,
    },
    {
      name: "JobsLate",
      says: "Jobs wait for a quarter of an hour and more",
      metric: queues.jobs.metricApproximateAgeOfOldestMessage({ statistic: "Maximum", period: fiveMinutes }),
      threshold: 15 * 60,
      periods: 2,
    },
    {
      name: "WebhooksLate",
      says: "Events for webhooks wait for twenty minutes and more before a Lambda takes them",
      metric: queues.webhooks.metricApproximateAgeOfOldestMessage({ statistic: "Maximum", period: fiveMinutes }),
      // The next attempt lies on the queue for up to 15 minutes until it is due, and grows old there, too.
      threshold: 20 * 60,
      periods: 2,
    },
    {
      name: "ScheduleFailures",
      says: "EventBridge Scheduler could not start what was due: a planned broadcast, or the sweep",
      metric: math(
        "FILL(refused1, 0) + FILL(dropped1, 0) + FILL(refused2, 0) + FILL(dropped2, 0)",
        {
          refused1: ofSweep("TargetErrorCount"),
          dropped1: ofSweep("InvocationDroppedCount"),
          refused2: ofCampaigns("TargetErrorCount"),
          dropped2: ofCampaigns("InvocationDroppedCount"),
        },
        fiveMinutes,
      ),
      threshold: 1,
      periods: 1,
    },
    {
      name: "LaunchFailures",
      says: "A planned broadcast was to start and its start failed; the sweep makes up for it",
      // Scheduler hands a start over and does not wait for what becomes of it.
      metric: background.launch.metricErrors({ statistic: "Sum", period: fiveMinutes }),
      threshold: 1,
      periods: 1,
    },
  ];
}
