import { Stack } from "aws-cdk-lib";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks } from "cdk-nag";
import { acknowledged, HouseChecks } from "../../infra/house-checks.ts";
import { stackOf } from "./synthesized.ts";

const choices = [
  {},
  { stage: "prod" },
  {
    network: "private",
    domainName: "api.example.com",
    certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/a",
  },
];

test.each(choices)("nothing that AwsSolutions rules find in %j stays without a reason", (context) => {
  const { violations } = new HouseChecks().validateScope(stackOf(context));
  const found = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} at ${String(constructPath)}`),
  );
  expect(found).toEqual([]);
});

test("every acknowledgement is for a finding that is there, and says why", () => {
  const { violations } = new AwsSolutionsChecks().validateScope(stackOf());
  const idle = acknowledged.filter(
    ({ rule, at }) =>
      !violations.some(
        ({ ruleName, violatingResources }) =>
          ruleName === rule && violatingResources.some(({ constructPath = "" }) => at.test(constructPath)),
      ),
  );
  expect(idle).toEqual([]);
  expect(acknowledged.filter(({ because }) => because.length < 20)).toEqual([]);
});

test("a bucket that anybody may read is found", () => {
  const stack = new Stack();
  new CfnBucket(stack, "Open", { accessControl: "PublicRead" });
  const { success, violations } = new HouseChecks().validateScope(stack);
  expect(success).toBe(false);
  expect(violations.map(({ ruleName }) => ruleName)).toContain("AwsSolutions-S10");
});
