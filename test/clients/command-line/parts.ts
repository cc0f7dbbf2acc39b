import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../e2e/client.ts";
import type { Stack } from "../../support/stack.ts";
import type { Door } from "./door.ts";

/** What the tests of the command line share: one stack, with the session `shop` linked, and a login to it. */
export interface Parts {
  readonly client: Client;
  readonly stack: () => Stack;
  /** Whose login leads through the door. */
  readonly home: string;
  readonly door: () => Door;
}

/** A file of contacts with numbers that no other test has. @param block 0 to 99 */
export function contactsFile({ home }: Pick<Parts, "home">, name: string, block: number, more = ""): string {
  const file = join(home, name);
  const rows = [0, 1, 2].map((index) => `Nama ${index},+62812${30_000_000 + block * 1_000 + index},Bandung`);
  writeFileSync(file, `nama,no hp,kota\n${rows.join("\n")}\n${more}`);
  return file;
}
export const numbersOfBlock = (block: number): string[] =>
  [0, 1, 2].map((index) => `62812${30_000_000 + block * 1_000 + index}`);
