import { Annotations } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";
import type { Config } from "../config.ts";

export interface Network {
  readonly vpc: ec2.IVpc;
  /** Where the workers run. */
  readonly vpcSubnets: ec2.SubnetSelection;
}

/**
 * Where the workers run: in a network of the stack's own, or in one that is there. That one is not looked up, so that synthesis asks
 * no account; `npm run preflight` checks it. The casts: aws-cdk-lib's classes are not written for TypeScript's
 * exactOptionalPropertyTypes.
 */
export function networkOf(
  scope: Construct,
  { network, vpc, zones }: Pick<Config, "network" | "vpc" | "zones">,
): Network {
  const isPublic = network === "public";
  if (vpc !== undefined) {
    const subnets = vpc.subnetIds.map((id, at) => namedSubnet(scope, `Subnet${at}`, id));
    // The construct wants a zone, and nothing asks for it: the subnets are named.
    const attributes = { vpcId: vpc.vpcId, availabilityZones: ["of-its-subnets"] };
    return { vpc: ec2.Vpc.fromVpcAttributes(scope, "Network", attributes), vpcSubnets: { subnets } };
  }
  const subnet = (name: string, subnetType: ec2.SubnetType) => ({ name, subnetType, cidrMask: 20 });
  const made = new ec2.Vpc(scope, "Network", {
    // Every region has two; without an account to ask, CDK takes no more anyway.
    ...(zones === undefined ? { maxAzs: 2 } : { availabilityZones: [...zones] }),
    // A NAT gateway costs more than a small worker; nothing is let in without one either. Behind one, all workers
    // have the same address, which a receiver may put on its list of known senders.
    natGateways: isPublic ? 0 : 1,
    subnetConfiguration: [
      subnet("public", ec2.SubnetType.PUBLIC),
      ...(isPublic ? [] : [subnet("private", ec2.SubnetType.PRIVATE_WITH_EGRESS)]),
    ],
    gatewayEndpoints: {
      S3: { service: ec2.GatewayVpcEndpointAwsService.S3 },
      DynamoDb: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB },
    },
    // Nothing is in the default group, and emptying it would take a Lambda that may change security groups.
    restrictDefaultSecurityGroup: false,
  }) as ec2.IVpc;
  const subnetType = isPublic ? ec2.SubnetType.PUBLIC : ec2.SubnetType.PRIVATE_WITH_EGRESS;
  return { vpc: made, vpcSubnets: { subnetType } };
}

function namedSubnet(scope: Construct, id: string, subnetId: string): ec2.ISubnet {
  const subnet = ec2.Subnet.fromSubnetId(scope, id, subnetId);
  const because = "nothing of the stack changes or reads its route table";
  Annotations.of(subnet).acknowledgeWarning("@aws-cdk/aws-ec2:noSubnetRouteTableId", because);
  return subnet;
}
