import { asked, foundOr, refusedFinding, type Asking, type Check } from "./check.ts";
import { ok, problem, type Finding } from "./finding.ts";

/** What has to be in the account before a deployment, and what the settings name of it. */

const bootstrap = asked("CDK bootstrap", "CloudFormation console, stack CDKToolkit", async (asking, about) => {
  const { aws, plan, account, region } = asking;
  const { parameter, leastVersion } = plan.bootstrap;
  const todo = `npx cdk bootstrap aws://${account}/${region}`;
  const asks = aws("ssm", "get-parameter", "--name", parameter);
  const found = await foundOr<{ readonly Parameter: { readonly Value: string } }>(asks, "ParameterNotFound");
  if (found === undefined) return problem(about, `${region} has none`, `version ${leastVersion} or newer`, todo);
  const version = Number(found.Parameter.Value);
  if (version >= leastVersion) return ok(about, `version ${version}`);
  return problem(about, `version ${version}`, `version ${leastVersion} or newer`, todo);
});

/** In an account that never had a cluster it is made beside the first one, and the service of that deployment may come too early. */
const roleOfEcs = asked("role of ECS", "IAM console, role AWSServiceRoleForECS", async ({ aws }, about) => {
  const name = "AWSServiceRoleForECS";
  if ((await foundOr(aws("iam", "get-role", "--role-name", name), "NoSuchEntity")) !== undefined)
    return ok(about, name);
  const todo = "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com";
  return problem(about, `the account has no ${name}`, "it before the first cluster", todo);
});

/** Whether the stack is there, and whether it can be deployed to. */
export async function stackIn({ aws, plan }: Pick<Asking, "aws" | "plan">): Promise<StackFound> {
  const [about, name] = ["stack", plan.stackName];
  try {
    const found = await foundOr<{ readonly Stacks: readonly { readonly StackStatus: string }[] }>(
      aws("cloudformation", "describe-stacks", "--stack-name", name),
      "ValidationError",
    );
    const status = found?.Stacks[0]?.StackStatus;
    if (status === undefined) return { finding: ok(about, `${name} is not there yet`), isThere: false };
    const todo = mendingOf(status, name);
    if (todo === undefined) return { finding: ok(about, `${name} is there, ${status}`), isThere: true };
    return { finding: problem(about, `${name} is ${status}`, "none, or one that stands still", todo), isThere: true };
  } catch (error) {
    return { finding: refusedFinding(about, "CloudFormation console, Stacks", error), isThere: false };
  }
}

interface StackFound {
  readonly finding: Finding;
  readonly isThere: boolean;
}

