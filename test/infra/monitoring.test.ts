import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Measure } from "../../core/meter.ts";
import { lambdasOf, resourceOf, resourcesOf, templateOf, textOf } from "./synthesized.ts";

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions: readonly unknown[];
  readonly TreatMissingData: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Metrics?: readonly {
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: { readonly Namespace: string; readonly MetricName: string } };
  }[];
}

const template = templateOf({ stage: "prod", alarmEmail: "ops@example.com" });
const alarms = resourcesOf<AlarmProperties>(template, "AWS::CloudWatch::Alarm").map(({ props }) => props);
const nameOf = ({ AlarmName }: AlarmProperties) => AlarmName.replace("whatsapp-broadcast-prod-", "");
const runbook = readFileSync(join(__dirname, "..", "..", "docs", "runbook.md"), "utf8");

/** Entries of the runbook: heading to text. */
const entries = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((entry) => [entry.slice(0, entry.indexOf("\n")).trim(), entry]),
);

/** All that is measured; the compiler holds it to the type. */
const measures: Readonly<Record<Measure, true>> = {
  MessagesSent: true,
  MessagesFailed: true,
  MessagesInDoubt: true,
  AckMs: true,
  WalkMisses: true,
  SessionsRestricted: true,
  SessionsTimelocked: true,
  QuotasUsedUp: true,
  PagesChanged: true,
  CampaignsPausedByPage: true,
  SessionsWaiting: true,
  SessionsUnowned: true,
  StaleBeats: true,
  WorkersBeating: true,
  WorkersAsked: true,
};

