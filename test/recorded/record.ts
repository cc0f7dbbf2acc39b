import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { commandLine } from "../../command-line.ts";
import { Client } from "../e2e/client.ts";
import { startStack } from "../support/stack.ts";
import { installedVersion } from "../upgrade/versions.ts";
import { recordedKey, type Recorded } from "./recorded.ts";
import { makeScene } from "./scene.ts";

// Entry point of `npm run record`: a small data directory as a former version writes it, and what that version answers about
// it. The version is killed in the middle of its work, as a machine that loses its power.

const usage = `npm run record -- [--of REVISION]
Before rows change: installs a commit or a tag under .data/versions, lets it make one of every kind of row, kills it in the
middle, and writes test/recorded/COMMIT.tgz and .json, on which recorded.test.ts starts this version.
  --of REVISION  which one (default HEAD)`;
const { values } = commandLine(usage, { of: { type: "string", default: "HEAD" } });

const { name, dir } = await installedVersion(values.of, console.log);
const work = await mkdtemp(join(tmpdir(), "record-"));
const stack = await startStack({
  dir,
  dataDir: join(work, "data"),
  apiKey: recordedKey,
  env: { IN_DOUBT_AFTER_MS: "1500", WEBHOOK_ALLOW_LOOPBACK: "true" },
});
try {
  const client = new Client(stack.url, recordedKey, false);
  const { paths } = await client.get<{ readonly paths: Readonly<Record<string, object>> }>("/openapi.json");
  const operations = JSON.stringify(paths);
  const made = await makeScene(client, (operationId) => operations.includes(`"operationId":"${operationId}"`));
  await stack.kill();
  const recorded: Recorded = { recordedAt: Date.now(), ...made };
  const file = (ending: string) => join(import.meta.dirname, `${name}.${ending}`);
  await writeFile(file("json"), `${JSON.stringify(recorded, undefined, 1)}\n`);
  await create({ file: file("tgz"), cwd: work, gzip: { level: 9 }, portable: true }, ["data"]);
  console.log(`recorded ${name}`);
} finally {
  await stack.kill();
  await rm(work, { recursive: true, force: true });
}