/** What to do before a stack in that state can be deployed to; nothing where it can. */
function mendingOf(status: string, name: string): string | undefined {
  if (["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "REVIEW_IN_PROGRESS"].includes(status)) {
    return `it was never whole: aws cloudformation delete-stack --stack-name ${name}; in prod delete the tables and the bucket that it kept, too`;
  }
  if (status === "UPDATE_ROLLBACK_FAILED") return `aws cloudformation continue-update-rollback --stack-name ${name}`;
  return status.endsWith("_IN_PROGRESS") ? "wait until it is over" : undefined;
}

const nothingThere = "correct the setting, or make it first";

const key = asked("encryptionKey", "KMS console", async ({ aws, plan }, about) => {
  const { encryptionKey = "" } = plan.config;
  interface Key {
    readonly KeyMetadata: { readonly KeyState: string; readonly KeySpec?: string; readonly KeyUsage?: string };
  }
  const found = await foundOr<Key>(aws("kms", "describe-key", "--key-id", encryptionKey), "NotFoundException");
  if (found === undefined) return problem(about, `there is no ${encryptionKey}`, "a key that is there", nothingThere);
  const { KeyState, KeySpec = "", KeyUsage = "" } = found.KeyMetadata;
  if (KeyState !== "Enabled" || KeySpec !== "SYMMETRIC_DEFAULT" || KeyUsage !== "ENCRYPT_DECRYPT") {
    const wanted = "Enabled, SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT";
    return problem(about, `${KeyState}, ${KeySpec}, ${KeyUsage}`, wanted, "enable it, or name another key");
  }
  const asks = aws("kms", "get-key-policy", "--key-id", encryptionKey, "--policy-name", "default");
  const { Policy } = (await asks) as { readonly Policy: string };
  const needed = { "logs.": /logs\.[a-z0-9.-]*amazonaws/, "s3.amazonaws.com": /s3\.amazonaws/ };
  const missing = Object.entries(needed).flatMap(([name, pattern]) => (pattern.test(Policy) ? [] : [name]));
  if (missing.length === 0) return ok(about, "enabled, and its policy names logs and S3");
  const wanted = "statements for CloudWatch Logs and S3";
  return problem(about, `its policy does not name ${missing.join(" and ")}`, wanted, "add those of docs/deploy.md");
});

const boundary = asked("permissionsBoundary", "IAM console, Policies", async ({ aws, plan }, about) => {
  const { permissionsBoundary: arn = "" } = plan.config;
  const found = await foundOr(aws("iam", "get-policy", "--policy-arn", arn), "NoSuchEntity");
  return found === undefined ? problem(about, `there is no ${arn}`, "a managed policy", nothingThere) : ok(about, arn);
});

const certificate = asked("certificateArn", "ACM console", async ({ aws, plan }, about) => {
  const { certificateArn = "" } = plan.config.domain ?? {};
  const at = certificateArn.split(":")[3] ?? "";
  const found = await foundOr<{ readonly Certificate: { readonly Status: string } }>(
    aws("acm", "describe-certificate", "--region", at, "--certificate-arn", certificateArn),
    "ResourceNotFoundException",
  );
  const { Status } = found?.Certificate ?? {};
  if (Status === "ISSUED") return ok(about, `issued, in ${at}`);
  const came = Status === undefined ? `there is no ${certificateArn}` : `it is ${Status}`;
  return problem(about, came, "a certificate that is ISSUED", "request it in ACM, and set the records that ACM names");
});

const webAcl = asked("webAclArn", "WAF console, Global (CloudFront)", async ({ aws, plan }, about) => {
  const { webAclArn = "" } = plan.config;
  const [, , name = "", id = ""] = webAclArn.split("/");
  const which = ["--region", "us-east-1", "--scope", "CLOUDFRONT", "--name", name, "--id", id];
  const found = await foundOr(aws("wafv2", "get-web-acl", ...which), "WAFNonexistentItemException");
  return found === undefined ? problem(about, `there is no ${webAclArn}`, "a web ACL", nothingThere) : ok(about, name);
});

const image = asked("workerImage", "ECR console", async ({ aws, plan }, about): Promise<Finding> => {
  const { repository = "", tag = "" } = plan.config.workerImage ?? {};
  const which = ["--repository-name", repository, "--image-ids", `imageTag=${tag}`];
  const missing = ["RepositoryNotFoundException", "ImageNotFoundException"];
  const found = await foundOr(aws("ecr", "describe-images", ...which), ...missing);
  if (found !== undefined) return ok(about, `${repository}:${tag}`);
  const todo = `npm run bundle && npm run image -- --repository ${repository} --tag ${tag}`;
  return problem(about, `ECR has no ${repository}:${tag}`, "an image that was pushed", todo);
});

/** Of what settings name, what they name. */
export const accountChecksFor = ({ plan }: Parameters<Check>[0]): readonly Check[] => {
  const { encryptionKey, permissionsBoundary, domain, webAclArn, workerImage } = plan.config;
  return [
    bootstrap,
    roleOfEcs,
    ...(encryptionKey === undefined ? [] : [key]),
    ...(permissionsBoundary === undefined ? [] : [boundary]),
    ...(domain === undefined ? [] : [certificate]),
    ...(webAclArn === undefined ? [] : [webAcl]),
    ...(workerImage === undefined ? [] : [image]),
  ];
};