describe("alarms", () => {
  it("are there for every promise", () => {
    expect(alarms.map(nameOf).sort()).toEqual(
      [
        ...["WalkMiss", "FailureRate", "InDoubtRate", "AckLatency", "SessionRestricted", "PageChanged"],
        ...["CampaignsPausedByPage", "SessionTimelocked"],
        ...["SessionsUnowned", "BeatsStale", "WorkersMissing", "WorkerMemory", "SweepSilent"],
        ...["ApiServerErrors", "LambdasThrottled", "TablesThrottled"],
        ...["DeadJobs", "JobsLate", "WebhooksLate", "ScheduleFailures", "LaunchFailures"],
      ].sort(),
    );
  });

  it("have an entry each in the runbook that says what it is, where to look and what to do", () => {
    for (const name of [...alarms.map(nameOf), "CostBudget"]) {
      const entry = entries.get(name) ?? "";
      const parts = [...entry.matchAll(/^\*\*(Description|Investigation|Resolution)\.\*\* (.{40,})/gm)];
      expect([name, parts.map(([, part]) => part)]).toEqual([name, ["Description", "Investigation", "Resolution"]]);
    }
  });

  it("say where their entry is", () => {
    for (const alarm of alarms) expect(alarm.AlarmDescription).toContain(`"${nameOf(alarm)}" in docs/runbook.md`);
  });

  it("leave no entry in the runbook without an alarm", () => {
    const others = ["CostBudget", "Backup and restore", "Keys"];
    const known = [...alarms.map(nameOf), ...others];
    expect([...entries.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });

  it("tell somebody when they begin and when they end", () => {
    const topic = `\${${resourceOf(template, "AWS::SNS::Topic").id}}`;
    for (const alarm of alarms) {
      expect([alarm.AlarmActions.map(textOf), alarm.OKActions.map(textOf)]).toEqual([[topic], [topic]]);
    }
    const { props } = resourceOf<{ readonly Protocol: string; readonly Endpoint: string }>(
      template,
      "AWS::SNS::Subscription",
    );
    expect(props).toMatchObject({ Protocol: "email", Endpoint: "ops@example.com" });
  });

  it("hear of a start that its Lambda fails at, which the Scheduler that called it does not", () => {
    const launch = alarms.find((alarm) => nameOf(alarm) === "LaunchFailures");
    const { id = "" } = lambdasOf(template).get("launch-campaign") ?? {};
    expect(launch).toMatchObject({ Namespace: "AWS/Lambda", MetricName: "Errors", Threshold: 1, EvaluationPeriods: 1 });
    expect(launch?.Dimensions?.map(({ Name, Value }) => [Name, textOf(Value)])).toEqual([
      ["FunctionName", `\${${id}}`],
    ]);
  });

  it("take silence for a bad sign only where something must be heard", () => {
    const bad = alarms.filter(({ TreatMissingData }) => TreatMissingData === "breaching");
    expect(bad.map(nameOf)).toEqual(["SweepSilent"]);
    expect(alarms.every(({ TreatMissingData }) => /^(breaching|notBreaching)$/.test(TreatMissingData))).toBe(true);
  });

  it("watch nothing of ours that is not measured, and everything measured is watched or on the dashboard", () => {
    const namespace = "whatsapp-broadcast-prod";
    const watched = alarms.flatMap(({ Namespace, MetricName, Metrics = [] }) => [
      ...(Namespace === namespace && MetricName !== undefined ? [MetricName] : []),
      ...Metrics.flatMap(({ MetricStat }) =>
        MetricStat?.Metric.Namespace === namespace ? [MetricStat.Metric.MetricName] : [],
      ),
    ]);
    expect(watched.filter((name) => !(name in measures))).toEqual([]);
    const { props } = resourceOf<{ readonly DashboardBody: unknown }>(template, "AWS::CloudWatch::Dashboard");
    const shown = [...textOf(props.DashboardBody).matchAll(/"whatsapp-broadcast-prod","(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(shown.filter((name) => name !== undefined && !(name in measures))).toEqual([]);
    const seen = [...watched, ...shown];
    expect(Object.keys(measures).filter((name) => !seen.includes(name))).toEqual([]);
  });
});

describe("the dashboard", () => {
  it("bears stack and region in its name: an account has one of a name in all its regions", () => {
    const names = [{ stage: "dev" }, { stage: "prod" }].map(
      (context) =>
        resourceOf<{ readonly DashboardName: unknown }>(templateOf(context), "AWS::CloudWatch::Dashboard").props
          .DashboardName,
    );
    expect(names.map(textOf)).toEqual([
      "whatsapp-broadcast-dev-${AWS::Region}",
      "whatsapp-broadcast-prod-${AWS::Region}",
    ]);
  });
});

describe("the budget", () => {
  it("is not made when it is 0, and nobody may publish in its name", () => {
    const without = templateOf({ monthlyBudgetUsd: "0" });
    expect(resourcesOf(without, "AWS::Budgets::Budget")).toEqual([]);
    const policyOf = (one: typeof without) => JSON.stringify(resourcesOf(one, "AWS::SNS::TopicPolicy"));
    expect(policyOf(template)).toContain("budgets.amazonaws.com");
    expect(policyOf(without)).not.toContain("budgets.amazonaws.com");
    expect(policyOf(without)).toContain("cloudwatch.amazonaws.com");
  });

  it("is what was chosen, and tells at 80 % spent and at 100 % foreseen", () => {
    const { props } = resourceOf<{
      readonly Budget: { readonly BudgetLimit: { readonly Amount: number } };
      readonly NotificationsWithSubscribers: readonly {
        readonly Notification: { readonly NotificationType: string; readonly Threshold: number };
        readonly Subscribers: readonly { readonly SubscriptionType: string }[];
      }[];
    }>(templateOf({ monthlyBudgetUsd: "75" }), "AWS::Budgets::Budget");
    expect(props.Budget.BudgetLimit.Amount).toBe(75);
    expect(
      props.NotificationsWithSubscribers.map(({ Notification, Subscribers }) => [
        Notification.NotificationType,
        Notification.Threshold,
        Subscribers.map(({ SubscriptionType }) => SubscriptionType),
      ]),
    ).toEqual([
      ["ACTUAL", 80, ["SNS"]],
      ["FORECASTED", 100, ["SNS"]],
    ]);
  });
});
