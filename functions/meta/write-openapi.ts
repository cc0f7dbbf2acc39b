import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { commandLine } from "../../command-line.ts";
import { openApi } from "./openapi.ts";
import { routes } from "../routes/index.ts";

// Entry point of `npm run openapi`.

const usage = `npm run openapi -- [--file openapi.json]
Writes the OpenAPI document of all routes and checks it.
  --file FILE  where to (default openapi.json)`;

const { file } = commandLine(usage, { file: { type: "string", default: "openapi.json" } }).values;
writeFileSync(file, `${JSON.stringify(openApi(routes), null, 2)}\n`);
console.log(`${file}: ${routes.length} routes`);
const checked = spawnSync(process.execPath, ["run.cjs", "redocly", "lint", file], { stdio: "inherit" });
process.exitCode = checked.status ?? 1;
