import type { PolicyValidationPluginReport } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";

/** A finding that stays, and why. */
interface Acknowledgement {
  readonly rule: string;
  /** Of the constructs' path. */
  readonly at: RegExp;
  readonly because: string;
}

export const acknowledged: readonly Acknowledgement[] = [
  {
    rule: "AwsSolutions-APIG4",
    at: /\/Api\/Http\//,
    because:
      "Lambdas check the key themselves (functions/edge): an HTTP API cannot give an authorizer's denials our form and language",
  },
  {
    rule: "AwsSolutions-S1",
    at: /\/Data\/Files\//,
    because:
      "the bucket is reached by this system's roles and by addresses that they sign; CloudTrail data events tell more",
  },
  {
    rule: "AwsSolutions-SMG4",
    at: /\/Data\/AdminKey\//,
    because:
      "a rotation would change the operator's key under the operator; docs/deploy.md says how to change it by hand",
  },
  {
    rule: "AwsSolutions-SQS3",
    at: /\/Queues\/Bell\d+\//,
    because: "a ticket that nobody hears says nothing that the sweep will not say again: it expires after ten minutes",
  },
  {
    rule: "AwsSolutions-SQS4",
    at: /\/Queues\/Bell\d+\//,
    because:
      "200 bells with a policy each would not fit a template; the roles that ring and hear may do so over TLS only (infra/grants.ts)",
  },
  {
    rule: "AwsSolutions-VPC7",
    at: /\/Sending\/Network\//,
    because: "nothing listens in it; flow logs of long-lived connections to WhatsApp would cost more than they tell",
  },
  {
    rule: "AwsSolutions-ECS4",
    at: /\/Sending\/Cluster\//,
    because: "the sweep measures how many workers are asked for and how many beat; memory and CPU come without it",
  },
  {
    rule: "AwsSolutions-ECS2",
    at: /\/Sending\/Worker\//,
    because: "names and numbers only; a worker reads no secret",
  },
];

/** Access is read statement by statement in test/infra/access.test.ts, which knows what each role is for. */
const isAboutAccess = (rule: string): boolean => /^AwsSolutions-IAM[45]\b/.test(rule);

/** cdk-nag's AwsSolutions rules, less what is acknowledged. Synthesis fails on any other finding. */
export class HouseChecks extends AwsSolutionsChecks {
  override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const { violations } = super.validateScope(scope);
    const left = violations.flatMap((violation) => {
      const { ruleName, violatingResources } = violation;
      if (isAboutAccess(ruleName)) return [];
      const unexplained = violatingResources.filter(
        ({ constructPath = "" }) => !acknowledged.some(({ rule, at }) => rule === ruleName && at.test(constructPath)),
      );
      return unexplained.length === 0 ? [] : [{ ...violation, violatingResources: unexplained }];
    });
    return { success: left.length === 0, violations: left };
  }
}
