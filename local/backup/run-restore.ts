import { systemClock } from "../../aws/system-clock.ts";
import { commandLine } from "../../command-line.ts";

// Entry point of `npm run restore`.

const usage = `npm run restore -- --from FILE [--data .data]
Puts a backup of \`npm run backup\` back, into a folder without data. Sending starts halted, and campaigns that were not over are
stopped: what the backup does not know may have been sent since (docs/one-machine.md).
  --from FILE  the backup
  --data DIR   where the data are to be (default .data)`;

const line = commandLine(usage, { from: { type: "string" }, data: { type: "string", default: ".data" } });
const { data } = line.values;
const from = line.values.from ?? line.refuse("--from is missing, wanted the backup");
process.env["POWERTOOLS_LOG_LEVEL"] ??= "ERROR";
const { restoreBackup } = await import("./restore.ts");
try {
  const { campaigns, directs } = await restoreBackup(from, data, systemClock.now());
  console.log(`${data} holds what ${from} does. Sending is halted; ${campaigns} campaigns that were not over are stopped, and
${directs} direct messages that were not sent are in doubt. docs/one-machine.md says what to do next.`);
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
