import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ImportJob, RejectedRow } from "../core/import-job.ts";
import type { ImportStore, Page, PageQuery } from "../core/ports.ts";
import { itemDoesNotExist } from "./conditions.ts";
import type { FileBucket } from "./file-bucket.ts";
import { conditional, getItem, queryIndex, queryPage, rowOf, type Item, type Table } from "./items.ts";
import { importKey, importsPartition, openImportsIndex } from "./table.ts";

/** Import jobs as rows, their files beside them in the bucket. */
export class DynamoImportStore implements ImportStore {
  readonly #table: Table;
  readonly #files: FileBucket;

  constructor(registry: Table, files: FileBucket) {
    this.#table = registry;
    this.#files = files;
  }

  async create(job: ImportJob, csv: Uint8Array): Promise<void> {
    await this.#files.put(csvKey(job), csv, "text/csv");
    await conditional(
      `import ${job.importId} exists`,
      this.#table.client.send(
        new PutCommand({ TableName: this.#table.name, Item: itemOf(job), ConditionExpression: itemDoesNotExist }),
      ),
    );
  }

  async find(tenantId: string, listId: string, importId: string): Promise<ImportJob | undefined> {
    const item = await getItem(this.#table, importKey(tenantId, listId, importId));
    return item === undefined ? undefined : rowOf<ImportJob>(item);
  }

  async page(tenantId: string, listId: string, query: PageQuery): Promise<Page<ImportJob>> {
    const partition = importsPartition(tenantId, listId);
    return await queryPage(this.#table, { partition, newestFirst: true }, query, rowOf<ImportJob>);
  }

  /** Jobs that are not finished, of all tenants: for the sweep. */
  async unfinished(limit: number): Promise<readonly ImportJob[]> {
    return (await queryIndex(this.#table, openImportsIndex, { limit })).map(rowOf<ImportJob>);
  }

  async save(job: ImportJob): Promise<void> {
    await this.#table.client.send(new PutCommand({ TableName: this.#table.name, Item: itemOf(job) }));
  }

  async readCsv(job: ImportJob): Promise<Uint8Array> {
    const bytes = await this.#files.get(csvKey(job));
    if (bytes === undefined) throw new Error(`the file of import ${job.importId} is gone`);
    return bytes;
  }

  async saveRejected(job: ImportJob, slice: number, rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const bytes = new TextEncoder().encode(JSON.stringify(rows));
    await this.#files.put(rejectedKey(job, slice), bytes, "application/json");
  }

  async readRejected(job: ImportJob, slices: number): Promise<readonly RejectedRow[]> {
    const rejected: RejectedRow[] = [];
    for (let slice = 0; slice < slices; slice += 1) {
      const bytes = await this.#files.get(rejectedKey(job, slice));
      if (bytes !== undefined) rejected.push(...(JSON.parse(new TextDecoder().decode(bytes)) as RejectedRow[]));
    }
    return rejected;
  }
}

const folder = (job: ImportJob): string => `imports/${job.tenantId}/${job.importId}`;
const csvKey = (job: ImportJob): string => `${folder(job)}/contacts.csv`;
const rejectedKey = (job: ImportJob, slice: number): string =>
  `${folder(job)}/rejected-${String(slice).padStart(6, "0")}.json`;

const itemOf = (job: ImportJob): Item => ({
  ...importKey(job.tenantId, job.listId, job.importId),
  ...job,
  ...(job.state === "queued" || job.state === "running" ? { ix: openImportsIndex, ixSort: job.importId } : {}),
});
