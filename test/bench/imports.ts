import { BatchGetCommand, BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../aws/clients.ts";
import { envNames } from "../../aws/names.ts";
import type { Stores } from "../../functions/edge/services.ts";
import { openStores } from "./all-stores.ts";
import { systemClock } from "../../aws/system-clock.ts";
import { noImportCounts } from "../../core/import/import-job.ts";
import { importContacts } from "../../functions/imports/import-contacts.ts";
import { createResources } from "../../local/aws/resources.ts";
import { startAwsProcess, stopAwsProcess } from "../support/embedded-aws.ts";
import type { Figure } from "./figure.ts";

const place = { tenantId: "bench", sessionId: "bench", listId: "lst_bench" };
/** Rows of the import; `IMPORT_ROWS=1000000 npm run bench` for the largest that is promised. */
const rows = Number(process.env["IMPORT_ROWS"] ?? 50_000);
const bareRows = Math.min(rows, 20_000);
const mib = 1024 * 1024;
const piece = 10_000;

const numberOf = (index: number): string => `62812${String(10_000_000 + index)}`;

/** Rows a second of a whole import, against a loop of BatchGet and BatchWrite, and the memory that it takes. */
export async function measureImport(): Promise<readonly Figure[]> {
  const aws = await startAwsProcess();
  try {
    const env = await createResources(aws.endpoints, { prefix: "bench", maxWorkers: 1 });
    Object.assign(process.env, env);
    const stores = openStores(env);
    const bare = await bareLoop(env);
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const own = await importOf(stores, csvOf(rows));
    return [
      {
        name: `import of ${rows.toLocaleString("en")} rows, rows/s of a bare loop`,
        value: own.rate / bare,
        unit: "x",
        against: `a loop of BatchGet (100) and BatchWrite (25), one after the other, ${bareRows} rows`,
        bound: ">= 0.4",
        kept: own.rate / bare >= 0.4,
        details: { "import rows/s": own.rate, "bare loop rows/s": bare },
      },
      {
        name: `import of ${rows.toLocaleString("en")} rows, memory it adds at most`,
        value: Math.max(0, own.mostRss - before) / mib,
        unit: "MiB",
        against: "resident memory before it, the file itself among it",
        bound: "<= 300",
        kept: own.mostRss - before <= 300 * mib,
      },
    ];
  } finally {
    await stopAwsProcess(aws);
  }
}

/** In pieces, so that making the file leaves nothing behind that would be counted as the import's. */
function csvOf(count: number): Uint8Array {
  const pieces = [Buffer.from("number,name,kota\n")];
  for (let start = 0; start < count; start += piece) {
    const rowsOf = Array.from({ length: Math.min(piece, count - start) }, (_, index) => {
      const row = start + index;
      return `${numberOf(row)},Nama ${row},Bandung\n`;
    });
    pieces.push(Buffer.from(rowsOf.join("")));
  }
  return Buffer.concat(pieces);
}

async function bareLoop(env: Record<string, string>): Promise<number> {
  const client = documentClient(env);
  const table = env[envNames.registryTable] ?? "";
  const startedAt = performance.now();
  for (let start = 0; start < bareRows; start += 100) {
    const keys = Array.from({ length: 100 }, (_, index) => ({ pk: "bare", sk: numberOf(start + index) }));
    await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }));
    for (let at = 0; at < keys.length; at += 25) {
      const puts = keys.slice(at, at + 25).map((key) => ({
        PutRequest: { Item: { ...key, name: "Nama", fields: { kota: "Bandung" }, addedAt: 1, updatedAt: 1 } },
      }));
      await client.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
    }
  }
  client.destroy();
  return bareRows / ((performance.now() - startedAt) / 1_000);
}

async function importOf(stores: Stores, csv: Uint8Array): Promise<{ readonly rate: number; readonly mostRss: number }> {
  const now = Date.now();
  await stores.lists.create({
    ...place,
    name: "bench",
    contactCount: 0,
    fieldCounts: {},
    createdAt: now,
    updatedAt: now,
  });
  const importId = "imp_bench";
  const job = {
    ...place,
    importId,
    state: "queued",
    mode: "upsert",
    sizeBytes: csv.length,
    version: 0,
    rejectedSlices: [],
    counts: noImportCounts,
    createdAt: now,
    touchedAt: now,
  } as const;
  await stores.importFiles.create(job, csv);
  let mostRss = 0;
  const watch = setInterval(() => (mostRss = Math.max(mostRss, process.memoryUsage().rss)), 50);
  const startedAt = performance.now();
  const { tenantId, listId } = place;
  for (;;) {
    await importContacts(
      { ...stores, clock: systemClock, logger: console },
      { kind: "import_contacts", tenantId, listId, importId },
    );
    const { state } = (await stores.imports.find(tenantId, listId, importId)) ?? { state: "failed" };
    if (state === "completed") break;
    if (state === "failed") throw new Error("the import failed");
  }
  clearInterval(watch);
  return { rate: rows / ((performance.now() - startedAt) / 1_000), mostRss };
}
