import { commandLine } from "../../command-line.ts";
import { makeBackup } from "./backup.ts";

// Entry point of `npm run backup`.

const usage = `npm run backup -- --to FILE [--data .data]
Writes a backup of what \`npm start\` keeps; stop that first, and start it again right after (docs/one-machine.md). Who has the
file has the linked accounts and the admin key.
  --to FILE   a file that does not exist, such as backup-2026-11-30.tgz
  --data DIR  where the data are (default .data)`;

const line = commandLine(usage, { to: { type: "string" }, data: { type: "string", default: ".data" } });
const { data } = line.values;
const to = line.values.to ?? line.refuse("--to is missing, wanted the file to write");
try {
  await makeBackup(data, to);
  console.log(`${to} holds what ${data} does`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
