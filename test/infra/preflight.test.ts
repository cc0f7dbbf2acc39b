import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextWith, planOf, type Plan } from "../../infra/preflight/plan.ts";
import { preflight } from "../../infra/preflight/preflight.ts";
import type { Finding } from "../../infra/preflight/finding.ts";
import { everyOption } from "./synthesized.ts";

/** The preflight with stand-ins for aws and docker, first in PATH, which answer what was written down for them. */

const root = join(__dirname, "..", "..");
const dir = mkdtempSync(join(tmpdir(), "preflight-"));
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** Answers by what is asked, the most exact first: service, operation, what is named, region. */
const standIn = `#!/bin/sh
here=\${0%/*}
echo "\${0##*/} $*" >> "$here/calls"
[ "$1" = --version ] && { echo "aws-cli/2.31.0"; exit 0; }
for word in "$@"; do
  case "$last" in --type-name|--quota-code) named=" $word" ;; esac
  last=$word
done
for asked in "$1 $2$named@$AWS_REGION" "$1 $2$named" "$1 $2"; do
  [ -f "$here/answers/$asked" ] && exec /bin/cat "$here/answers/$asked"
  [ -f "$here/answers/$asked.error" ] && { /bin/cat "$here/answers/$asked.error" >&2; exit 254; }
done
echo "no answer was written down for $1 $2$named" >&2
exit 3
`;

interface Failing {
  readonly error: string;
}
type Answers = Readonly<Record<string, object | string | Failing>>;

const refusal = (code: string, said = "no"): Failing => ({
  error: `\nAn error occurred (${code}) when calling the Ask operation: ${said}\n`,
});
const denied = refusal("AccessDeniedException", "User: arn:aws:iam::123456789012:user/me is not authorized");
const quota = (value: number) => ({ Quota: { Value: value } });
const zone = (letter: string, id: string) => ({
  ZoneName: `ap-southeast-1${letter}`,
  ZoneId: id,
  ZoneType: "availability-zone",
});

/** An account that has all of it, where nothing was deployed. */
const good: Answers = {
  "sts get-caller-identity": { Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/me" },
  "cloudformation describe-stacks": refusal("ValidationError", "Stack with id whatsapp-broadcast-dev does not exist"),
  "cloudformation describe-type": { TypeName: "AWS::SQS::Queue" },
  "ssm get-parameter": { Parameter: { Value: "28" } },
  "iam get-role": { Role: {} },
  "lambda get-account-settings": {
    AccountLimit: { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 1_000 },
  },
  "service-quotas get-service-quota L-3032A538": quota(100),
  "service-quotas get-service-quota L-F678F1CE": quota(5),
  "service-quotas get-service-quota L-0263D0A3": quota(5),
  "ec2 describe-vpcs": { Vpcs: [{}] },
  "ec2 describe-addresses": { Addresses: [] },
  "ec2 describe-availability-zones": { AvailabilityZones: [zone("b", "apse1-az1"), zone("a", "apse1-az2")] },
  "pricing get-products": { PriceList: ['{"usagetype":"APS1-Fargate-ARM-vCPU-Hours:perCPU"}'] },
  "buildx inspect": "Name: default\nStatus: running\nPlatforms: linux/amd64, linux/arm64, linux/386\n",
};

interface Options {
  readonly context?: Readonly<Record<string, unknown>>;
  readonly region?: string;
  readonly without?: readonly string[];
  /** Asks for each type of the template, not for some: one process each. */
  readonly allTypes?: boolean;
}

const plans = new Map<string, Plan>();
function planned(context: Readonly<Record<string, unknown>>, region: string | undefined): Plan {
  const key = JSON.stringify([context, region]);
  const plan = plans.get(key) ?? planOf({ ...contextWith([]), ...context }, region);
  plans.set(key, plan);
  return plan;
}

function prepare(answers: Answers, without: readonly string[] = []): void {
  rmSync(join(dir, "answers"), { recursive: true, force: true });
  mkdirSync(join(dir, "answers"));
  writeFileSync(join(dir, "calls"), "");
  for (const [asked, answer] of Object.entries({ ...good, ...answers })) {
    const isFailing = typeof answer === "object" && "error" in answer;
    const text = isFailing ? answer.error : typeof answer === "string" ? answer : JSON.stringify(answer);
    writeFileSync(join(dir, "answers", `${asked}${isFailing ? ".error" : ""}`), text);
  }
  for (const program of ["aws", "docker"]) {
    rmSync(join(dir, program), { force: true });
    if (without.includes(program)) continue;
    writeFileSync(join(dir, program), standIn);
    chmodSync(join(dir, program), 0o755);
  }
}

async function ask(
  answers: Answers,
  { context = {}, region = "ap-southeast-1", without = [], allTypes = false }: Options = {},
) {
  prepare(answers, without);
  const told: Finding[] = [];
  const listener = { found: (finding: Finding) => told.push(finding), asked: () => undefined };
  const env = { PATH: dir, ...(region === "" ? {} : { AWS_REGION: region }) };
  const planFor = (at: string | undefined): Plan => {
    const plan = planned(context, at);
    return allTypes ? plan : { ...plan, resourceTypes: plan.resourceTypes.slice(0, 5) };
  };
  const findings = await preflight(planFor, env, listener);
  expect(told).toEqual(findings);
  return findings;
}
const calls = () => readFileSync(join(dir, "calls"), "utf8").trim().split("\n");
const notOk = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== "ok");

