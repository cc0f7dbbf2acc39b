import type { Job } from "../../../core/jobs.ts";
import type { Services } from "../../../functions/edge/services.ts";
import {
  answerExport,
  ExportTooLong,
  writeExport,
  type ExportedCsv,
} from "../../../functions/exports/export-answer.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** Files by key, as of a bucket, with the time at which each was written. */
class MemoryFiles {
  readonly #clock: FakeClock;
  readonly #files = new Map<string, { readonly text: string; readonly at: number }>();
  constructor(clock: FakeClock) {
    this.#clock = clock;
  }
  async save(key: string, text: string): Promise<void> {
    this.#files.set(key, { text, at: this.#clock.now() });
  }
  async saveStream(key: string, text: AsyncIterable<string>): Promise<void> {
    let whole = "";
    for await (const part of text) whole += part;
    await this.save(key, whole);
  }
  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#files.delete(key);
  }
  async sign(key: string, fileName: string): Promise<string> {
    return `signed:${key}?as=${fileName}&${this.#files.get(key)?.text ?? "nothing"}`;
  }
  async modifiedAt(key: string): Promise<number | undefined> {
    return this.#files.get(key)?.at;
  }
}

let clock: FakeClock;
let jobs: Job[];
let services: Services;
beforeEach(() => {
  clock = new FakeClock();
  jobs = [];
  services = {
    clock,
    files: new MemoryFiles(clock),
    jobs: { enqueue: async (job: Job) => void jobs.push(job) },
  } as unknown as Services;
});

/** Pages of one line that each take so long to read. */
const aCsv = (pages: number, msEach: number, its: Partial<ExportedCsv> = {}): ExportedCsv => ({
  tenantId: "acme",
  name: "cmp_1",
  bom: false,
  lines: async function* (mayGoOn = () => true) {
    for (let page = 0; page < pages; page += 1) {
      if (!mayGoOn()) throw new ExportTooLong("too many pages");
      await clock.advance(msEach);
      yield `${page}\r\n`;
    }
  },
  ...its,
});
const job = { kind: "export_campaign", tenantId: "acme", sessionId: "shop", campaignId: "cmp_1", bom: false } as const;

test("what is read in time is answered at once, and nothing is left behind", async () => {
  const answer = await answerExport(services, aCsv(3, 1_000), job);
  expect(answer).toMatchObject({ status: 200, text: "0\r\n1\r\n2\r\n", mediaType: "text/csv" });
  expect(jobs).toEqual([]);
});

test("what takes too long is made by one job, however often it is asked for, and then handed out", async () => {
  const slow = aCsv(30, 1_000);
  expect(await answerExport(services, slow, job)).toMatchObject({ status: 202, headers: { "retry-after": "10" } });
  expect(await answerExport(services, slow, job)).toMatchObject({ status: 202 });
  expect(jobs).toEqual([job]);
  await writeExport(services, slow);
  const lines = Array.from({ length: 30 }, (_, page) => `${page}\r\n`).join("");
  expect(await answerExport(services, slow, job)).toEqual({
    status: 303,
    headers: { location: `signed:reports/acme/cmp_1.csv?as=cmp_1.csv&${lines}` },
  });
  expect(jobs).toHaveLength(1);
});

test("a file is handed out for five minutes, then it is made anew", async () => {
  const slow = aCsv(30, 1_000);
  await answerExport(services, slow, job);
  await writeExport(services, slow);
  await clock.advance(5 * 60_000 + 1);
  expect(await answerExport(services, slow, job)).toMatchObject({ status: 202 });
  expect(jobs).toHaveLength(2);
});

test("a job that was lost is asked for again", async () => {
  const slow = aCsv(30, 1_000);
  await answerExport(services, slow, job);
  await clock.advance(5 * 60_000 + 1);
  await answerExport(services, slow, job);
  expect(jobs).toHaveLength(2);
});

test("with a mark and without it are two files", async () => {
  const marked = aCsv(30, 1_000, { bom: true });
  await answerExport(services, marked, { ...job, bom: true });
  await writeExport(services, marked);
  expect(await answerExport(services, aCsv(30, 1_000), job)).toMatchObject({ status: 202 });
  const answer = await answerExport(services, marked, { ...job, bom: true });
  expect(answer).toMatchObject({ status: 303 });
  expect("headers" in answer && "location" in answer.headers && answer.headers.location).toMatch(/&\uFEFF0\r\n/);
});
