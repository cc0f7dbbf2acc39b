import { Aws } from "aws-cdk-lib";
import type { CfnGlobalTable, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import * as iam from "aws-cdk-lib/aws-iam";
import type { Access, TableAction } from "../access.ts";

/**
 * The account's own KMS key in place of those of AWS. Who uses what is encrypted with it needs the key, too: our roles by
 * statements that follow from their access, and AWS' services by the key's own policy, which docs/deploy.md spells out.
 */

/** Written into the table itself: the construct asks for the region at synthesis, which is known at deployment only. */
export function encryptTable(table: TableV2, keyArn: string): void {
  const resource = table.node.defaultChild as CfnGlobalTable;
  resource.addPropertyOverride("SSESpecification", { SSEEnabled: true, SSEType: "KMS" });
  resource.addPropertyOverride("Replicas.0.SSESpecification", { KMSMasterKeyId: keyArn });
}

const decrypts = ["Decrypt"];
/** SQS and S3 draw a data key for what they take, and read it again: S3 for the parts of a large file. */
const encrypts = ["Decrypt", "GenerateDataKey"];
/** Source: DynamoDB developer guide, "Authorizing use of your customer managed key"; as the CDK grants it. */
const readsTable = ["Decrypt", "DescribeKey"];
const writesTable = ["Encrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];
const writing: readonly TableAction[] = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];

/** What a role does with the key, by the service that does it in the role's name. */
function usesOf(access: Access): Readonly<Record<string, readonly string[]>> {
  const ofTables = [...(access.registry ?? []), ...(access.delivery ?? [])];
  const ofFiles = Object.values(access.files ?? {}).flat();
  const sends = access.bells === "ring" || access.announces === true || access.enqueues === true;
  const all: Readonly<Record<string, readonly string[]>> = {
    dynamodb: [
      ...(ofTables.length > 0 ? readsTable : []),
      ...(ofTables.some((action) => writing.includes(action)) ? writesTable : []),
    ],
    s3: [...(ofFiles.includes("Put") ? encrypts : []), ...(ofFiles.includes("Get") ? decrypts : [])],
    sqs: [...(sends ? encrypts : []), ...(access.bells === "hear" ? decrypts : [])],
    secretsmanager: access.adminKey === true ? decrypts : [],
  };
  return Object.fromEntries(Object.entries(all).filter(([, actions]) => actions.length > 0));
}

/** One statement for all of it: the key decrypts nothing by itself, but for a service that the role may use it through. */
export function keyStatementOf(access: Access, keyArn: string): iam.PolicyStatement | undefined {
  const uses = usesOf(access);
  const actions = [...new Set(Object.values(uses).flat())];
  if (actions.length === 0) return undefined;
  const services = Object.keys(uses).map((service) => `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`);
  return new iam.PolicyStatement({
    actions: actions.map((action) => `kms:${action}`),
    resources: [keyArn],
    conditions: { StringEquals: { "kms:ViaService": services } },
  });
}
