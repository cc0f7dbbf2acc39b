import { Interruption } from "./interruption.ts";
import { run } from "./program.ts";

// Entry point of the command line: `npm run cli -- ...` in the repository, `whatsapp-broadcast ...` as a package.

/** From its sources it runs in the repository alone. */
const isSource = import.meta.filename.endsWith(".ts");
const interruption = new Interruption();
interruption.listen((exitCode) => process.exit(exitCode));
// Its reader wanted no more, as `head` does: what a signal says elsewhere.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(141);
  throw error;
});
process.exitCode = await run(process.argv.slice(2), {
  streams: process,
  env: process.env,
  program: isSource ? "npm run cli --" : "whatsapp-broadcast",
  interruption,
});
