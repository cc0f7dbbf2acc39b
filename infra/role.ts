import * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";

/**
 * A role whose policy stands in the role itself: one resource of the template where there would be two, and it never exists without
 * what it may do.
 */
export class RoleWithPolicy extends iam.Role {
  readonly #policy: iam.PolicyDocument;

  constructor(scope: Construct, id: string, props: Pick<iam.RoleProps, "assumedBy">) {
    // Read at synthesis: what is granted later is in it.
    const policy = new iam.PolicyDocument();
    super(scope, id, { ...props, inlinePolicies: { access: policy } });
    this.#policy = policy;
  }

  override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.#policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}
