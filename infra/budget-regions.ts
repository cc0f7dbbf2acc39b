/**
 * Regions whose CloudFormation knows AWS::Budgets::Budget; elsewhere it refuses the whole template, whatever conditions the
 * resource bears. Source: the resource schemas of each region as cfn-lint 1.58.0 has them. A region that is not listed is
 * taken for one without: a stack that lacks its budget is better than none.
 */
const regionsWithBudgets: readonly string[] = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["me-south-1", "cn-north-1", "cn-northwest-1"],
];

/** @param region where the stack is to be, as the CDK got it; `undefined` when it got none */
export const hasBudgets = (region: string | undefined): boolean =>
  region === undefined || regionsWithBudgets.includes(region);
