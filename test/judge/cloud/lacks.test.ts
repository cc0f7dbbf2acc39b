import { alone, lacks, without, type Resource } from "./lacks.ts";

const alarm: Resource = {
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmActions: [{ Ref: "Topic" }],
    Metrics: [{ Id: "rate", Expression: { "Fn::Join": ["", ["a/", { Ref: "Name" }]] }, ReturnData: true }],
  },
  DependsOn: ["Topic"],
};
const Topic: Resource = { Type: "AWS::SNS::Topic" };

test("the list of what the emulator lacks is short, and each entry has its reason", () => {
  expect(lacks.length).toBeLessThan(10);
  for (const { reason } of lacks) expect(reason.length).toBeGreaterThan(10);
});

test("what the emulator lacks is taken out, all else stays", () => {
  const plain: Resource = { Type: "AWS::CloudWatch::Alarm", Properties: { MetricName: "Errors" } };
  const budget: Resource = { Type: "AWS::Budgets::Budget" };
  const template = { Outputs: {}, Resources: { alarm, budget, plain, Topic } };
  const { rest, lacking } = without(template);
  expect(rest).toEqual({ Outputs: {}, Resources: { plain, Topic } });
  expect(lacking.map(({ id, lack }) => [id, lack.name])).toEqual([
    ["alarm", "AWS::CloudWatch::Alarm with Metrics"],
    ["budget", "AWS::Budgets::Budget"],
  ]);
});

test("by itself it refers to no other resource", () => {
  const [lacking] = without({ Resources: { alarm, Topic } }).lacking;
  if (lacking === undefined) throw new Error("the alarm is not on the list");
  const Metrics = [{ Id: "rate", Expression: "other", ReturnData: true }];
  expect(alone(lacking)).toEqual({
    Resources: { alarm: { Type: "AWS::CloudWatch::Alarm", Properties: { AlarmActions: ["other"], Metrics } } },
  });
});