describe("preflight", () => {
  test("finds nothing to mend in an account that has all of it, and only reads", async () => {
    const findings = await ask({}, { context: { stage: "prod", network: "private" }, allTypes: true });
    expect(notOk(findings)).toEqual([]);
    expect(findings.map(({ about }) => about)).toEqual([
      ...["credentials", "settings", "Docker, linux/arm64", "stack", "CDK bootstrap", "role of ECS"],
      ...[
        "Lambda, executions at once",
        "Fargate, vCPUs at once",
        "VPCs in the region",
        "Elastic IP addresses in the region",
      ],
      ...["resource types of the template", "Fargate on ARM", "zones of the workers"],
    ]);
    const operations = calls().map((call) => call.split(" ").slice(0, 3).join(" "));
    expect(
      operations.filter((one) => !/^aws (--version|\S+ (get|describe|list)-)|^docker buildx inspect/.test(one)),
    ).toEqual([]);
    // Each type of the template by itself, and nothing else so often.
    expect(operations.filter((one) => one === "aws cloudformation describe-type").length).toBeGreaterThan(30);
  });

  test("says of a new account what is too small for production, and how to get more or to need less", async () => {
    const answers = {
      "lambda get-account-settings": { AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 } },
      "service-quotas get-service-quota L-3032A538": refusal("NoSuchResourceException"),
      "service-quotas get-aws-default-service-quota L-3032A538": quota(6),
      "ssm get-parameter": refusal("ParameterNotFound"),
      "iam get-role": refusal("NoSuchEntity"),
      "ec2 describe-vpcs": { Vpcs: [{}, {}, {}, {}, {}] },
    };
    const increase = "aws service-quotas request-service-quota-increase --service-code";
    expect(notOk(await ask(answers, { context: { stage: "prod" } }))).toEqual([
      {
        about: "CDK bootstrap",
        state: "problem",
        came: "ap-southeast-1 has none",
        wanted: "version 6 or newer",
        todo: "npx cdk bootstrap aws://123456789012/ap-southeast-1",
      },
      expect.objectContaining({ about: "role of ECS", todo: expect.stringContaining("ecs.amazonaws.com") as unknown }),
      {
        about: "Lambda, executions at once",
        state: "problem",
        came: "10 of 10 are free",
        wanted: "200: 100 for waitingSends, and 100 that AWS leaves to all others",
        todo: `${increase} lambda --quota-code L-B99A9384 --desired-value 1000`,
      },
      {
        about: "Fargate, vCPUs at once",
        state: "problem",
        came: "6",
        wanted: "44: 20 workers of 2 vCPU, and 2 more while a deployment replaces them",
        todo: `${increase} fargate --quota-code L-3032A538 --desired-value 44, or deploy with -c maxWorkers=2`,
      },
      expect.objectContaining({ about: "VPCs in the region", came: "5 of 5", wanted: "one more" }),
    ]);
  });

  test("lets a new account try it: ten executions and two workers are enough for dev", async () => {
    const answers = {
      "lambda get-account-settings": { AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 } },
      "service-quotas get-service-quota L-3032A538": quota(6),
    };
    const findings = await ask(answers, { context: { maxWorkers: "2" } });
    expect(notOk(findings)).toEqual([]);
    expect(findings).toContainEqual({
      about: "Lambda, executions at once",
      state: "ok",
      came: "10 of 10 are free, which serves a trial",
    });
  });

  test("counts what a stack that is there has set aside, and its network", async () => {
    const answers = {
      "cloudformation describe-stacks": { Stacks: [{ StackStatus: "UPDATE_COMPLETE" }] },
      "lambda get-account-settings": {
        AccountLimit: { ConcurrentExecutions: 200, UnreservedConcurrentExecutions: 100 },
      },
      "cloudformation describe-stack-resource": { StackResourceDetail: { PhysicalResourceId: "messages-1" } },
      "lambda get-function-concurrency": { ReservedConcurrentExecutions: 100 },
    };
    const findings = await ask(answers, { context: { stage: "prod" } });
    expect(notOk(findings)).toEqual([]);
    expect(findings.map(({ about }) => about)).not.toContain("VPCs in the region");
  });

  test.each([
    ["ROLLBACK_COMPLETE", "aws cloudformation delete-stack --stack-name whatsapp-broadcast-dev"],
    ["UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback"],
    ["UPDATE_IN_PROGRESS", "wait until it is over"],
  ])("says of a stack that is %s what to do first", async (status, todo) => {
    const answers = { "cloudformation describe-stacks": { Stacks: [{ StackStatus: status }] } };
    const [found, ...others] = notOk(await ask(answers));
    expect(found).toMatchObject({ about: "stack", state: "problem" });
    expect(found?.todo).toContain(todo);
    expect(others).toEqual([]);
  });

  test("names the types that the region lacks: a budget can be left out", async () => {
    const missing = { "cloudformation describe-type AWS::Budgets::Budget": refusal("TypeNotFoundException") };
    expect(notOk(await ask(missing, { allTypes: true }))).toEqual([
      {
        about: "resource types of the template",
        state: "problem",
        came: "ap-southeast-1 lacks AWS::Budgets::Budget",
        wanted: expect.stringMatching(/^all \d+$/) as unknown,
        todo: "deploy with -c monthlyBudgetUsd=0, and make a budget by hand in AWS Budgets",
      },
    ]);
    // Where it is known that a region has none, it is not in the template.
    const { "ec2 describe-availability-zones": zones } = good;
    expect(
      notOk(await ask({ ...missing, "ec2 describe-availability-zones": zones ?? {} }, { region: "ap-southeast-3" })),
    ).toEqual([]);
    expect(calls().join()).not.toContain("AWS::Budgets::Budget");
  });

  test("finds zones without Fargate, and a region without ARM", async () => {
    const tokyo = (letter: string, id: string) => ({ ZoneName: `ap-northeast-1${letter}`, ZoneId: id });
    const answers = {
      "ec2 describe-availability-zones": {
        AvailabilityZones: [
          ...[tokyo("a", "apne1-az4"), tokyo("b", "apne1-az3"), tokyo("c", "apne1-az1")],
          { ...tokyo("-nrt-1a", "apne1-nrt1-az1"), ZoneType: "local-zone" },
        ],
      },
      "pricing get-products": { PriceList: ['{"usagetype":"APN1-Fargate-vCPU-Hours:perCPU"}'] },
    };
    const region = "ap-northeast-1";
    expect(notOk(await ask(answers, { region }))).toEqual([
      expect.objectContaining({ about: "Fargate on ARM", state: "problem", came: "AWS sells none in ap-northeast-1" }),
      {
        about: "zones of the workers",
        state: "problem",
        came: "ap-northeast-1b (apne1-az3)",
        wanted: "zones with Fargate: ap-northeast-1a, ap-northeast-1c",
        todo: "deploy with -c availabilityZones=ap-northeast-1a,ap-northeast-1c",
      },
    ]);
    const chosen = { ...answers, "pricing get-products": good["pricing get-products"] ?? {} };
    const availabilityZones = "ap-northeast-1a,ap-northeast-1c";
    expect(notOk(await ask(chosen, { region, context: { availabilityZones } }))).toEqual([]);
    const [unknown] = notOk(await ask(chosen, { region, context: { availabilityZones: "ap-northeast-1f" } }));
    expect(unknown).toMatchObject({ about: "zones of the workers", came: "ap-northeast-1f" });
  });

  test("goes on where it may not ask, says where to look, and takes that for no problem", async () => {
    const answers = {
      "lambda get-account-settings": denied,
      "cloudformation describe-type": denied,
      "pricing get-products": { error: 'Could not connect to the endpoint URL: "https://api.pricing"' },
      "iam get-role": { unexpected: true },
      "ec2 describe-availability-zones": "<html>",
    };
    const findings = notOk(await ask(answers));
    expect(findings.map(({ about, state }) => [about, state])).toEqual([
      ["Lambda, executions at once", "unasked"],
      ["resource types of the template", "unasked"],
      ["Fargate on ARM", "unasked"],
      ["zones of the workers", "unasked"],
    ]);
    expect(findings[0]).toMatchObject({
      came: "AccessDeniedException: User: arn:aws:iam::123456789012:user/me is not authorized",
      todo: "look yourself: https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384",
    });
    // Once is enough to know that it may not be asked.
    expect(calls().filter((call) => call.includes("describe-type"))).toHaveLength(1);
  });

  test.each([
    ["no AWS CLI", {}, { without: ["aws"] }, "AWS CLI", /^aws cannot be started/, /install it: https/],
    [
      "an expired token",
      { "sts get-caller-identity": refusal("ExpiredToken") },
      {},
      "credentials",
      /^ExpiredToken/,
      /aws sso login/,
    ],
    [
      "an expired sign-in",
      {
        "sts get-caller-identity": {
          error: "Error when retrieving token from sso: Token has expired and refresh failed",
        },
      },
      {},
      "credentials",
      /Token has expired/,
      /aws sso login/,
    ],
    [
      "no credentials",
      { "sts get-caller-identity": { error: "Unable to locate credentials. You can configure credentials by ..." } },
      {},
      "credentials",
      /^NoCredentials/,
      /aws configure/,
    ],
    ["no region", { "configure get": { error: "" } }, { region: "" }, "region", /^none is set/, /AWS_REGION/],
    [
      "a region that is not switched on",
      {
        "sts get-caller-identity": refusal("InvalidClientTokenId"),
        "sts get-caller-identity@us-east-1": good["sts get-caller-identity"] ?? {},
      },
      { region: "ap-southeast-3", allTypes: true },
      "region",
      /^ap-southeast-3 is not switched on/,
      /aws account enable-region --region-name ap-southeast-3/,
    ],
    [
      "wrong credentials",
      { "sts get-caller-identity": refusal("InvalidClientTokenId") },
      {},
      "credentials",
      /^Invalid/,
      /aws configure list/,
    ],
  ] as readonly (readonly [string, Answers, Options, string, RegExp, RegExp])[])(
    "stops at %s, and still asks this machine",
    async (_, answers, options, about, came, todo) => {
      const findings = await ask(answers, options);
      expect(findings.map((one) => [one.about, one.state])).toEqual([
        [about, "problem"],
        ["settings", "ok"],
        ["Docker, linux/arm64", "ok"],
        ["everything else", "unasked"],
      ]);
      expect(findings[0]?.came).toMatch(came);
      expect(findings[0]?.todo).toMatch(todo);
    },
  );

  test("takes the region of the profile where the environment has none", async () => {
    const findings = await ask({ "configure get": "ap-southeast-1\n" }, { region: "" });
    expect(notOk(findings)).toEqual([]);
  });

  test("says which setting is wrong", async () => {
    const findings = await ask({}, { context: { maxWorkers: "0" } });
    expect(findings[1]).toMatchObject({
      about: "settings",
      state: "problem",
      came: 'context maxWorkers is "0", wanted a whole number from 1 to 200',
    });
  });

  test.each([
    ["is not there", {}, ["docker"], /^docker cannot be started/, /docs.docker.com/],
    [
      "builds for Intel only",
      { "buildx inspect": "Platforms: linux/amd64\n" },
      [],
      /^buildx builds linux\/amd64$/,
      /binfmt --install arm64/,
    ],
    [
      "does not run",
      { "buildx inspect": { error: "ERROR: Cannot connect to the Docker daemon" } },
      [],
      /Cannot connect/,
      /^start Docker/,
    ],
    [
      "lacks buildx",
      { "buildx inspect": { error: "docker: unknown command: docker buildx\n\nRun 'docker --help'" } },
      [],
      /buildx/,
      /^install the plugin/,
    ],
    [
      "has no buildx",
      { "buildx inspect": { error: "docker: 'buildx' is not a docker command." } },
      [],
      /buildx/,
      /^install the plugin/,
    ],
  ] as readonly (readonly [string, Answers, readonly string[], RegExp, RegExp])[])(
    "finds a Docker that %s",
    async (_, answers, without, came, todo) => {
      const [found, ...others] = notOk(await ask(answers, { without }));
      expect(found).toMatchObject({ about: "Docker, linux/arm64", state: "problem" });
      expect(found?.came).toMatch(came);
      expect(found?.todo).toMatch(todo);
      expect(others).toEqual([]);
    },
  );
});

