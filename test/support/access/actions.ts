import type { Access, TableAction } from "../../../infra/access.ts";

/** What calls of the AWS SDK are to IAM, and what infra/access.ts grants in the same words. */

/** `dynamodb:Query delivery/index` and the like: an action of IAM, and what of ours it is on. */
export type Action = `${string}:${string} ${string}`;

/**
 * Other names than the call's own. Source: service authorization reference of SQS, and "Required permissions for Amazon S3
 * API operations".
 */
const actionOf: Readonly<Record<string, string>> = {
  DeleteMessageBatch: "DeleteMessage",
  HeadObject: "GetObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
  DeleteObjects: "DeleteObject",
};

interface Input {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  /** Of S3 a text, of DynamoDB an object. */
  readonly Key?: unknown;
  readonly Bucket?: string;
  readonly Delete?: { readonly Objects?: readonly { readonly Key: string }[] };
  readonly QueueUrl?: string;
  readonly GroupName?: string;
}

/** @param commandName as the SDK names the class, `PutItemCommand` */
export function actionsOf(commandName: string, input: Input): readonly Action[] {
  const call = commandName.replace(/Command$/, "");
  const action = actionOf[call] ?? call;
  const { TableName, IndexName, RequestItems, Bucket, Key, Delete, QueueUrl, GroupName } = input;
  if (TableName !== undefined) {
    return [`dynamodb:${action} ${lastPart(TableName)}${IndexName === undefined ? "" : "/index"}`];
  }
  if (RequestItems !== undefined) return Object.keys(RequestItems).map((name) => onTable(action, lastPart(name)));
  if (Bucket !== undefined) {
    const keys = Delete?.Objects?.map((one) => one.Key) ?? [typeof Key === "string" ? Key : ""];
    return keys.map((key) => onFolder(action, folderOf(key)));
  }
  if (QueueUrl !== undefined) return [`sqs:${action} ${lastPart(QueueUrl.replace(/-\d+$/, ""))}`];
  if (GroupName !== undefined) return [`scheduler:${action} schedules`];
  // Whatever it is, nobody is granted it.
  return [`unknown:${action} ?`];
}

/** A signature is worth what its signer may do. */
export const signsPut = (key: string): Action => onFolder("PutObject", folderOf(key));

export const readsAdminKey: Action = "secretsmanager:GetSecretValue admin-key";

/** What the statements of infra/grants.ts come to, but for what follows by itself: to list the bucket, to pass a role. */
export function actionsGranted(access: Access): readonly Action[] {
  const ofTable = (table: string, actions: readonly TableAction[] = []) =>
    actions.map((action) => (action === "QueryIndex" ? onTable("Query", `${table}/index`) : onTable(action, table)));
  const ofBells = { ring: ["SendMessage"], hear: ["ReceiveMessage", "DeleteMessage"] } as const;
  const ofSchedules = ["CreateSchedule", "UpdateSchedule", "DeleteSchedule"] as const;
  return [
    ...ofTable("registry", access.registry),
    ...ofTable("delivery", access.delivery),
    ...Object.entries(access.files ?? {}).flatMap(([folder, actions]) =>
      actions.map((action) => onFolder(`${action}Object`, folder)),
    ),
    ...(access.bells === undefined ? [] : ofBells[access.bells].map((action): Action => `sqs:${action} bell`)),
    ...(access.announces === true ? (["sqs:SendMessage webhooks"] as const) : []),
    ...(access.enqueues === true ? (["sqs:SendMessage jobs"] as const) : []),
    ...(access.schedules === true ? ofSchedules.map((action): Action => `scheduler:${action} schedules`) : []),
    ...(access.adminKey === true ? [readsAdminKey] : []),
  ];
}

const onTable = (action: string, table: string): Action => `dynamodb:${action} ${table}`;
const onFolder = (action: string, folder: string): Action => `s3:${action} ${folder}/*`;
/** Resources of a stack are told from another's by what stands before it: `local-registry`. */
const lastPart = (name: string): string => name.slice(name.lastIndexOf("-") + 1);
const folderOf = (key: string): string => key.slice(0, key.indexOf("/"));
