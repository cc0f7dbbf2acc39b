import { createContext, runInContext } from "node:vm";
import { createRequire } from "node:module";
import type { Template } from "aws-cdk-lib/assertions";
import { allOf, everyOption, lambdasOf, resourceOf, resourcesOf, tagsOf, templateOf, textOf } from "./synthesized.ts";

/** Settings of a deployment into an account with rules and things of its own; without them nothing of this is in a template. */

interface Placed {
  readonly NetworkConfiguration: {
    readonly AwsvpcConfiguration: { readonly AssignPublicIp: string; readonly Subnets: readonly unknown[] };
  };
  readonly PropagateTags?: string;
}
const placeOf = (template: Template) =>
  resourceOf<Placed>(template, "AWS::ECS::Service").props.NetworkConfiguration.AwsvpcConfiguration;

/** Everything that may be asked for at once, and as many workers as there may be. */
const every = templateOf({ ...everyOption, maxWorkers: "200" });
const prod = templateOf({ stage: "prod" });

describe("zones", () => {
  it("are those of the network that the stack makes, a public and a private subnet in each", () => {
    const zones = ["ap-northeast-1a", "ap-northeast-1d", "ap-northeast-1e"];
    const template = templateOf({ availabilityZones: zones.join(","), network: "private" });
    const subnets = resourcesOf<{ readonly AvailabilityZone: unknown }>(template, "AWS::EC2::Subnet");
    expect(subnets.map(({ props }) => props.AvailabilityZone).sort()).toEqual([...zones, ...zones].sort());
    expect(placeOf(template).Subnets).toHaveLength(zones.length);
  });

  it("are the first two of the region when none are named", () => {
    const subnets = resourcesOf<{ readonly AvailabilityZone: unknown }>(templateOf(), "AWS::EC2::Subnet");
    expect(subnets.map(({ props }) => JSON.stringify(props.AvailabilityZone))).toEqual([
      '{"Fn::Select":[0,{"Fn::GetAZs":""}]}',
      '{"Fn::Select":[1,{"Fn::GetAZs":""}]}',
    ]);
  });
});

describe("a network that is there", () => {
  const { vpcId, subnetIds } = everyOption;

  it.each([
    ["public", "ENABLED"],
    ["private", "DISABLED"],
  ])("takes the workers, with %s addresses, and nothing of it is made", (network, AssignPublicIp) => {
    const template = network === "public" ? every : templateOf({ vpcId, subnetIds, network });
    expect(placeOf(template)).toMatchObject({ AssignPublicIp, Subnets: subnetIds.split(",") });
    const made = Object.values(allOf(template)).filter(({ Type }) => Type.startsWith("AWS::EC2::"));
    expect(made.map(({ Type }) => Type)).toEqual(["AWS::EC2::SecurityGroup"]);
    expect(made[0]?.Properties).toMatchObject({ VpcId: vpcId });
  });
});

describe("a permissions boundary", () => {
  const { permissionsBoundary } = everyOption;
  const bounds = (template: Template) =>
    new Set(
      resourcesOf<{ readonly PermissionsBoundary?: string }>(template, "AWS::IAM::Role").map(
        ({ props }) => props.PermissionsBoundary,
      ),
    );

  it("is on every role", () => {
    expect(bounds(every)).toEqual(new Set([permissionsBoundary]));
    expect(bounds(prod)).toEqual(new Set([undefined]));
  });
});

describe("tags", () => {
  it("are the stack's, and those of the workers' tasks", () => {
    expect(tagsOf(every)).toEqual({ team: "shop", "cost-centre": "4=2" });
    expect(resourceOf<Placed>(every, "AWS::ECS::Service").props.PropagateTags).toBe("SERVICE");
    expect(tagsOf(prod)).toEqual({});
    expect(resourceOf<Placed>(prod, "AWS::ECS::Service").props.PropagateTags).toBeUndefined();
  });
});

