import { Aws, Duration, Stack } from "aws-cdk-lib";
import * as budgets from "aws-cdk-lib/aws-budgets";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import * as iam from "aws-cdk-lib/aws-iam";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { alarmsOf, measured, type Watched } from "./alarms.ts";
import type { Config } from "./config.ts";

/** Alarms and their mail, for when a promise is at risk, and one page that shows the system at work. */
export class Monitoring extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: Watched) {
    super(scope, id);
    const { config } = props;
    this.topic = this.#topic(config);
    const { stackName } = Stack.of(this);
    const { ComparisonOperator, TreatMissingData } = cloudwatch;
    const alarms = alarmsOf(props).map(({ name, says, metric, threshold, periods, whenBelow = false }) => {
      const alarm = new cloudwatch.Alarm(this, name, {
        alarmName: `${stackName}-${name}`,
        alarmDescription: `${says}. See "${name}" in docs/runbook.md.`,
        metric,
        threshold,
        comparisonOperator:
          ComparisonOperator[whenBelow ? "LESS_THAN_THRESHOLD" : "GREATER_THAN_OR_EQUAL_TO_THRESHOLD"],
        evaluationPeriods: periods,
        treatMissingData: TreatMissingData[whenBelow ? "BREACHING" : "NOT_BREACHING"],
      });
      const action = new SnsAction(this.topic);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
    this.#dashboard(props, alarms);
    if (config.monthlyBudgetUsd > 0) this.#budget(config);
  }

  #topic({ alarmEmail, monthlyBudgetUsd }: Config): sns.Topic {
    const topic = new sns.Topic(this, "Alarms", { enforceSSL: true });
    // A topic's own policy takes the place of the one that let the account's alarms in.
    for (const service of ["cloudwatch", ...(monthlyBudgetUsd > 0 ? ["budgets"] : [])]) {
      topic.addToResourcePolicy(
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ["sns:Publish"],
          resources: [topic.topicArn],
          conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
        }),
      );
    }
    if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
    return topic;
  }

  /** Of the whole account: AWS knows what a stack costs alone only where its cost tags were switched on. */
  #budget({ monthlyBudgetUsd }: Config): void {
    const told = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      notification: { comparisonOperator: "GREATER_THAN", notificationType, threshold, thresholdType: "PERCENTAGE" },
      subscribers: [{ subscriptionType: "SNS", address: this.topic.topicArn }],
    });
    const budget = new budgets.CfnBudget(this, "Budget", {
      budget: {
        budgetType: "COST",
        timeUnit: "MONTHLY",
        budgetLimit: { amount: monthlyBudgetUsd, unit: "USD" },
      },
      notificationsWithSubscribers: [told("ACTUAL", 80), told("FORECASTED", 100)],
    });
    // It checks at its creation that it may publish.
    budget.node.addDependency(this.topic);
  }

  #dashboard(props: Watched, alarms: cloudwatch.Alarm[]): void {
    const { api, queues, workers, data } = props;
    const period = Duration.minutes(5);
    const [ofWorker, ofSweep] = [measured(props, "worker"), measured(props, "sweep")];
    const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
      new cloudwatch.GraphWidget({ title, left, right, width: 8 });
    const units = (table: typeof data.registry) =>
      ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"].map((name) =>
        table.metric(name, { statistic: "Sum", period }),
      );
    const dashboard = new cloudwatch.Dashboard(this, "Dashboard", {
      // Dashboards are of the account, not of a region: two stacks of one name would want the same.
      dashboardName: `${Stack.of(this).stackName}-${Aws.REGION}`,
      defaultInterval: Duration.hours(6),
    });
    dashboard.addWidgets(new cloudwatch.AlarmStatusWidget({ title: "Alarms", alarms, width: 24 }));
    dashboard.addWidgets(
      graph("Messages", [
        ofWorker("MessagesSent", "Sum", period),
        ofWorker("MessagesFailed", "Sum", period),
        ofWorker("MessagesInDoubt", "Sum", period),
      ]),
      graph("WhatsApp's answer, ms", [ofWorker("AckMs", "p50", period), ofWorker("AckMs", "p95", period)]),
      graph("Sessions", [ofSweep("SessionsWaiting", "Maximum", period), ofSweep("SessionsUnowned", "Maximum", period)]),
    );
    dashboard.addWidgets(
      graph("WhatsApp's limits", [
        ofWorker("SessionsRestricted", "Sum", period),
        ofWorker("SessionsTimelocked", "Sum", period),
        ofWorker("QuotasUsedUp", "Sum", period),
      ]),
    );
    dashboard.addWidgets(
      graph("Workers", [
        ofSweep("WorkersAsked", "Maximum", period),
        ofSweep("WorkersBeating", "Minimum", period),
        ofSweep("StaleBeats", "Maximum", period),
      ]),
      graph(
        "Workers' memory and CPU, %",
        [workers.metricMemoryUtilization({ statistic: "Maximum", period })],
        [workers.metricCpuUtilization({ statistic: "Maximum", period })],
      ),
      graph(
        "Jobs",
        [
          queues.jobs.metricApproximateNumberOfMessagesVisible({ period }),
          queues.deadJobs.metricApproximateNumberOfMessagesVisible({ period }),
        ],
        [queues.jobs.metricApproximateAgeOfOldestMessage({ period })],
      ),
    );
    dashboard.addWidgets(
      graph(
        "API",
        [
          api.http.metricCount({ statistic: "Sum", period }),
          api.http.metricClientError({ statistic: "Sum", period }),
          api.http.metricServerError({ statistic: "Sum", period }),
        ],
        [api.http.metricLatency({ statistic: "p95", period })],
      ),
      graph("Registry table, units", units(data.registry)),
      graph("Delivery table, units", units(data.delivery)),
    );
  }
}
