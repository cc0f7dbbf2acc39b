import { pathToFileURL } from "node:url";
import { pageContract, type PageMember } from "../../worker/whatsapp/page-contract.ts";

/** A gap in the page's contract, planted in a process that loads this file first: the members that the environment names. */

const name = "LEAVE_OUT_OF_CONTRACT";
const nameOf = ({ module, member }: PageMember): string => `${module}.${member}`;

/** The environment of a process in which those members are left out. */
export const leavingOut = (members: readonly string[]): Readonly<Record<string, string>> => ({
  [name]: members.join(),
  NODE_OPTIONS: `--import=${pathToFileURL(import.meta.filename).href}`,
});

const leftOut = process.env[name]?.split(",") ?? [];
for (const member of leftOut) {
  const index = pageContract.findIndex((one) => nameOf(one) === member);
  if (index < 0) throw new Error(`the page's contract has no ${member} to leave out`);
  (pageContract as PageMember[]).splice(index, 1);
}