describe("a key of the account's own", () => {
  const { encryptionKey } = everyOption;
  const template = every;

  it("encrypts tables, files, queues, logs, and the secrets of the operator and of CloudFront", () => {
    const tables = resourcesOf<{ readonly SSESpecification: unknown; readonly Replicas: readonly unknown[] }>(
      template,
      "AWS::DynamoDB::GlobalTable",
    );
    expect(tables).toHaveLength(2);
    for (const { props } of tables) {
      expect(props.SSESpecification).toEqual({ SSEEnabled: true, SSEType: "KMS" });
      expect(props.Replicas).toEqual([
        expect.objectContaining({
          SSESpecification: { KMSMasterKeyId: encryptionKey },
          DeletionProtectionEnabled: true,
        }),
      ]);
    }
    const keysOf = (type: string, name: string) =>
      new Set(resourcesOf<Readonly<Record<string, unknown>>>(template, type).map(({ props }) => props[name]));
    expect(keysOf("AWS::SQS::Queue", "KmsMasterKeyId")).toEqual(new Set([encryptionKey]));
    expect(keysOf("AWS::Logs::LogGroup", "KmsKeyId")).toEqual(new Set([encryptionKey]));
    expect(resourcesOf(template, "AWS::SecretsManager::Secret")).toHaveLength(2);
    expect(keysOf("AWS::SecretsManager::Secret", "KmsKeyId")).toEqual(new Set([encryptionKey]));
    expect(resourceOf(template, "AWS::S3::Bucket").props).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: encryptionKey },
          },
        ],
      },
    });
  });

  it("is in no template that does not name it", () => {
    expect(JSON.stringify(prod.toJSON()).match(/kms:|Kms(Master)?Key|KMSMaster/g)).toBeNull();
  });

  interface Statement {
    readonly Action: string | readonly string[];
    readonly Resource: unknown;
    readonly Condition?: { readonly StringEquals: Readonly<Record<string, readonly unknown[]>> };
  }
  const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] =>
    Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
  const policies = [
    ...resourcesOf<{
      readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
    }>(template, "AWS::IAM::Role").map(({ id, props }) => ({
      id,
      statements: (props.Policies ?? []).flatMap((one) => one.PolicyDocument.Statement),
    })),
    ...resourcesOf<{ readonly PolicyDocument: { readonly Statement: readonly Statement[] } }>(
      template,
      "AWS::IAM::Policy",
    ).map(({ id, props }) => ({ id, statements: props.PolicyDocument.Statement })),
  ];
  /** What an action takes of the key with which its table, bucket, queue or secret is encrypted. */
  const taken: readonly { readonly action: RegExp; readonly by: string; readonly takes: readonly string[] }[] = [
    { action: /^dynamodb:/, by: "dynamodb", takes: ["Decrypt", "DescribeKey"] },
    {
      action: /^dynamodb:(Put|Update|Delete|BatchWrite)Item$/,
      by: "dynamodb",
      takes: ["Encrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
    },
    { action: /^s3:GetObject$/, by: "s3", takes: ["Decrypt"] },
    { action: /^s3:PutObject$/, by: "s3", takes: ["Decrypt", "GenerateDataKey"] },
    { action: /^sqs:SendMessage$/, by: "sqs", takes: ["Decrypt", "GenerateDataKey"] },
    { action: /^sqs:ReceiveMessage$/, by: "sqs", takes: ["Decrypt"] },
    { action: /^secretsmanager:GetSecretValue$/, by: "secretsmanager", takes: ["Decrypt"] },
  ];

  it("may be used by each role for what the role may do, through the services that do it, and no further", () => {
    const withKey = policies.filter(({ statements }) =>
      statements.some(({ Action }) => listOf(Action).some((action) => action.startsWith("kms:"))),
    );
    // The workers, and all Lambdas but the pages', the one that answers what is no route, and CloudFront's.
    expect(withKey.length).toBeGreaterThanOrEqual(1 + lambdasOf(template).size - 4);
    for (const { id, statements } of policies) {
      const [ofKey, others] = [true, false].map((wanted) =>
        statements.filter(({ Action }) => listOf(Action).some((action) => action.startsWith("kms:")) === wanted),
      );
      const used = taken.filter(({ action }) =>
        others?.some((one) => listOf(one.Action).some((name) => action.test(name))),
      );
      const has = new Set(ofKey?.flatMap(({ Action }) => listOf(Action)));
      expect([id, [...has].sort()]).toEqual([
        id,
        [...new Set(used.flatMap(({ takes }) => takes.map((name) => `kms:${name}`)))].sort(),
      ]);
      expect(ofKey?.map(({ Resource }) => Resource) ?? []).toEqual((ofKey ?? []).map(() => encryptionKey));
      const through = new Set(
        ofKey?.flatMap(({ Condition }) => (Condition?.StringEquals["kms:ViaService"] ?? []).map(textOf)),
      );
      expect([id, [...through].sort()]).toEqual([
        id,
        [...new Set(used.map(({ by }) => `${by}.\${AWS::Region}.\${AWS::URLSuffix}`))].sort(),
      ]);
    }
  });
});

