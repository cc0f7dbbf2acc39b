import { readFileSync } from "node:fs";
import { join } from "node:path";
import { costOf, type Prices, type Usage } from "../../infra/cost/formula.ts";
import { measured } from "../../infra/cost/measured.ts";
import { prices } from "../../infra/cost/prices.ts";
import { defaultUsage, reportOf } from "../../infra/cost/report.ts";
import { resourcesOf, templateOf } from "./synthesized.ts";

const usage = defaultUsage;
const doc = (...path: readonly string[]) => readFileSync(join(__dirname, "..", "..", ...path), "utf8");

/** All prices zero but one. */
function only(pick: (prices: Prices) => Partial<Prices>): Prices {
  const none = (value: unknown): unknown =>
    typeof value === "number" ? 0 : typeof value === "object" && value !== null ? nothingOf(value) : value;
  const nothingOf = (of: object): object =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, none(value)]));
  const zero = nothingOf(prices) as Prices;
  return { ...zero, ...pick(zero) };
}

describe("the cost of a month", () => {
  it("of workers is their vCPUs, memory and disk beyond what is free, for 730 hours", () => {
    const { usd } = costOf(
      usage,
      only(({ fargate }) => ({ fargate: { ...fargate, vCpuHour: 1, gbHour: 0.1, diskGbHour: 0.01, freeDiskGb: 20 } })),
    );
    expect(usd).toBeCloseTo(2 * 730 * (2 + 0.8 + 0.2), 6);
  });

  it("of writes is a message's units and what idle workers beat", () => {
    const { usd } = costOf(
      usage,
      only(({ dynamoDb }) => ({ dynamoDb: { ...dynamoDb, writeUnit: 1 } })),
    );
    expect(usd).toBeCloseTo(1e6 * measured.message.writeUnits + 2 * 43_800 * measured.idleMinute.writeUnits, 3);
  });

  it("is the sum of its lines, none of which is negative or nothing", () => {
    const { lines, usd } = costOf(usage);
    expect(lines.every((line) => line.usd > 0 && Number.isFinite(line.usd))).toBe(true);
    expect(usd).toBeCloseTo(
      lines.reduce((sum, line) => sum + line.usd, 0),
      9,
    );
  });

  it("grows by the messages' own units only while the sessions stay the same", () => {
    const more = costOf({ ...usage, messages: 2_000_000 });
    const fargate = (cost: typeof more) => cost.lines.find(({ service }) => service === "Fargate")?.usd;
    expect(fargate(more)).toBe(fargate(costOf(usage)));
    expect(more.usd - costOf(usage).usd).toBeLessThan(0.5 * costOf(usage).usd);
  });

  it("says how much of the month a session sends, and so whether it can at all", () => {
    expect(costOf(usage).load).toBeCloseTo(1e6 / (20 * 10 * 43_800), 9);
    expect(costOf({ ...usage, messages: 10_000_000 }).load).toBeGreaterThan(1);
  });

  it("counts the alarms that the stack has, and the metrics that each reads, which is what is billed", () => {
    const alarms = resourcesOf<{ readonly Metrics?: readonly { readonly MetricStat?: unknown }[] }>(
      templateOf(),
      "AWS::CloudWatch::Alarm",
    );
    const read = alarms.map(({ props }) => props.Metrics?.filter((one) => one.MetricStat !== undefined).length ?? 1);
    expect(measured.alarms).toEqual({ count: alarms.length, metrics: read.reduce((sum, each) => sum + each, 0) });
    const { usd } = costOf(
      usage,
      only(({ cloudWatch }) => ({ cloudWatch: { ...cloudWatch, alarmMonth: 1 } })),
    );
    expect(usd).toBe(measured.alarms.metrics);
  });

  it("counts the workers' disk that the stack has", () => {
    const [task] = resourcesOf<{ readonly EphemeralStorage: { readonly SizeInGiB: number } }>(
      templateOf(),
      "AWS::ECS::TaskDefinition",
    );
    expect(task?.props.EphemeralStorage.SizeInGiB).toBe(40);
  });

  it("is in the documents what the command prints", () => {
    expect(doc("docs", "cost.md")).toContain(reportOf(usage));
    const idle = { ...usage, messages: 0, sessions: 0 };
    const dollarsOf = (month: Usage) => Math.round(costOf(month).usd);
    expect(doc("docs", "deploy.md").replace(/\s+/g, " ")).toContain(
      `with no session linked some ${dollarsOf(idle)} USD a month, with one worker some ${dollarsOf({ ...idle, sessions: 1 })}`,
    );
    const dollars = Math.round((costOf(usage).usd / usage.messages) * 1_000_000);
    expect(doc("README.md").replace(/\s+/g, " ")).toContain(`about ${dollars} USD a million messages`);
  });
});
