import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Stack, startStack } from "../../support/stack.ts";
import { Client, type DataOf } from "../client.ts";
import { aList, broadcastOf, type ImportView, untilImported } from "../steps.ts";

/** `kill -9` of the whole of `npm start` at random moments of an import, and what is there in the end. */

const lists = `${broadcastOf("shop")}/lists`;
const apiKey = "k";

/** Every fifth row is no number, every eighth has the number of the row before. */
const csvOf = (rows: number): string =>
  [
    "number,name",
    ...Array.from({ length: rows }, (_, row) => {
      const number = `62812${String(20_000_000 + (row % 8 === 7 ? row - 1 : row))}`;
      return row % 5 === 4 ? `salah ${row},x` : `${number},Nama ${row}`;
    }),
  ].join("\n");

export interface ImportOutcome {
  readonly counts: Omit<ImportView, "importId">;
  readonly contactCount: number;
  readonly exported: string;
  readonly errors: string;
}

/** Imports a file of so many rows; the process is killed after each of these times, and started again. */
export async function importKilledAt(moments: readonly number[], rows: number): Promise<ImportOutcome> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-import-"));
  const start = () => startStack({ dataDir, apiKey });
  let stack: Stack = await start();
  try {
    const client = new Client(stack.url, apiKey);
    await client.get("/qrcode", { "user-id": "shop" });
    const listId = await aList(client, "shop", "Impor", []);
    const taken = await client.send<DataOf<{ readonly importId: string }>>("POST", `${lists}/${listId}/contacts/bulk`, {
      headers: { "content-type": "text/csv" },
      body: csvOf(rows),
    });
    for (const moment of moments) {
      await wait(moment);
      await stack.kill();
      stack = await start();
    }
    return await outcomeOf(new Client(stack.url, apiKey), listId, taken.data.importId);
  } finally {
    await stack.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function outcomeOf(client: Client, listId: string, importId: string): Promise<ImportOutcome> {
  const view = (await untilImported(client, `${lists}/${listId}`, importId, 180_000)) as ImportView &
    Record<string, unknown>;
  const { importId: _, listId: _list, createdAt: _created, finishedAt: _finished, ...counts } = view;
  const list = await client.get<DataOf<{ readonly contactCount: number }>>(`${lists}/${listId}`);
  return {
    counts,
    contactCount: list.data.contactCount,
    exported: await client.text(`${broadcastOf("shop")}/export/contacts/${listId}`),
    errors: await client.text(`${lists}/${listId}/imports/${importId}/errors.csv`),
  };
}
