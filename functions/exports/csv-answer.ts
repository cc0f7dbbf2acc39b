import { byteOrderMark } from "../../core/import/csv-export.ts";
import { maxBodyBytes } from "../edge/body.ts";
import type { Services } from "../edge/services.ts";

/** A CSV as an answer: as it is when it is small, else a signed address that downloads it. */

export interface CsvFile {
  /** Of the object in the bucket. */
  readonly key: string;
  readonly fileName: string;
  /** For Excel. */
  readonly bom?: boolean;
}

/** @param lines whole lines, as many at a time as come together */
export async function answerCsv(
  { files }: Pick<Services, "files">,
  lines: AsyncIterable<string>,
  { key, fileName, bom = false }: CsvFile,
) {
  const small: string[] = bom ? [byteOrderMark] : [];
  let bytes = bom ? Buffer.byteLength(byteOrderMark) : 0;
  const rest = lines[Symbol.asyncIterator]();
  for (;;) {
    const next: IteratorResult<string, unknown> = await rest.next();
    if (next.done === true) {
      const headers = { "content-disposition": `attachment; filename="${fileName}"` };
      return { status: 200 as const, text: small.join(""), mediaType: "text/csv", headers };
    }
    small.push(next.value);
    bytes += Buffer.byteLength(next.value);
    if (bytes > maxBodyBytes) break;
  }
  await files.saveStream(key, joined(small, rest), csvType);
  return { status: 303 as const, headers: { location: await files.sign(key, fileName) } };
}

export const csvType = "text/csv; charset=utf-8";

async function* joined(first: readonly string[], rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield first.join("");
  yield* { [Symbol.asyncIterator]: () => rest };
}
