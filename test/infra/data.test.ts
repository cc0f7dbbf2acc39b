import { indexName, tableSchema } from "../../aws/dynamodb/schema.ts";
import { lambdasOf, resourceOf, resourcesOf, templateOf } from "./synthesized.ts";

interface TableProperties {
  readonly BillingMode: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes: readonly unknown[];
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
  readonly Replicas: readonly {
    readonly DeletionProtectionEnabled: boolean;
    readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
  }[];
}

const tablesOf = (stage: string) =>
  resourcesOf<TableProperties>(templateOf({ stage }), "AWS::DynamoDB::GlobalTable").map((table) => ({
    ...table,
    name: /Registry|Delivery/.exec(table.id)?.[0],
  }));

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" },
  { AttributeName: range, KeyType: "RANGE" },
];

describe("the tables", () => {
  it("are the registry and the delivery table with the keys and the index of the schema", () => {
    expect(tablesOf("dev").map(({ name }) => name)).toEqual(["Registry", "Delivery"]);
    for (const { props } of tablesOf("dev")) {
      expect(props.KeySchema).toEqual(keys(tableSchema.partitionKey, tableSchema.sortKey));
      expect(props.GlobalSecondaryIndexes).toEqual([
        {
          IndexName: indexName,
          KeySchema: keys(tableSchema.indexPartitionKey, tableSchema.indexSortKey),
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ]);
      expect(new Set(props.AttributeDefinitions.map(({ AttributeType }) => AttributeType))).toEqual(new Set(["S"]));
      expect(props.BillingMode).toBe("PAY_PER_REQUEST");
    }
  });

  it("expire items of the delivery table only", () => {
    const expiring = tablesOf("dev").filter(({ props }) => props.TimeToLiveSpecification !== undefined);
    expect(expiring.map(({ name, props }) => [name, props.TimeToLiveSpecification])).toEqual([
      ["Delivery", { AttributeName: tableSchema.timeToLive, Enabled: true }],
    ]);
  });

  it.each(["dev", "prod"])("can be brought back to any second in %s", (stage) => {
    for (const { props } of tablesOf(stage)) {
      expect(props.Replicas.map((replica) => replica.PointInTimeRecoverySpecification)).toEqual([
        { PointInTimeRecoveryEnabled: true },
      ]);
    }
  });
});

describe.each([
  ["prod", "Retain", true],
  ["dev", "Delete", false],
])("what a deleted stack leaves in %s", (stage, policy, guarded) => {
  it(`is decided by ${policy} for tables, files and key`, () => {
    const template = templateOf({ stage });
    expect(tablesOf(stage).map(({ deletionPolicy }) => deletionPolicy)).toEqual([policy, policy]);
    expect(resourceOf(template, "AWS::S3::Bucket").deletionPolicy).toBe(policy);
    expect(resourceOf(template, "AWS::SecretsManager::Secret").deletionPolicy).toBe(policy);
    const guards = tablesOf(stage).flatMap(({ props }) => props.Replicas.map((one) => one.DeletionProtectionEnabled));
    expect(guards).toEqual([guarded, guarded]);
  });
});

describe("the bucket", () => {
  const template = templateOf();
  const { props } = resourceOf<{
    readonly PublicAccessBlockConfiguration: Readonly<Record<string, boolean>>;
    readonly BucketEncryption: unknown;
    readonly CorsConfiguration: { readonly CorsRules: readonly { readonly AllowedMethods: readonly string[] }[] };
    readonly LifecycleConfiguration: { readonly Rules: readonly Readonly<Record<string, unknown>>[] };
  }>(template, "AWS::S3::Bucket");

  it("is private and encrypted", () => {
    expect(Object.values(props.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(props.BucketEncryption).toBeDefined();
  });

  it("is reached over TLS only", () => {
    const policy = resourceOf<{ readonly PolicyDocument: { readonly Statement: readonly unknown[] } }>(
      template,
      "AWS::S3::BucketPolicy",
    );
    expect(policy.props.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    );
  });

  it("takes from pages what the API signs for them, forms, and nothing else", () => {
    expect(props.CorsConfiguration.CorsRules.map(({ AllowedMethods }) => AllowedMethods)).toEqual([["POST", "GET"]]);
  });

  it("expires imports, uploads and reports, and never a session's profile", () => {
    const expiring = props.LifecycleConfiguration.Rules.filter((rule) => "ExpirationInDays" in rule);
    expect(expiring.map(({ Prefix }) => Prefix)).toEqual(["imports/", "uploads/", "reports/"]);
  });
});

test("each file that people upload is told to the jobs queue", () => {
  const template = templateOf();
  const { props } = resourceOf<{ readonly NotificationConfiguration: unknown }>(template, "AWS::S3::Bucket");
  expect(props.NotificationConfiguration).toEqual({
    QueueConfigurations: [
      {
        Event: "s3:ObjectCreated:*",
        Queue: expect.anything() as unknown,
        Filter: { S3Key: { Rules: [{ Name: "prefix", Value: "uploads/" }] } },
      },
    ],
  });
  const policies = resourcesOf<{ readonly PolicyDocument: { readonly Statement: readonly unknown[] } }>(
    template,
    "AWS::SQS::QueuePolicy",
  );
  expect(policies.flatMap((policy) => policy.props.PolicyDocument.Statement)).toContainEqual(
    expect.objectContaining({ Principal: { Service: "s3.amazonaws.com" }, Action: "sqs:SendMessage" }),
  );
});

describe("the operator's key", () => {
  it("is drawn by Secrets Manager and fit for a header", () => {
    const { props } = resourceOf<{ readonly GenerateSecretString: unknown; readonly SecretString?: string }>(
      templateOf(),
      "AWS::SecretsManager::Secret",
    );
    expect(props.GenerateSecretString).toEqual({ PasswordLength: 48, ExcludePunctuation: true });
    expect(props.SecretString).toBeUndefined();
  });
});

describe("restored tables", () => {
  const template = templateOf({
    stage: "prod",
    registryTable: "registry-restored",
    deliveryTable: "delivery-restored",
  });

  it("are what Lambdas and workers read and write, and may", () => {
    const named = (name: "REGISTRY_TABLE" | "DELIVERY_TABLE") =>
      [...lambdasOf(template)].flatMap(([lambda, { props }]) => {
        const table = props.Environment.Variables[name];
        return table === undefined ? [] : [{ lambda, table }];
      });
    for (const [name, table] of [
      ["REGISTRY_TABLE", "registry-restored"],
      ["DELIVERY_TABLE", "delivery-restored"],
    ] as const) {
      expect(named(name).filter((one) => one.table !== table)).toEqual([]);
      // All but the one that answers what is no route and those that serve the reference and the console.
      expect(named(name).length).toBeGreaterThanOrEqual(lambdasOf(template).size - 3);
    }
    const policies = JSON.stringify([
      ...resourcesOf(template, "AWS::IAM::Policy"),
      ...resourcesOf(template, "AWS::IAM::Role"),
    ]);
    expect(policies).toContain(":table/registry-restored");
    expect(policies).toContain(`:table/delivery-restored/index/${indexName}`);
    for (const { id } of resourcesOf(template, "AWS::DynamoDB::GlobalTable")) expect(policies).not.toContain(id);
  });

  it("leave the stack's own as they are", () => {
    const tables = (context: Record<string, string>) => resourcesOf(templateOf(context), "AWS::DynamoDB::GlobalTable");
    const restored = { stage: "prod", registryTable: "registry-restored", deliveryTable: "delivery-restored" };
    expect(tables(restored)).toEqual(tables({ stage: "prod" }));
  });
});
