import type { OtherEntry } from "../functions/entries.ts";
import { servedRoutes } from "../functions/routes/index.ts";
import type { Resource } from "../functions/routes/route.ts";

/**
 * Who may do what, as data. When a Lambda or the worker starts to use another store method, add its action here and a test
 * that runs it: `npm test` compares this with what the tests saw used (test/access-was-used.ts).
 */

export type TableAction =
  | "GetItem"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "BatchGetItem"
  | "BatchWriteItem"
  | "Query"
  /** dynamodb:Query on the sparse index; the rows themselves are then read by BatchGetItem. */
  | "QueryIndex";
export type FileAction = "Get" | "Put" | "Delete";
/** First part of an object key; the tenant follows. */
export type FileFolder = "imports" | "reports" | "profiles" | "uploads" | "media";

export interface Access {
  readonly registry?: readonly TableAction[];
  readonly delivery?: readonly TableAction[];
  readonly files?: Partial<Readonly<Record<FileFolder, readonly FileAction[]>>>;
  readonly bells?: "ring" | "hear";
  /** Publishes events of what is about to change; those that the queue does not take it puts into `delivery`. */
  readonly announces?: true;
  /** Puts jobs on the queue. */
  readonly enqueues?: true;
  /** Sets and takes away starts of scheduled campaigns. */
  readonly schedules?: true;
  /** Has the store of campaigns, which knows how long they are kept. */
  readonly campaigns?: true;
  /** Reads the operator's own key, which recognises the operator and signs cursors. */
  readonly adminKey?: true;
}

/** Of those that serve routes, beyond what every keyed or idempotent route needs. */
const ofEntry: Readonly<Record<Resource | OtherEntry, Access>> = {
  // The deep health, which reads the key and counts its requests.
  meta: {
    registry: ["GetItem", "UpdateItem", "Query", "QueryIndex", "BatchGetItem"],
    delivery: ["GetItem", "UpdateItem", "Query"],
    files: { imports: ["Get"] },
  },
  docs: {},
  // The name of the bucket alone: the page may ask it, and nothing else.
  console: { files: {} },
  webhooks: {
    registry: ["GetItem", "PutItem", "DeleteItem", "Query"],
    // Deletes the trouble of a receiver whose webhook is switched on again.
    delivery: ["GetItem", "PutItem", "DeleteItem", "Query"],
    announces: true,
  },
  // Query: tenants, slots and sessions, which the operator is shown.
  "api-keys": { registry: ["PutItem", "UpdateItem", "Query", "QueryIndex", "BatchGetItem"], delivery: ["Query"] },
  sessions: {
    campaigns: true,
    registry: ["GetItem", "PutItem", "UpdateItem", "Query", "QueryIndex", "BatchGetItem"],
    // Whether a campaign runs; and how people take what the campaigns of the last days sent.
    delivery: ["GetItem", "Query", "QueryIndex", "BatchGetItem"],
    bells: "ring",
    enqueues: true,
  },
  messages: {
    registry: ["GetItem", "Query", "BatchGetItem"],
    delivery: ["GetItem", "PutItem", "QueryIndex", "BatchGetItem"],
    bells: "ring",
  },
  lists: {
    campaigns: true,
    registry: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
    delivery: ["GetItem"],
    enqueues: true,
  },
  contacts: {
    campaigns: true,
    registry: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "BatchGetItem", "BatchWriteItem"],
    // What is known of numbers, and the campaigns that reached them.
    // Query: the session's latest campaigns, where more than ten wrote to a number. QueryIndex: rows of an earlier version.
    // Writes down who leaves a list that a campaign needs.
    delivery: ["GetItem", "BatchGetItem", "BatchWriteItem", "Query", "QueryIndex"],
    files: { imports: ["Get", "Put"], reports: ["Get", "Put", "Delete"], uploads: ["Get"], media: ["Get"] },
    enqueues: true,
  },
  campaigns: {
    campaigns: true,
    announces: true,
    // BatchGetItem: which of those who were not reached stand in a list that is left out; in a dry run also who opted out.
    registry: ["GetItem", "UpdateItem", "Query", "BatchGetItem"],
    // BatchGetItem: what a dry run finds known of numbers. QueryIndex: which open campaigns go on from one that is to be deleted.
    delivery: ["GetItem", "PutItem", "UpdateItem", "Query", "QueryIndex", "BatchGetItem"],
    bells: "ring",
    enqueues: true,
    schedules: true,
  },
  media: {
    campaigns: true,
    registry: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
    delivery: ["GetItem"],
    // A permission to upload is no wider than its signer's: this Lambda may write what it lets others write.
    files: { uploads: ["Put", "Delete"], media: ["Put", "Delete"] },
  },
  // The overview reads sessions, webhooks and each list's last import, and by the indexes open campaigns and failed imports.
  stats: {
    campaigns: true,
    registry: ["GetItem", "Query", "QueryIndex", "BatchGetItem"],
    delivery: ["GetItem", "Query", "QueryIndex", "BatchGetItem"],
  },
  templates: { registry: ["GetItem", "PutItem", "DeleteItem", "Query"] },
  "opt-outs": {
    announces: true,
    // What earlier versions kept: it is read, and deleted when it is taken back.
    registry: ["GetItem", "DeleteItem", "Query", "BatchGetItem"],
    delivery: ["GetItem", "UpdateItem", "BatchGetItem", "QueryIndex"],
  },
  reports: {
    campaigns: true,
    registry: ["GetItem", "Query", "BatchGetItem"],
    delivery: ["GetItem", "Query"],
    files: { reports: ["Get", "Put", "Delete"] },
    enqueues: true,
  },
  fallback: {},
  "run-job": {
    campaigns: true,
    announces: true,
    registry: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "BatchGetItem", "BatchWriteItem"],
    files: { imports: ["Get", "Put"], reports: ["Put"], uploads: ["Get", "Delete"], media: ["Get", "Put", "Delete"] },
    // Campaigns that waited for an import start at its end. BatchGetItem: who of a file opted out.
    delivery: ["GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem", "BatchGetItem", "BatchWriteItem"],
    bells: "ring",
    enqueues: true,
  },
  "deliver-webhooks": {
    // Puts a webhook that it switches off.
    registry: ["GetItem", "PutItem", "Query"],
    // Queries what waits for a receiver in trouble.
    delivery: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
    announces: true,
  },
  sweep: {
    campaigns: true,
    announces: true,
    registry: ["GetItem", "UpdateItem", "Query", "QueryIndex", "BatchGetItem"],
    delivery: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "QueryIndex", "BatchGetItem"],
    bells: "ring",
    enqueues: true,
    schedules: true,
  },
  "launch-campaign": {
    campaigns: true,
    announces: true,
    registry: ["GetItem", "UpdateItem", "Query"],
    delivery: ["GetItem", "PutItem", "UpdateItem"],
    bells: "ring",
  },
};

