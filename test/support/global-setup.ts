import type { Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dynamoDbLocalName } from "./dynamodb-server.ts";
import { type AwsProcess, publishEndpoints, startAwsProcess } from "./embedded-aws.ts";
import { harshness, isHarsh } from "./harsh/settings.ts";

declare global {
  /** Set by jest's globalSetup for its globalTeardown, which runs in the same process. */
  var embeddedAwsProcess: AwsProcess | undefined;
}

/**
 * Suites start many processes of the same files: Node keeps there what it compiled of them, TypeScript without its types, too.
 * A process takes 1.3 s of a core until the stack is up instead of 2.0 s.
 */
const compiled = join("node_modules", ".cache", "node-compile-cache");

/** Of every process that the tests start: tables are kept where the tests keep theirs. */
const register = join("test", "support", "harsh", "register.ts");

export default async function globalSetup(): Promise<void> {
  process.env["NODE_COMPILE_CACHE"] ??= join(process.cwd(), compiled);
  if (process.env[dynamoDbLocalName] !== undefined || isHarsh(harshness())) {
    const options = process.env["NODE_OPTIONS"] ?? "";
    process.env["NODE_OPTIONS"] = `${options} --import=${pathToFileURL(register).href}`.trim();
  }
  const started = await startAwsProcess();
  // Nothing of it keeps jest from ending: should globalTeardown not run, its standard input closes with jest.
  started.child.unref();
  for (const pipe of [started.child.stdin, started.child.stdout]) (pipe as Socket).unref();
  globalThis.embeddedAwsProcess = started;
  publishEndpoints(started.endpoints);
  await expectTablesOn(process.env[dynamoDbLocalName], started.endpoints.dynamoDbEndpoint);
}

/** @throws Error when processes that tests start would keep their tables in dynalite, which calls itself nothing */
async function expectTablesOn(wanted: string | undefined, came: string): Promise<void> {
  if (wanted === undefined) return;
  const serverOf = async (endpoint: string) => (await fetch(endpoint)).headers.get("server");
  const [named, used] = await Promise.all([serverOf(wanted), serverOf(came)]);
  if (named === null || used !== named) {
    throw new Error(
      `${dynamoDbLocalName} is ${wanted}, which calls itself ${named ?? "nothing"}; ${used ?? "dynalite"} serves`,
    );
  }
}
