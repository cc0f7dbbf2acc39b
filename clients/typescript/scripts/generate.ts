import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@hey-api/openapi-ts";
import { commandLine } from "../../../command-line.ts";
import { documentForClient, type OpenApi } from "./document.ts";
import { methodsText } from "./methods.ts";

// Entry point of `npm run client`: writes the part of the client that is made of the OpenAPI document.

const usage = `npm run client -- [--document FILE] [--to DIR]
Makes the types and methods of the TypeScript client from the OpenAPI document.
  --document FILE  the document (default: made of the routes)
  --to DIR         where to (default clients/typescript/src/generated)`;

const { values } = commandLine(usage, { document: { type: "string" }, to: { type: "string" } });
const own = await mkdtemp(join(tmpdir(), "client-"));
try {
  const file = values.document ?? join(own, "openapi.json");
  if (values.document === undefined) {
    const program = ["functions/meta/write-openapi.ts", "--file", file];
    execFileSync(process.execPath, program, { cwd: join(import.meta.dirname, "../../.."), stdio: "inherit" });
  }
  const whole = JSON.parse(await readFile(file, "utf8")) as OpenApi;
  const document = documentForClient(whole);
  // Its own file is all that is wanted of it, and it empties the folder that it writes to.
  await createClient({
    input: document as unknown as Record<string, unknown>,
    output: {
      path: join(own, "out"),
      header: ["// Made by `npm run client` from the OpenAPI document. Changes here are overwritten."],
    },
    plugins: ["@hey-api/typescript"],
    logs: { level: "silent" },
  });
  const to = values.to ?? join(import.meta.dirname, "../src/generated");
  await mkdir(to, { recursive: true });
  await writeFile(join(to, "types.gen.ts"), await readFile(join(own, "out/types.gen.ts")));
  await writeFile(join(to, "operations.gen.ts"), methodsText(whole, document));
} finally {
  await rm(own, { recursive: true, force: true });
}