/** What a Lambda may do. */
export function accessOf(entry: Resource | OtherEntry): Access {
  const served = servedRoutes.filter((route) => route.resource === entry);
  const own = ofEntry[entry];
  // The pages for people are served at an edge that reads nothing, not even the operator's key.
  if (served.length === 0 || entry === "docs" || entry === "console") return own;
  // functions/edge/keys.ts reads the key, functions/edge/idempotency.ts keeps first answers.
  const isKeyed = served.some(({ scope }) => scope !== "none");
  const keyed: readonly TableAction[] = isKeyed ? ["GetItem", "UpdateItem"] : [];
  // functions/edge/limits.ts takes tokens, functions/edge/audit.ts writes down what was changed.
  const limited: readonly TableAction[] = isKeyed ? ["GetItem", "UpdateItem"] : [];
  const audited: readonly TableAction[] = served.some(({ method }) => method !== "GET") ? ["PutItem"] : [];
  const idempotent: readonly TableAction[] = served.some((route) => route.idempotent === true)
    ? ["GetItem", "PutItem", "UpdateItem", "DeleteItem"]
    : [];
  return {
    ...own,
    adminKey: true,
    registry: [...new Set([...keyed, ...(own.registry ?? [])])],
    delivery: [...new Set([...limited, ...audited, ...idempotent, ...(own.delivery ?? [])])],
  };
}

export const accessOfWorker: Access = {
  campaigns: true,
  announces: true,
  registry: ["GetItem", "PutItem", "UpdateItem", "Query", "QueryIndex", "BatchGetItem"],
  delivery: ["GetItem", "PutItem", "UpdateItem", "Query", "QueryIndex", "BatchGetItem"],
  files: { profiles: ["Get", "Put", "Delete"], media: ["Get"] },
  bells: "hear",
};
