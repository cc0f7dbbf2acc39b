import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import dynalite from "dynalite";
import { closeIteratorsOfDynalite } from "./dynalite-iterators.ts";
import { DynaliteRequests } from "./dynalite-requests.ts";
import { syncWritesOfDynalite } from "./dynalite-writes.ts";
import { listen, stopListening, type LocalServer } from "../listening.ts";

/** Requests are short: one whose body still comes after this is cut. */
const graceMs = 2_000;

/**
 * DynamoDB on loopback: dynalite, on disk below `dataDir` or in memory. On disk a write is synced before it is answered. It
 * has no transactions, streams or TTL and ignores ReturnValuesOnConditionCheckFailure; the design uses none of them. Tables
 * are made by their owner, aws/.
 */
export async function startDynamoDb({ dataDir }: { readonly dataDir?: string } = {}): Promise<LocalServer> {
  const atOnce = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  const path = dataDir === undefined ? undefined : join(dataDir, "dynamodb");
  if (path !== undefined) await mkdir(path, { recursive: true });
  closeIteratorsOfDynalite();
  syncWritesOfDynalite();
  const server = dynalite(path === undefined ? atOnce : { ...atOnce, path });
  const requests = new DynaliteRequests(server);
  const endpoint = await listen(server);
  const close = async () => {
    await requests.end(graceMs);
    await stopListening(server, graceMs);
  };
  return { endpoint, close };
}
