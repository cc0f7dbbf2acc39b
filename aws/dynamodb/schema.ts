/**
 * The two tables as data: infra makes them on AWS, local/ and tests make them on embedded DynamoDB. Imports nothing.
 *
 * One overloaded sparse index each: only items that bear `ix` are in it. Keys only, so that a row's changes cost no
 * index write unless its key changes.
 */
export const indexName = "lookup";

export const tableSchema = {
  partitionKey: "pk",
  sortKey: "sk",
  indexPartitionKey: "ix",
  indexSortKey: "ixSort",
  /** Epoch seconds; only the delivery table expires items, and every read ignores the expired. */
  timeToLive: "ttl",
} as const;
