import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { ImportError, type Import } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import type { OfList } from "../../parts/lists/queries.ts";
import { optionsOf, type Choices, type Source } from "./choices.ts";
import { cellsOf, likelyDelimiter, textOf, withoutSep } from "./csv.ts";

/** A file of 4 MiB needs a while on a slow line. */
export const sendMs = 180_000;

/** Names a file among those that were chosen here. */
export const nameOfSource = (source: Source): string =>
  "csv" in source ? `${source.csv.name}/${source.csv.size}/${source.csv.lastModified}` : source.uploadKey;

export interface Check {
  readonly query: UseQueryResult<Import>;
  /** The dry run as it was last heard of, while it goes on. */
  readonly job: Import | undefined;
}

/** What the API would make of the file: a dry run for each set of choices, and none twice. */
export function useCheck(of: OfList, source: Source, choices: Choices): Check {
  const [job, setJob] = useState<Import>();
  const options = optionsOf(choices);
  const query = useQuery({
    queryKey: ["import-checks", of.listId, nameOfSource(source), options],
    queryFn: async ({ signal }) => {
      setJob(undefined);
      const input = { ...of, ...source, ...options, dryRun: true };
      const { data } = await api().importContacts(input, { signal, timeoutMs: sendMs });
      try {
        const { importId } = data;
        return await api().waitForImport({ ...of, importId }, { signal, pollMs: 400, onProgress: setJob });
      } catch (error) {
        throw error instanceof ImportError ? new Error(error.import.problem ?? error.message) : error;
      }
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  return { query, job };
}

const bytesOfHead = 64 * 1024;
const rowsOfHead = 6;

/** The first rows as they are written in the file. */
export function useHead(source: Source, read: Import | undefined): readonly (readonly string[])[] {
  const file = "csv" in source ? source.csv : undefined;
  const { data: bytes } = useQuery({
    queryKey: ["file-heads", nameOfSource(source)],
    queryFn: async () => (file === undefined ? null : new Uint8Array(await file.slice(0, bytesOfHead).arrayBuffer())),
    staleTime: Infinity,
  });
  if (bytes === undefined || bytes === null) return [];
  const text = withoutSep(textOf(bytes, read?.encoding));
  return cellsOf(text, read?.delimiter ?? likelyDelimiter(text), rowsOfHead);
}
