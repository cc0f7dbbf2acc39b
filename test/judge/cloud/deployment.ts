import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Context } from "../judge.ts";
import { physicalNames } from "./cloud-formation.ts";
import { account, ownEnvironment, startEmulator, type Emulator } from "./emulator.ts";
import { without, type Lacking, type Template } from "./lacks.ts";

/** The stack as `npm run deploy -- -c stage=dev` makes it, by the same command line of the CDK, on the emulator. */

export const stackName = "whatsapp-broadcast-dev";

export interface Deployment {
  readonly emulator: Emulator;
  /** The API, at the emulator's own address of it: its usual one is told apart by the host alone, and `/health` is the emulator's there. */
  readonly url: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** From Secrets Manager, as an operator reads it. */
  readonly operatorKey: string;
  readonly resources: number;
  readonly lacking: readonly Lacking[];
}

/** Bundled and synthesized once for all parts of a run. */
let synthesized: Promise<string> | undefined;

async function synthesize({ run, say, dir }: Context): Promise<string> {
  const out = resolve(dir, "cdk.out");
  say("bundling and synthesizing ...");
  // Its image stands in a repository already, as in a pipeline where deployments must not build any: here is no Docker.
  const command = [process.execPath, "node_modules/.bin/cdk", "synth", "--quiet", "--no-notices"];
  const { code, written } = await run("synth", [...command, "--output", out, "--context", "workerImage=worker:judge"], {
    env: { ...ownEnvironment, AWS_REGION: "ap-southeast-1", AWS_EC2_METADATA_DISABLED: "true" },
  });
  if (code !== 0) throw new Error(`cdk synth ended with ${code}:\n${written.slice(-2_000)}`);
  return out;
}

/** @throws Error with what the CDK wrote when it fails */
export async function deploy(context: Context): Promise<Deployment> {
  synthesized ??= synthesize(context).catch((error: unknown) => {
    synthesized = undefined;
    throw error;
  });
  const out = await synthesized;
  const emulator = await startEmulator(context);
  const assembly = resolve(context.dir, "deployed");
  await rm(assembly, { recursive: true, force: true });
  await cp(out, assembly, { recursive: true });
  const file = join(assembly, `${stackName}.template.json`);
  const template = JSON.parse(await readFile(file, "utf8")) as Template;
  const { rest, lacking } = without(template);
  await writeFile(file, JSON.stringify(rest));
  const outputsFile = join(assembly, "outputs.json");
  const cdk = async (...parameters: readonly string[]) => {
    const cli = [process.execPath, resolve("node_modules/.bin/cdk"), ...parameters, "--app", assembly, "--no-notices"];
    const { code, written } = await context.run(`cdk-${parameters[0] ?? ""}`, cli, {
      // Away from cdk.json, which would bundle anew.
      cwd: assembly,
      env: { ...ownEnvironment, ...emulator.env, CDK_DISABLE_CLI_TELEMETRY: "true" },
    });
    if (code !== 0) throw new Error(`cdk ${parameters.join(" ")} ended with ${code}:\n${written.slice(-3_000)}`);
  };
  context.say("cdk bootstrap, cdk deploy ...");
  await cdk("bootstrap", `aws://${account}/${emulator.region}`);
  await cdk("deploy", "--require-approval", "never", "--progress", "events", "--outputs-file", outputsFile);
  await makeTables(emulator, template);
  const { [stackName]: outputs = {} } = JSON.parse(await readFile(outputsFile, "utf8")) as Record<
    string,
    Readonly<Record<string, string>>
  >;
  const [, id = ""] = /^https?:\/\/([^.]+)\.execute-api\./.exec(outputs["ApiUrl"] ?? "") ?? [];
  return {
    emulator,
    url: `${emulator.endpoint}/_aws/execute-api/${id}/$default`,
    outputs,
    operatorKey: await secretOf(emulator, outputs["AdminKeySecret"] ?? ""),
    resources: Object.keys(rest.Resources).length,
    lacking,
  };
}

export const clientOf = ({ endpoint, region, accessKeyId, secretAccessKey }: Emulator) => ({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey },
});

async function secretOf(emulator: Emulator, SecretId: string): Promise<string> {
  const { SecretString = "" } = await new SecretsManagerClient(clientOf(emulator)).send(
    new GetSecretValueCommand({ SecretId }),
  );
  return SecretString;
}

/** What CloudFormation made is known to the emulator; items lie in DynamoDB Local, which gets the same tables. */
async function makeTables(emulator: Emulator, { Resources }: Template): Promise<void> {
  const names = await physicalNames(emulator, stackName);
  const client = new DynamoDBClient({ ...clientOf(emulator), endpoint: emulator.dynamoDb });
  for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
    if (Type !== "AWS::DynamoDB::GlobalTable") continue;
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, TimeToLiveSpecification } =
      Properties as unknown as Pick<
        CreateTableCommand["input"],
        "KeySchema" | "AttributeDefinitions" | "GlobalSecondaryIndexes"
      > &
        Partial<Pick<UpdateTimeToLiveCommand["input"], "TimeToLiveSpecification">>;
    const TableName = names.get(id);
    const schema = { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode: "PAY_PER_REQUEST" as const };
    await client.send(new CreateTableCommand({ TableName, ...schema }));
    if (TimeToLiveSpecification !== undefined)
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
}
