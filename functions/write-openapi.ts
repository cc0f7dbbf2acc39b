import { writeFileSync } from "node:fs";
import { openApi } from "./openapi.ts";
import { routes } from "./routes/index.ts";

const file = process.argv[2] ?? "openapi.json";
writeFileSync(file, `${JSON.stringify(openApi(routes), null, 2)}\n`);
console.log(`${file}: ${routes.length} routes`);
