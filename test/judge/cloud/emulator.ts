import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { startDynamoDbLocal } from "../dynamodb/dynamodb-local.ts";
import { freePort } from "../free-port.ts";
import type { Context } from "../judge.ts";
import { untilUp } from "../until-up.ts";
import type { Cloud } from "./cloud-formation.ts";

/** ministack with DynamoDB Local beneath, both on free ports of loopback. */

export interface Emulator extends Cloud {
  /** Of a client of AWS: endpoint, region, and the credentials of the account's root. */
  readonly env: Readonly<Record<string, string>>;
  readonly dynamoDb: string;
  /** What it wrote, with what the Lambdas wrote. */
  readonly written: () => string;
  /** Each call that IAM denied, once. */
  readonly denials: () => Promise<readonly string[]>;
}

const folder = "test/judge/cloud";
const region = "ap-southeast-1";
export const account = "000000000000";

/** Nothing of AWS comes from the person who runs the judge, and `node` is the one that runs it. */
export const ownEnvironment: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => /^(AWS|CDK)_/.test(name))
      .map((name) => [name, undefined]),
  ),
  PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
};

export async function startEmulator(context: Context): Promise<Emulator> {
  const bin = await context.pip(join(folder, "requirements.txt"));
  const { endpoint: dynamoDb } = await startDynamoDbLocal(context, "one");
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const denialsFile = resolve(context.dir, "denials.jsonl");
  const tmp = resolve(context.dir, "tmp");
  await rm(denialsFile, { force: true });
  // Lambdas that were killed with it leave their folders.
  await rm(tmp, { recursive: true, force: true });
  await mkdir(tmp, { recursive: true });
  // Lambdas are unpacked below. On AWS no package.json lies above one, here that of this repository does.
  await writeFile(join(tmp, "package.json"), "{}");
  const root = { accessKeyId: "test", secretAccessKey: "test" };
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const started = context.start("ministack", [join(bin, "python"), join(folder, "emulator.py")], {
    env: {
      ...ownEnvironment,
      TMPDIR: tmp,
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "127.0.0.1",
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: account,
      AUTH: "true",
      // Addresses of queues name SQS itself, and the SDK follows them unless its client was given an endpoint.
      SQS_ENDPOINT: endpoint,
      POWERTOOLS_LOG_LEVEL: "INFO",
      JUDGE_DYNAMODB: new URL(dynamoDb).host,
      JUDGE_DENIALS: denialsFile,
    },
  });
  await untilUp("ministack", `${endpoint}/_ministack/health`, started, ({ ok }) => ok);
  return {
    endpoint,
    region,
    ...root,
    env,
    dynamoDb,
    written: started.written,
    denials: async () => {
      if (!existsSync(denialsFile)) return [];
      return [...new Set((await readFile(denialsFile, "utf8")).trim().split("\n"))].map(inWords);
    },
  };
}

interface Denial {
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  readonly why: string;
}

function inWords(line: string): string {
  const { who, action, resource, why } = JSON.parse(line) as Denial;
  return `IAM denied ${who} ${action} on ${resource} (${why})`;
}
