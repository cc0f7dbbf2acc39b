import { Duration } from "aws-cdk-lib";
import type * as ecs from "aws-cdk-lib/aws-ecs";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import { timeoutSeconds } from "../functions/entries.ts";
import { accessOfOther } from "./access.ts";
import { ofSweep } from "./environment.ts";
import { defineLambda, type LambdaProps } from "./lambda.ts";

/** Jobs at once, so that many imports leave Lambdas for the API; an account may begin with 10 in all. */
const jobsAtOnce = 5;
/** Batches of webhook deliveries at once. A receiver in trouble takes up one of them at most. */
const deliveriesAtOnce = 20;

export interface BackgroundProps extends LambdaProps {
  readonly workers: ecs.FargateService;
}

/** Lambdas that no caller waits for: jobs from the queue, and the sweep, which repairs what crashes left. */
export class Background extends Construct {
  readonly sweep: lambda.Function;
  readonly launch: lambda.Function;
  readonly scheduleGroup: scheduler.ScheduleGroup;

  constructor(scope: Construct, id: string, props: BackgroundProps) {
    super(scope, id);
    const runJob = defineLambda(
      this,
      "run-job",
      { access: accessOfOther["run-job"], timeoutSeconds: timeoutSeconds["run-job"], memoryMiB: 1_024 },
      props,
    );
    runJob.addEventSource(
      new SqsEventSource(props.queues.jobs, {
        batchSize: 1,
        reportBatchItemFailures: true,
        maxConcurrency: jobsAtOnce,
      }),
    );
    this.launch = defineLambda(
      this,
      "launch-campaign",
      {
        access: accessOfOther["launch-campaign"],
        timeoutSeconds: timeoutSeconds["launch-campaign"],
        memoryMiB: 512,
        functionName: props.schedules.launchFunctionName,
      },
      props,
    );
    const deliverWebhooks = defineLambda(
      this,
      "deliver-webhooks",
      { access: accessOfOther["deliver-webhooks"], timeoutSeconds: timeoutSeconds["deliver-webhooks"], memoryMiB: 512 },
      props,
    );
    deliverWebhooks.addEventSource(
      new SqsEventSource(props.queues.webhooks, {
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: deliveriesAtOnce,
      }),
    );
    const { workers } = props;
    const sweep = defineLambda(
      this,
      "sweep",
      {
        access: accessOfOther.sweep,
        timeoutSeconds: timeoutSeconds.sweep,
        memoryMiB: 512,
        environment: ofSweep({ cluster: workers.cluster.clusterName, service: workers.serviceName }, props.config),
      },
      props,
    );
    sweep.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ["ecs:DescribeServices", "ecs:UpdateService"],
        resources: [workers.serviceArn],
      }),
    );
    this.sweep = sweep;
    this.scheduleGroup = new scheduler.ScheduleGroup(this, "Schedules");
    new scheduler.Schedule(this, "EveryMinute", {
      scheduleGroup: this.scheduleGroup,
      description: "whatsapp-broadcast: rings again for all that waits",
      schedule: scheduler.ScheduleExpression.rate(Duration.minutes(1)),
      // The next minute's sweep does what this one could not.
      target: new LambdaInvoke(sweep, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }
}
