import { ArnFormat, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";

/** Where starts of scheduled campaigns are kept: one group, and the role in whose name they call their one Lambda. */
export class Schedules extends Construct {
  readonly group: string;
  readonly role: iam.Role;
  /** ARN of every schedule of the group. */
  readonly arns: string;
  /** The Lambda's name is fixed: others speak of its ARN, which would otherwise wait for it and it for them. */
  readonly launchFunctionName: string;
  readonly launchTargetArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = Stack.of(this);
    this.group = `${stack.stackName}-campaigns`;
    new scheduler.ScheduleGroup(this, "Group", { scheduleGroupName: this.group });
    this.arns = stack.formatArn({ service: "scheduler", resource: "schedule", resourceName: `${this.group}/*` });
    this.launchFunctionName = `${stack.stackName}-launch-campaign`;
    this.launchTargetArn = stack.formatArn({
      service: "lambda",
      resource: "function",
      resourceName: this.launchFunctionName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.role = new iam.Role(this, "Role", { assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com") });
    this.role.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [this.launchTargetArn] }),
    );
  }
}
