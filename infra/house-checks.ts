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
      "only this system's roles have access, and callers for whom they sign an address that lives a quarter of an hour; an operator who must know each access switches on CloudTrail's data events, as docs/security.md says",
  },
  {
    rule: "AwsSolutions-SMG4",
    at: /\/Data\/AdminKey\//,
    because:
      "a rotation would change the operator's key under the operator; docs/deploy.md says how to change it by hand",
  },
  {
    rule: "AwsSolutions-SMG4",
    at: /\/Api\/FrontDoor\/Secret\//,
    because:
      "it opens no data, only the way around the web ACL; CloudFront, the authorizer and its memory of an hour would have to change at once",
  },
  {
    rule: "AwsSolutions-CFR1",
    at: /\/Api\/FrontDoor\/Distribution\//,
    because: "tenants and their people may be in any country; a web ACL may have a rule by country",
  },
  {
    rule: "AwsSolutions-CFR3",
    at: /\/Api\/FrontDoor\/Distribution\//,
    because: "the API logs each request by its route; CloudFront would log paths, which may bear numbers of persons",
  },
  {
    rule: "AwsSolutions-CFR4",
    at: /\/Api\/FrontDoor\/Distribution\//,
    because: "under CloudFront's own name it alone decides which TLS it takes; with `domainName` it is 1.2 at least",
  },
  {
    rule: "AwsSolutions-SQS3",
    at: /\/Queues\/Bell\d+\//,
    because:
      "a ticket that no worker reads says nothing that the sweep will not say again: it expires after ten minutes",
  },
  {
    rule: "AwsSolutions-VPC7",
    at: /\/Sending\/Network\//,
    // Some 200 records of 120 bytes every ten minutes a worker of ten sessions, at 0.50 USD a GB.
    because:
      "no port is open, and only HTTPS goes out: flow logs would cost little, 0.05 USD a worker and month, and list addresses of Meta and AWS that there is nothing to compare with",
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
