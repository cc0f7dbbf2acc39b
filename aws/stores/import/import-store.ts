import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { defined } from "../../../core/defined.ts";
import { FileGone } from "../../../core/errors.ts";
import { isUnfinished, type ImportJob, type ImportQueue, type RejectedRow } from "../../../core/import/import-job.ts";
import type { ImportChanges, ImportFiles, ImportRows } from "../../../core/import/import-ports.ts";
import { type Page, type PageQuery, everyPage } from "../../../core/pages.ts";
import { itemDoesNotExist } from "../../dynamodb/conditions.ts";
import type { FileBucket } from "../../s3/file-bucket.ts";
import { conditional, getItem, queryIndex, queryPage, rowOf, type Item, type Table } from "../../dynamodb/items.ts";
import { importKey, importsPartition, openImportsIndex } from "../../dynamodb/keys.ts";

const isTheVersionSeen = "#version = :seen";

/** Import jobs as rows. */
export class DynamoImportRows implements ImportRows, ImportChanges {
  protected readonly table: Table;

  constructor(registry: Table) {
    this.table = registry;
  }

  async find(tenantId: string, listId: string, importId: string): Promise<ImportJob | undefined> {
    const item = await getItem(this.table, importKey(tenantId, listId, importId));
    return item === undefined ? undefined : rowOf<ImportJob>(item);
  }

  async page(tenantId: string, listId: string, query: PageQuery): Promise<Page<ImportJob>> {
    const partition = importsPartition(tenantId, listId);
    return await queryPage(this.table, { partition, newestFirst: true }, query, rowOf<ImportJob>);
  }

  async unfinished(limit: number): Promise<readonly ImportJob[]> {
    return (await queryIndex(this.table, openImportsIndex, { limit })).map(rowOf<ImportJob>);
  }

  async queueOf(tenantId: string, listId: string): Promise<ImportQueue> {
    const newestFirst: ImportJob[] = [];
    let endedAt: number | undefined;
    for await (const { items } of everyPage(20, (query) => this.page(tenantId, listId, query))) {
      const unfinished = items.filter(isUnfinished);
      newestFirst.push(...unfinished);
      for (const { finishedAt } of items) {
        if (finishedAt !== undefined) endedAt = Math.max(endedAt ?? finishedAt, finishedAt);
      }
      // They finish in their order: behind a page of finished ones all are.
      if (unfinished.length === 0) break;
    }
    return { unfinished: newestFirst.reverse(), ...defined({ endedAt }) };
  }

  async save(job: ImportJob): Promise<ImportJob> {
    const saved = { ...job, version: job.version + 1 };
    await conditional(
      `import ${job.importId} got on meanwhile`,
      this.table.client.send(
        new PutCommand({
          TableName: this.table.name,
          Item: itemOf(saved),
          ConditionExpression: isTheVersionSeen,
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":seen": job.version },
        }),
      ),
    );
    return saved;
  }
}

/** The rows, and their files in the bucket. */
export class DynamoImportStore extends DynamoImportRows implements ImportFiles {
  readonly #files: FileBucket;

  constructor(registry: Table, files: FileBucket) {
    super(registry);
    this.#files = files;
  }

  async create(job: ImportJob, csv: Uint8Array | undefined): Promise<void> {
    if (csv !== undefined) await this.#files.put(csvKey(job), csv, "text/csv");
    await conditional(
      `import ${job.importId} exists`,
      this.table.client.send(
        new PutCommand({ TableName: this.table.name, Item: itemOf(job), ConditionExpression: itemDoesNotExist }),
      ),
    );
  }

  async readCsv(job: ImportJob, fromByte: number): Promise<AsyncIterable<Uint8Array>> {
    const bytes = await this.#files.stream(job.fileKey ?? csvKey(job), fromByte);
    if (bytes === undefined) throw new FileGone(`the file of import ${job.importId} is gone`);
    return bytes;
  }

  async saveRejected(job: ImportJob, slice: number, rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const bytes = new TextEncoder().encode(JSON.stringify(rows));
    await this.#files.put(rejectedKey(job, slice), bytes, "application/json");
  }

  async readRejected(job: ImportJob, slice: number): Promise<readonly RejectedRow[]> {
    const bytes = await this.#files.get(rejectedKey(job, slice));
    return bytes === undefined ? [] : (JSON.parse(new TextDecoder().decode(bytes)) as RejectedRow[]);
  }
}

const folder = (job: ImportJob): string => `imports/${job.tenantId}/${job.importId}`;
const csvKey = (job: ImportJob): string => `${folder(job)}/contacts.csv`;
const rejectedKey = (job: ImportJob, slice: number): string =>
  `${folder(job)}/rejected-${String(slice).padStart(6, "0")}.json`;

const itemOf = (job: ImportJob): Item => ({
  ...importKey(job.tenantId, job.listId, job.importId),
  ...job,
  ...(isUnfinished(job) ? { ix: openImportsIndex, ixSort: job.importId } : {}),
});