describe("prod's bucket", () => {
  interface Rule {
    readonly Id: string;
    readonly NoncurrentVersionExpiration?: unknown;
    readonly ExpiredObjectDeleteMarker?: boolean;
    readonly Prefix?: string;
  }
  const bucketOf = (template: Template) =>
    resourceOf<{
      readonly VersioningConfiguration?: { readonly Status: string };
      readonly LifecycleConfiguration: { readonly Rules: readonly Rule[] };
    }>(template, "AWS::S3::Bucket").props;

  it("keeps what was deleted for seven days, and then nothing of it", () => {
    const { VersioningConfiguration, LifecycleConfiguration } = bucketOf(prod);
    expect(VersioningConfiguration).toEqual({ Status: "Enabled" });
    const rule = LifecycleConfiguration.Rules.find(({ Id }) => Id === "expire-deleted");
    expect(rule).toMatchObject({
      Status: "Enabled",
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
      ExpiredObjectDeleteMarker: true,
    });
    // Of every folder.
    expect(rule?.Prefix).toBeUndefined();
  });

  it("is the only one that keeps versions", () => {
    expect(bucketOf(templateOf()).VersioningConfiguration).toBeUndefined();
  });
});

describe("CloudFront with a web ACL", () => {
  const { webAclArn } = everyOption;
  const template = every;
  interface Distribution {
    readonly WebACLId: string;
    readonly Aliases?: readonly string[];
    readonly ViewerCertificate?: Readonly<Record<string, string>>;
    readonly Origins: readonly [
      {
        readonly DomainName: unknown;
        readonly OriginCustomHeaders: readonly [{ readonly HeaderName: string; readonly HeaderValue: unknown }];
      },
    ];
    readonly DefaultCacheBehavior: Readonly<Record<string, unknown>>;
    readonly CacheBehaviors: readonly Readonly<Record<string, unknown>>[];
    readonly CustomErrorResponses: readonly { readonly ErrorCode: number; readonly ErrorCachingMinTTL: number }[];
  }
  const distributionOf = (one: Template) =>
    resourceOf<{ readonly DistributionConfig: Distribution }>(one, "AWS::CloudFront::Distribution").props
      .DistributionConfig;
  const config = distributionOf(template);
  const lambda = lambdasOf(template).get("front-door");

  it("stands before the API, over HTTPS, under the rules", () => {
    expect(config.WebACLId).toBe(webAclArn);
    const { id } = resourceOf(template, "AWS::ApiGatewayV2::Api");
    expect(textOf(config.Origins[0].DomainName)).toBe(`\${${id}}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}`);
    expect(config.DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: "https-only",
      AllowedMethods: expect.arrayContaining(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]) as unknown,
      // CachingDisabled, and AllViewerExceptHostHeader.
      CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    });
    const outputs = template.toJSON() as { Outputs: Record<string, { Value: unknown }> };
    const { id: distribution } = resourceOf(template, "AWS::CloudFront::Distribution");
    expect(textOf(outputs.Outputs["ApiUrl"]?.Value)).toBe(`https://\${${distribution}.DomainName}`);
  });

  it("keeps nothing but files whose names bear their hashes: no answer of one caller, and no error, reaches another", () => {
    expect(config.CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(["/console/assets/*"]);
    // Those that CloudFront keeps for ten seconds unless it is told otherwise.
    expect(new Map(config.CustomErrorResponses.map((one) => [one.ErrorCode, one.ErrorCachingMinTTL]))).toEqual(
      new Map([400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((status) => [status, 0])),
    );
  });

  it("is the only way in: each route asks for the header that only CloudFront sends", () => {
    const { props, id } = resourceOf<{
      readonly IdentitySource: readonly string[];
      readonly EnableSimpleResponses: boolean;
    }>(template, "AWS::ApiGatewayV2::Authorizer");
    const { HeaderName, HeaderValue } = config.Origins[0].OriginCustomHeaders[0];
    expect(props).toMatchObject({ IdentitySource: [`$request.header.${HeaderName}`], EnableSimpleResponses: true });
    const routes = resourcesOf<{ readonly AuthorizationType: string; readonly AuthorizerId: unknown }>(
      template,
      "AWS::ApiGatewayV2::Route",
    );
    expect(
      new Set(routes.map((route) => `${route.props.AuthorizationType} ${textOf(route.props.AuthorizerId)}`)),
    ).toEqual(new Set([`CUSTOM \${${id}}`]));
    // Both get the value from Secrets Manager at deployment; it stands in no template.
    expect(textOf(HeaderValue)).toMatch(/^\{\{resolve:secretsmanager:\$\{ApiFrontDoorSecret\w+\}:SecretString:::\}\}$/);
    expect(lambda?.props.Environment.Variables["ORIGIN_SECRET"]).toEqual(HeaderValue);
  });

  it("is there before any route asks for its header, and the Lambda that is asked may be called: a stack that runs loses no caller before", () => {
    const { id: distribution } = resourceOf(template, "AWS::CloudFront::Distribution");
    expect(resourceOf(template, "AWS::ApiGatewayV2::Authorizer").dependsOn).toContain(distribution);
    const permissions = resourcesOf<{ readonly FunctionName: unknown }>(template, "AWS::Lambda::Permission");
    const ofAuthorizer = permissions.filter(({ props }) => textOf(props.FunctionName) === `\${${lambda?.id}.Arn}`);
    expect(ofAuthorizer).toHaveLength(1);
    for (const { id, dependsOn } of resourcesOf(template, "AWS::ApiGatewayV2::Route")) {
      expect([id, dependsOn]).toEqual([id, expect.arrayContaining(ofAuthorizer.map((one) => one.id))]);
    }
  });

  it("lets in who knows the secret, and no other", async () => {
    const { ZipFile } = (lambda?.props as unknown as { readonly Code: { readonly ZipFile: string } }).Code;
    const exports: { handler?: (event: object) => Promise<unknown> } = {};
    const process = { env: { ORIGIN_SECRET: "right" } };
    runInContext(ZipFile, createContext({ require: createRequire(__filename), exports, process }));
    const header = config.Origins[0].OriginCustomHeaders[0].HeaderName;
    const asked = (headers: object | undefined) => exports.handler?.({ headers });
    await expect(asked({ [header]: "right" })).resolves.toEqual({ isAuthorized: true });
    for (const headers of [{ [header]: "wrong" }, { [header]: "" }, {}, undefined]) {
      await expect(asked(headers)).resolves.toEqual({ isAuthorized: false });
    }
  });

  it("has the name of one's own, which the API then has not", () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/abc";
    const named = templateOf({ webAclArn, domainName: "api.example.com", certificateArn });
    expect(distributionOf(named)).toMatchObject({
      Aliases: ["api.example.com"],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: "TLSv1.2_2021" },
    });
    expect(resourcesOf(named, "AWS::ApiGatewayV2::DomainName")).toEqual([]);
    // CloudFront comes by the API's own name.
    expect(resourceOf(named, "AWS::ApiGatewayV2::Api").props).toMatchObject({ DisableExecuteApiEndpoint: false });
    expect(named.findOutputs("*")).toHaveProperty("DomainTarget");
    const outputs = named.toJSON() as { Outputs: Record<string, { Value: unknown }> };
    expect(outputs.Outputs["ApiUrl"]?.Value).toBe("https://api.example.com");
  });

  it("is not there unless it is asked for", () => {
    const types = new Set(Object.values(allOf(prod)).map(({ Type }) => Type));
    expect([...types].filter((type) => /CloudFront|Authorizer/.test(type))).toEqual([]);
  });
});

test("a template with everything asked for, and as many workers as there may be, fits", () => {
  expect(Object.keys(allOf(every)).length).toBeLessThanOrEqual(500);
  expect(JSON.stringify(every.toJSON()).length).toBeLessThan(1_000_000);
});