describe("what settings name", () => {
  const context = {
    ...everyOption,
    domainName: "api.example.com",
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/abc",
    workerImage: "team/worker:abc",
  };
  const region = "eu-west-1";
  const [subnetA, subnetB] = context.subnetIds.split(",");
  const subnet = (SubnetId = "", VpcId: string = context.vpcId) => ({
    SubnetId,
    VpcId,
    AvailabilityZoneId: "euw1-az1",
  });
  const routed = (target: object, SubnetId?: string) => ({
    Associations: [SubnetId === undefined ? { Main: true } : { Main: false, SubnetId }],
    Routes: [
      { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" },
      { DestinationCidrBlock: "0.0.0.0/0", ...target },
    ],
  });
  const Policy = JSON.stringify({
    Statement: [{ Principal: { Service: ["logs.eu-west-1.amazonaws.com", "s3.amazonaws.com"] } }],
  });
  const there: Answers = {
    "kms describe-key": {
      KeyMetadata: { KeyState: "Enabled", KeySpec: "SYMMETRIC_DEFAULT", KeyUsage: "ENCRYPT_DECRYPT" },
    },
    "kms get-key-policy": { Policy },
    "iam get-policy": { Policy: {} },
    "acm describe-certificate": { Certificate: { Status: "ISSUED" } },
    "wafv2 get-web-acl": { WebACL: {} },
    "ecr describe-images": { imageDetails: [{}] },
    "ec2 describe-subnets": { Subnets: [subnet(subnetA), subnet(subnetB)] },
    "ec2 describe-route-tables": { RouteTables: [routed({ GatewayId: "igw-1" })] },
  };

  test("is there, and nothing is asked of Docker", async () => {
    const findings = await ask(there, { context, region, without: ["docker"] });
    expect(notOk(findings)).toEqual([]);
    expect(findings.map(({ about }) => about)).toEqual(
      expect.arrayContaining([
        "encryptionKey",
        "permissionsBoundary",
        "certificateArn",
        "webAclArn",
        "workerImage",
        "subnets of the workers",
      ]),
    );
  });

  test("is not there", async () => {
    const answers = {
      "kms describe-key": refusal("NotFoundException"),
      "iam get-policy": refusal("NoSuchEntity"),
      "acm describe-certificate": { Certificate: { Status: "PENDING_VALIDATION" } },
      "wafv2 get-web-acl": refusal("WAFNonexistentItemException"),
      "ecr describe-images": refusal("ImageNotFoundException"),
      "ec2 describe-subnets": refusal("InvalidSubnetID.NotFound"),
    };
    const findings = notOk(await ask({ ...there, ...answers }, { context, region }));
    expect(findings.map(({ about, state }) => [about, state])).toEqual(
      [
        "encryptionKey",
        "permissionsBoundary",
        "certificateArn",
        "webAclArn",
        "workerImage",
        "subnets of the workers",
      ].map((about) => [about, "problem"]),
    );
  });

  test.each([
    [
      "a key that is to be deleted",
      { "kms describe-key": { KeyMetadata: { KeyState: "PendingDeletion" } } },
      /^PendingDeletion/,
    ],
    [
      "a key whose policy knows IAM alone",
      { "kms get-key-policy": { Policy: "{}" } },
      /does not name logs. and s3.amazonaws.com/,
    ],
    [
      "a subnet of another VPC",
      { "ec2 describe-subnets": { Subnets: [subnet(subnetA), subnet(subnetB, "vpc-1")] } },
      /1 of another VPC$/,
    ],
    [
      "a public subnet behind a NAT gateway",
      {
        "ec2 describe-route-tables": {
          RouteTables: [routed({ GatewayId: "igw-1" }), routed({ NatGatewayId: "nat-1" }, subnetB)],
        },
      },
      /^subnet-0123456789abcdef1 have none of that kind/,
    ],
    ["subnets with no way out", { "ec2 describe-route-tables": { RouteTables: [] } }, /have none of that kind/],
  ] as readonly (readonly [string, Answers, RegExp])[])("may be unfit: %s", async (_, answers, came) => {
    const [found, ...others] = notOk(await ask({ ...there, ...answers }, { context, region }));
    expect(found?.state).toBe("problem");
    expect(found?.came).toMatch(came);
    expect(others).toEqual([]);
  });
});

test("npm run preflight prints what it found, and ends with 1 when there is a problem", () => {
  const run = (answers: Answers, parameters: readonly string[], without?: readonly string[]) => {
    prepare(answers, without);
    return spawnSync(process.execPath, [join(root, "infra", "preflight", "run.ts"), ...parameters], {
      cwd: root,
      env: { PATH: dir, AWS_REGION: "ap-southeast-1" },
      encoding: "utf8",
      // Less than it waits for a program that does not answer.
      timeout: 50_000,
    });
  };
  const fine = run({ "iam get-role": denied }, ["-c", "stage=prod"]);
  expect([fine.status, fine.stderr]).toEqual([0, ""]);
  expect(fine.stdout).toContain("ok       settings: whatsapp-broadcast-prod in ap-southeast-1");
  expect(fine.stdout).toContain("?        role of ECS: could not be asked: AccessDeniedException: ");
  expect(fine.stdout).toMatch(/\n\n11 ok, 0 problems, 1 could not be asked\n$/);
  const bad = run({}, [], ["aws"]);
  expect([bad.status, bad.stderr]).toEqual([1, ""]);
  expect(bad.stdout).toMatch(
    /^problem {2}AWS CLI: aws cannot be started.*; wanted the program aws\n {9}-> install it: https/,
  );
  const refused = run({}, ["-c", "stage"]);
  expect([refused.status, refused.stderr.split("\n")[0]]).toEqual([2, "-c stage: wanted NAME=VALUE"]);
});
