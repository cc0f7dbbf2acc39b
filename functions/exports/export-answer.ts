import { byteOrderMark } from "../../core/import/csv-export.ts";
import type { Job } from "../../core/jobs.ts";
import { maxBodyBytes } from "../edge/body.ts";
import type { Language } from "../edge/language/language.ts";
import type { Services } from "../edge/services.ts";

/** An export of any size: at once, or by a job where that takes too long. */

/** A CSV that is made anew for each request. */
export interface ExportedCsv {
  readonly tenantId: string;
  /** Of the file that a person gets, without its ending. */
  readonly name: string;
  /** For Excel. */
  readonly bom: boolean;
  /** In which its rows say something, where that is not all the same. */
  readonly language?: Language;
  /**
   * Whole lines, as many at a time as come together.
   * @param mayGoOn whether there is time for more
   * @throws ExportTooLong
   */
  readonly lines: (mayGoOn?: () => boolean) => AsyncIterable<string>;
}

/** The time for it is over. */
export class ExportTooLong extends Error {
  override readonly name = "ExportTooLong";
}

/** An HTTP API waits 30 s at most, and the upload of what was read takes its time too. */
const readForMs = 15_000;
/** A file that a job made is handed out for so long, and a job that says nothing for so long is asked again. */
const freshForMs = 5 * 60_000;

const keyOf = ({ tenantId, name, bom, language }: ExportedCsv): string =>
  `reports/${tenantId}/${name}${language === undefined ? "" : `-${language}`}${bom ? "-bom" : ""}.csv`;
const fileNameOf = ({ name }: ExportedCsv): string => `${name}.csv`;
const pendingKey = (key: string): string => `${key}.pending`;

/** @param job what makes the file when it takes too long here */
export async function answerExport(
  services: Pick<Services, "clock" | "files" | "jobs">,
  exported: ExportedCsv,
  job: Job,
) {
  const { clock, files, jobs } = services;
  const key = keyOf(exported);
  const pending = await isFresh(services, pendingKey(key));
  if (pending && (await isFresh(services, key))) return await signed(services, exported);
  if (pending) return notYet;
  const until = clock.now() + readForMs;
  try {
    return await answerCsv(services, exported, () => clock.now() < until);
  } catch (error) {
    if (!(error instanceof ExportTooLong)) throw error;
    await files.remove([key]);
    await files.save(pendingKey(key), "", "text/plain");
    await jobs.enqueue(job);
    return notYet;
  }
}

/** As it is when it is small, else a signed address that downloads it. */
export async function answerCsv(services: Pick<Services, "files">, exported: ExportedCsv, mayGoOn?: () => boolean) {
  const small: string[] = [];
  let bytes = 0;
  const parts = partsOf(exported, mayGoOn);
  for (;;) {
    const next = await parts.next();
    if (next.done === true) {
      const { language } = exported;
      const headers = {
        "content-disposition": `attachment; filename="${fileNameOf(exported)}"`,
        ...(language === undefined ? {} : { "content-language": language }),
      };
      return { status: 200 as const, text: small.join(""), mediaType: "text/csv", headers };
    }
    small.push(next.value);
    bytes += Buffer.byteLength(next.value);
    if (bytes > maxBodyBytes) break;
  }
  await services.files.saveStream(keyOf(exported), joined(small, parts), csvType);
  return await signed(services, exported);
}

const csvType = "text/csv; charset=utf-8";

async function* partsOf({ bom, lines }: ExportedCsv, mayGoOn?: () => boolean): AsyncGenerator<string> {
  if (bom) yield byteOrderMark;
  yield* lines(mayGoOn);
}

async function* joined(first: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first.join("");
  yield* rest;
}

const signed = async ({ files }: Pick<Services, "files">, exported: ExportedCsv) => ({
  status: 303 as const,
  headers: { location: await files.sign(keyOf(exported), fileNameOf(exported)) },
});

const notYet = {
  status: 202 as const,
  body: { data: { state: "running" as const } },
  headers: { "retry-after": "10" },
};

async function isFresh({ files, clock }: Pick<Services, "files" | "clock">, key: string): Promise<boolean> {
  const modifiedAt = await files.modifiedAt(key);
  return modifiedAt !== undefined && clock.now() - modifiedAt < freshForMs;
}

/** By the job: writes the file. A second run writes the same. */
export async function writeExport({ files }: Pick<Services, "files">, exported: ExportedCsv): Promise<void> {
  const key = keyOf(exported);
  await files.saveStream(key, partsOf(exported), csvType);
  // From now on it is handed out for a while.
  await files.save(pendingKey(key), "", "text/plain");
}
