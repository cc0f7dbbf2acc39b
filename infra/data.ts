import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type * as kms from "aws-cdk-lib/aws-kms";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as secrets from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { indexName, tableSchema } from "../aws/dynamodb/schema.ts";
import type { Config } from "./config.ts";
import { encryptTable } from "./options/encryption.ts";

/** How long prod's bucket keeps a file that was deleted or replaced. */
const deletedFor = Duration.days(7);

const string = dynamodb.AttributeType.STRING;

type DataConfig = Pick<Config, "stage" | "uploadOrigin" | "restored">;

/** What must outlive everything else: the two tables, the bucket, the operator's key. */
export class Data extends Construct {
  readonly registry: dynamodb.ITableV2;
  /** The only table whose items expire. */
  readonly delivery: dynamodb.ITableV2;
  /** Imports, reports and session profiles, each under a prefix of its own and then the tenant. */
  readonly bucket: s3.Bucket;
  /** The bootstrap key, made by Secrets Manager: no person ever typed it. */
  readonly adminKey: secrets.Secret;

  /** @param key the account's own; else the services encrypt with theirs, which cost nothing */
  constructor(scope: Construct, id: string, { stage, uploadOrigin, restored }: DataConfig, key?: kms.IKey) {
    super(scope, id);
    const kept = stage === "prod";
    // A dev bucket that still holds objects refuses to be deleted: emptying it is left to a person, because the custom
    // resource that would do it may delete everything in the bucket at any time.
    const removalPolicy = kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const keeping = { deletionProtection: kept, removalPolicy };
    const registry = table(this, "Registry", keeping, key);
    const delivery = table(this, "Delivery", { ...keeping, timeToLiveAttribute: tableSchema.timeToLive }, key);
    // The stack's own stay as they are, to read what the restored ones miss.
    const restoredTable = (id: string, name: string) => dynamodb.TableV2.fromTableName(this, id, name);
    this.registry = restored === undefined ? registry : restoredTable("RestoredRegistry", restored.registryTable);
    this.delivery = restored === undefined ? delivery : restoredTable("RestoredDelivery", restored.deliveryTable);
    this.bucket = new s3.Bucket(this, "Files", {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // With a data key of the bucket: KMS is not asked for each file.
      ...(key === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : { encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      // So that a file which a mistake deleted can be brought back for some days.
      versioned: kept,
      enforceSSL: true,
      // What the API signs says what may be uploaded and what may be read, also to a page of another origin: the console is one to
      // the bucket.
      cors: [
        {
          allowedMethods: [s3.HttpMethods.POST, s3.HttpMethods.GET],
          allowedOrigins: [uploadOrigin],
          allowedHeaders: ["*"],
        },
      ],
      // Profiles must never expire.
      lifecycleRules: [
        { id: "abort-unfinished-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { id: "expire-imports", prefix: "imports/", expiration: Duration.days(90) },
        // A file that was checked has moved elsewhere by then.
        { id: "expire-uploads", prefix: "uploads/", expiration: Duration.days(2) },
        { id: "expire-reports", prefix: "reports/", expiration: Duration.days(7) },
        // What people deleted must really go: no deleted file stays longer than docs/security.md says.
        ...(kept
          ? [{ id: "expire-deleted", noncurrentVersionExpiration: deletedFor, expiredObjectDeleteMarker: true }]
          : []),
      ],
      removalPolicy,
    });
    this.adminKey = new secrets.Secret(this, "AdminKey", {
      description: "Bootstrap API key of the operator; list cursors are signed with it",
      // Sent in an HTTP header, so letters and digits only: 62^48 of them.
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      ...(key === undefined ? {} : { encryptionKey: key }),
      removalPolicy,
    });
  }
}

/** As local/ makes it from the same schema. Encrypted with DynamoDB's own key, which costs nothing, unless there is another. */
function table(
  scope: Construct,
  id: string,
  props: Partial<dynamodb.TablePropsV2>,
  key: kms.IKey | undefined,
): dynamodb.ITableV2 {
  const made = new dynamodb.TableV2(scope, id, {
    partitionKey: { name: tableSchema.partitionKey, type: string },
    sortKey: { name: tableSchema.sortKey, type: string },
    billing: dynamodb.Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    globalSecondaryIndexes: [
      {
        indexName,
        partitionKey: { name: tableSchema.indexPartitionKey, type: string },
        sortKey: { name: tableSchema.indexSortKey, type: string },
        projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      },
    ],
    ...props,
  });
  if (key !== undefined) encryptTable(made, key.keyArn);
  // The cast: aws-cdk-lib's classes are not written for TypeScript's exactOptionalPropertyTypes.
  return made as dynamodb.ITableV2;
}
