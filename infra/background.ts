import { Duration } from "aws-cdk-lib";
import type * as ecs from "aws-cdk-lib/aws-ecs";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { SqsEventSource, type SqsEventSourceProps } from "aws-cdk-lib/aws-lambda-event-sources";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
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
    const { queues, schedules, workers } = props;
    const runJob = defineLambda(this, "run-job", { memoryMiB: 1_024 }, props);
    takeFrom(queues.jobs, runJob, { batchSize: 1, maxConcurrency: jobsAtOnce });
    const functionName = schedules.launchFunctionName;
    this.launch = defineLambda(this, "launch-campaign", { memoryMiB: 512, functionName }, props);
    const deliverWebhooks = defineLambda(this, "deliver-webhooks", { memoryMiB: 512 }, props);
    takeFrom(queues.webhooks, deliverWebhooks, { batchSize: 10, maxConcurrency: deliveriesAtOnce });
    const sweep = defineLambda(this, "sweep", { memoryMiB: 512, environment: ofSweep(workers, props.config) }, props);
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

function takeFrom(queue: sqs.Queue, by: lambda.Function, atOnce: SqsEventSourceProps): void {
  by.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true, ...atOnce }));
}
