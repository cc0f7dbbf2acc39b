import { invalid, list, optional, text, type Read } from "./read.ts";

/** Settings of a deployment that has to fit into an account with rules and things of its own. Each may be left out. */
export function surroundingsOf(read: Read, region: string | undefined) {
  const vpc = vpcOf(read);
  const zones = zonesOf(read, region);
  if (vpc !== undefined && zones !== undefined) {
    throw invalid("availabilityZones", zones, "none beside vpcId: the zones are those of subnetIds");
  }
  return {
    /** Zones of the network that the stack makes: where Fargate is not in all zones of a region, or others have to be used. */
    ...optional("zones", zones),
    /** A network that is there, with the subnets for the workers; else the stack makes one. */
    ...optional("vpc", vpc),
    /** A policy that bounds what every role of the stack may do, whatever its own policies say. */
    ...optional("permissionsBoundary", boundaryOf(read)),
    /** On the stack, from which CloudFormation puts them on its resources, and on the workers' tasks. */
    ...optional("tags", tagsOf(read)),
    /** A key of the account's own for tables, files, queues, logs and the operator's key, in place of those of AWS. */
    ...optional("encryptionKey", keyOf(read, region)),
    /** Rules of AWS WAF: with them CloudFront stands before API and console. */
    ...optional("webAclArn", webAclOf(read, region)),
  };
}

/** Two are enough for every other zone to fail; more subnets than six a kind do not fit into the network. */
const zonesOf = (read: Read, region: string | undefined): readonly string[] | undefined => {
  const name = region ?? "[a-z]{2}(?:-[a-z]+)+-\\d";
  const where = region === undefined ? "eu-central-1a,eu-central-1b" : `${region}a,${region}b`;
  const wanted = `one to six zones${region === undefined ? "" : ` of ${region}`}, each once, such as ${where}`;
  return list(read, "availabilityZones", new RegExp(`^${name}[a-z]$`), { wanted, most: 6 });
};

function vpcOf(read: Read) {
  const vpcId = text(read, "vpcId", /^vpc-[0-9a-f]{8,17}$/, "the id of a VPC, such as vpc-0123456789abcdef0");
  const subnetIds = list(read, "subnetIds", /^subnet-[0-9a-f]{8,17}$/, {
    wanted: "one to sixteen ids of subnets, each once, such as subnet-0123456789abcdef0",
    most: 16,
  });
  if (vpcId === undefined && subnetIds === undefined) return undefined;
  if (vpcId === undefined) throw invalid("vpcId", vpcId, "the VPC of subnetIds");
  if (subnetIds === undefined) throw invalid("subnetIds", subnetIds, "the subnets of vpcId for the workers");
  return { vpcId, subnetIds };
}

const boundaryOf = (read: Read): string | undefined =>
  text(
    read,
    "permissionsBoundary",
    /^arn:[a-z-]+:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/,
    "the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary",
  );

function keyOf(read: Read, region: string | undefined): string | undefined {
  const pattern = /^arn:[a-z-]+:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;
  const came = text(read, "encryptionKey", pattern, "the ARN of a KMS key, not of an alias");
  const [, at] = pattern.exec(came ?? "") ?? [];
  if (at !== undefined && region !== undefined && at !== region) {
    throw invalid("encryptionKey", came, `a key in ${region}, where the stack is to be`);
  }
  return came;
}

/** Regions of other partitions than `aws`: a web ACL of ours is nothing there. Source: IAM user guide, "ARNs". */
const otherPartition = /^(cn|us-gov|us-iso[a-z]?|eu-isoe|eusc)-/;

function webAclOf(read: Read, region: string | undefined): string | undefined {
  const came = text(
    read,
    "webAclArn",
    /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[0-9a-f-]+$/,
    "the ARN of a web ACL for CloudFront: arn:aws:wafv2:us-east-1:ACCOUNT:global/webacl/NAME/ID",
  );
  if (came === undefined || region === undefined || !otherPartition.test(region)) return came;
  throw invalid("webAclArn", came, `none: a stack in ${region} can't use a web ACL of us-east-1`);
}

/**
 * EC2 takes 50 a resource, as most services do, and the CDK puts three of its own on each subnet: `Name`, `aws-cdk:subnet-name` and
 * `aws-cdk:subnet-type`. Source: EC2 user guide, "Tag restrictions".
 */
const mostTags = 47;
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** `team=shop,project=broadcasts`, with spaces around what is written or without, or an object in cdk.json. */
function tagsOf(read: Read): Readonly<Record<string, string>> | undefined {
  const came = read("tags");
  if (came === undefined) return undefined;
  const wanted = `up to ${mostTags} tags as AWS takes them, such as team=shop,project=broadcasts, none beginning with aws:`;
  const pairs: readonly (readonly unknown[])[] =
    typeof came === "string"
      ? came
          .split(",")
          .map((pair) =>
            pair.includes("=") ? [pair.replace(/=.*/s, "").trim(), pair.replace(/^[^=]*=/, "").trim()] : [],
          )
      : typeof came === "object" && came !== null && !Array.isArray(came)
        ? Object.entries(came)
        : [[]];
  const good = pairs.filter((pair): pair is readonly [string, string] => {
    const [key, value] = pair;
    if (typeof key !== "string" || typeof value !== "string") return false;
    const isFit = key.length > 0 && key.length <= 128 && value.length <= 256 && tagText.test(key + value);
    return isFit && !/^aws:/i.test(key);
  });
  const tags = Object.fromEntries(good);
  const count = Object.keys(tags).length;
  if (count === 0 || count !== pairs.length || count > mostTags) throw invalid("tags", came, wanted);
  return tags;
}
