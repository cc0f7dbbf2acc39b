import { readFileSync } from "node:fs";
import { join } from "node:path";
import { languages as spoken } from "../../functions/edge/language/language.ts";
import { languages, readConfig } from "../../infra/config.ts";
import { everyOption } from "./synthesized.ts";

const configOf = (context: Readonly<Record<string, unknown>> = {}, region?: string) =>
  readConfig((name) => context[name], region);

describe("config", () => {
  it("is that of dev when nothing is said", () => {
    expect(configOf()).toEqual({
      stage: "dev",
      maxWorkers: 20,
      minWorkers: 0,
      waitingSends: 0,
      campaignsKeptDays: 180,
      workerCpu: 2_048,
      workerMemoryMiB: 8_192,
      sessionsPerWorker: 10,
      defaultLanguage: "id",
      maxSessionsPerTenant: 100,
      requestsPerMinute: 600,
      broadcastsPerMinute: 60,
      corsOrigins: "",
      maxUploadMiB: { Image: 5, Video: 16, Audio: 16, Document: 16, Contacts: 16 },
      logRetentionDays: 7,
      network: "public",
      monthlyBudgetUsd: 200,
      uploadOrigin: "*",
    });
  });

  it("keeps logs longer in prod", () => {
    expect(configOf({ stage: "prod" }).logRetentionDays).toBe(90);
  });

  it("takes text from the command line and numbers from cdk.json", () => {
    expect(configOf({ maxWorkers: "3" }).maxWorkers).toBe(3);
    expect(configOf({ maxWorkers: 200 }).maxWorkers).toBe(200);
  });

  it("is explained where deployments are: each setting stands in the table of docs/deploy.md", () => {
    const names = new Set<string>();
    readConfig((name) => {
      names.add(name);
    });
    const deploying = readFileSync(join(__dirname, "..", "..", "docs", "deploy.md"), "utf8");
    const rows = deploying.match(/^\| `.*$/gm) ?? [];
    const explained = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect([...names].filter((name) => !explained.includes(name))).toEqual([]);
    expect(explained.filter((name) => name === undefined || !names.has(name))).toEqual([]);
  });

  it("speaks the languages of the API", () => {
    expect(languages).toEqual(spoken);
  });

  it("leaves the usual budget out where the region has none, and refuses one that was asked for", () => {
    for (const region of ["ap-southeast-1", "me-south-1"]) expect(configOf({}, region).monthlyBudgetUsd).toBe(200);
    for (const region of ["ap-southeast-3", "eu-north-1", "xx-future-1"]) {
      expect(configOf({}, region).monthlyBudgetUsd).toBe(0);
      expect(configOf({ monthlyBudgetUsd: "0" }, region).monthlyBudgetUsd).toBe(0);
      expect(() => configOf({ monthlyBudgetUsd: "75" }, region)).toThrow(
        `context monthlyBudgetUsd is 75, wanted 0: CloudFormation in ${region} knows no budgets; a budget made by hand`,
      );
    }
  });

  it("takes what an account has of its own, lists and tags as text or as cdk.json has them", () => {
    const { tags, subnetIds, availabilityZones, ...texts } = {
      ...everyOption,
      availabilityZones: "eu-west-1a,eu-west-1c",
    };
    const { stage, vpcId, permissionsBoundary, encryptionKey, webAclArn } = texts;
    const wanted = {
      vpc: { vpcId, subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] },
      tags: { team: "shop", "cost-centre": "4=2" },
      ...{ stage, permissionsBoundary, encryptionKey, webAclArn },
    };
    expect(configOf(everyOption, "eu-west-1")).toMatchObject(wanted);
    expect(configOf({ ...texts, tags: wanted.tags, subnetIds: wanted.vpc.subnetIds })).toMatchObject(wanted);
    for (const zones of [availabilityZones, availabilityZones.split(",")]) {
      expect(configOf({ availabilityZones: zones }, "eu-west-1").zones).toEqual(["eu-west-1a", "eu-west-1c"]);
    }
    expect([tags, subnetIds].every((text) => text.includes(","))).toBe(true);
    expect(configOf({ tags: " team=shop, project = new shop " }).tags).toEqual({ team: "shop", project: "new shop" });
    const most = Object.fromEntries(Array.from({ length: 47 }, (_, at) => [`t${at}`, ""]));
    expect(configOf({ tags: most }).tags).toEqual(most);
  });

  it("wants zones, key and certificate where the stack is to be, and behind CloudFront the certificate where that looks", () => {
    const there = "ap-southeast-3";
    const certificateIn = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/abc`;
    const named = (region: string) => ({ domainName: "api.example.com", certificateArn: certificateIn(region) });
    const { webAclArn, encryptionKey } = everyOption;
    expect(configOf(named(there), there).domain?.certificateArn).toBe(certificateIn(there));
    expect(configOf({ ...named("us-east-1"), webAclArn }, there).domain?.certificateArn).toBe(
      certificateIn("us-east-1"),
    );
    expect(() => configOf(named("us-east-1"), there)).toThrow(`wanted a certificate in ${there}`);
    expect(() => configOf({ ...named(there), webAclArn })).toThrow("wanted a certificate in us-east-1");
    expect(() => configOf({ encryptionKey }, there)).toThrow(`wanted a key in ${there}, where the stack is to be`);
    for (const elsewhere of ["us-gov-west-1", "cn-north-1", "eusc-de-east-1"]) {
      expect(() => configOf({ webAclArn }, elsewhere)).toThrow(`wanted none: a stack in ${elsewhere} can't use`);
    }
    expect(() => configOf({ availabilityZones: "eu-west-1a" }, there)).toThrow(
      `wanted one to six zones of ${there}, each once, such as ${there}a,${there}b`,
    );
  });

  it("takes the least memory of a larger worker when none is said", () => {
    expect(configOf({ workerCpu: 8_192 }).workerMemoryMiB).toBe(16_384);
  });

  it("takes a name for the API with its certificate, and an image that was pushed", () => {
    const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/abc";
    const chosen = configOf({
      domainName: "api.example.com",
      certificateArn,
      workerImage: "team/whatsapp-worker:3f2c1d0",
      alarmEmail: "ops@example.com",
    });
    expect(chosen).toMatchObject({
      domain: { name: "api.example.com", certificateArn },
      workerImage: { repository: "team/whatsapp-worker", tag: "3f2c1d0" },
      alarmEmail: "ops@example.com",
    });
  });

  it.each([
    [{ domainName: "api.example.com" }, "context certificateArn is undefined, wanted the certificate of domainName"],
    [
      { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/abc" },
      "context domainName is undefined, wanted a name for the certificate",
    ],
    [{ domainName: "https://api.example.com" }, "wanted a name like api.example.com"],
    [{ registryTable: "r-1" }, "context deliveryTable is undefined, wanted both tables, restored to one moment"],
    [{ deliveryTable: "d-1" }, "context registryTable is undefined, wanted both tables, restored to one moment"],
    [{ workerImage: "worker" }, `context workerImage is "worker", wanted repository:tag in this account's ECR`],
    [{ availabilityZones: "eu-west-1" }, "wanted one to six zones, each once, such as eu-central-1a,eu-central-1b"],
    [{ availabilityZones: "" }, "wanted one to six zones"],
    [{ availabilityZones: [] }, "wanted one to six zones"],
    [{ availabilityZones: "eu-west-1a,eu-west-1a" }, "wanted one to six zones, each once"],
    [{ availabilityZones: [1] }, "context availabilityZones is [1], wanted one to six zones"],
    [{ vpcId: "vpc-0123456789abcdef0" }, "context subnetIds is undefined, wanted the subnets of vpcId for the workers"],
    [{ subnetIds: "subnet-0123456789abcdef0" }, "context vpcId is undefined, wanted the VPC of subnetIds"],
    [{ vpcId: "10.0.0.0/16" }, 'context vpcId is "10.0.0.0/16", wanted the id of a VPC'],
    [
      { vpcId: "vpc-0123456789abcdef0", subnetIds: "subnet-0123456789abcdef0,vpc-0123456789abcdef0" },
      "wanted one to sixteen ids of subnets, each once",
    ],
    [
      { vpcId: "vpc-01234567", subnetIds: "subnet-01234567", availabilityZones: "eu-west-1a" },
      "wanted none beside vpcId: the zones are those of subnetIds",
    ],
    [{ permissionsBoundary: "boundary" }, "wanted the ARN of a managed policy"],
    [
      { encryptionKey: "arn:aws:kms:eu-west-1:123456789012:alias/mine" },
      "wanted the ARN of a KMS key, not of an alias",
    ],
    [
      { webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/0" },
      "wanted the ARN of a web ACL for CloudFront",
    ],
    [{ tags: "" }, 'context tags is "", wanted up to 47 tags as AWS takes them, such as team=shop'],
    [{ tags: "team" }, 'context tags is "team", wanted up to 47 tags'],
    [{ tags: "team=shop, team=till" }, "wanted up to 47 tags"],
    [{ tags: "team=shop, =till" }, "wanted up to 47 tags"],
    [{ tags: "team=shop, aws:team=shop" }, "none beginning with aws:"],
    [{ tags: { team: 1 } }, "wanted up to 47 tags"],
    [{ tags: { team: "a<b>" } }, "wanted up to 47 tags"],
    [{ tags: Object.fromEntries(Array.from({ length: 48 }, (_, at) => [`t${at}`, ""])) }, "wanted up to 47 tags"],
    [{ alarmEmail: "ops" }, 'context alarmEmail is "ops", wanted an address'],
    [{ uploadOrigin: "example.com" }, 'context uploadOrigin is "example.com", wanted * or an origin'],
    [{ monthlyBudgetUsd: -1 }, "context monthlyBudgetUsd is -1, wanted a whole number from 0 to 1000000"],
    [{ network: "vpn" }, 'context network is "vpn", wanted one of public, private'],
    [{ stage: "test" }, 'context stage is "test", wanted one of dev, prod'],
    [{ stage: "" }, 'context stage is "", wanted one of dev, prod'],
    [{ maxWorkers: "0" }, 'context maxWorkers is "0", wanted a whole number from 1 to 200'],
    [{ maxWorkers: "201" }, 'context maxWorkers is "201", wanted a whole number from 1 to 200'],
    [{ maxWorkers: "" }, 'context maxWorkers is "", wanted a whole number from 1 to 200'],
    [{ maxWorkers: 3, minWorkers: 4 }, "context minWorkers is 4, wanted a whole number from 0 to 3"],
    [{ maxWorkers: 1.5 }, "context maxWorkers is 1.5, wanted a whole number from 1 to 200"],
    [{ sessionsPerWorker: "many" }, 'context sessionsPerWorker is "many", wanted a whole number from 1 to 50'],
    [{ workerCpu: "512" }, 'context workerCpu is "512", wanted one of 1024, 2048, 4096, 8192, 16384'],
    [{ workerMemoryMiB: "2048" }, 'context workerMemoryMiB is "2048", wanted a whole number from 4096 to 16384'],
    [{ workerMemoryMiB: "5000" }, "context workerMemoryMiB is 5000, wanted a multiple of 1024 with workerCpu 2048"],
    [{ defaultLanguage: "de" }, 'context defaultLanguage is "de", wanted one of id, en'],
    [
      { logRetentionDays: "8" },
      'context logRetentionDays is "8", wanted one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731',
    ],
  ])("refuses %j", (context, message) => {
    expect(() => configOf(context)).toThrow(message);
  });
});
