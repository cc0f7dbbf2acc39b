import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Endpoints on loopback, as `test/support/aws-process.ts` prints them. */
export interface AwsEndpoints {
  readonly dynamoDbEndpoint: string;
  readonly sqsEndpoint: string;
  readonly s3Endpoint: string;
}

const names = {
  dynamoDbEndpoint: "TEST_DYNAMODB_ENDPOINT",
  sqsEndpoint: "TEST_SQS_ENDPOINT",
  s3Endpoint: "TEST_S3_ENDPOINT",
} as const satisfies Record<keyof AwsEndpoints, string>;

export interface EmbeddedAwsAccess extends AwsEndpoints {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * The DynamoDB, SQS and S3 that global-setup.ts started for the whole run, in memory. Suites run side by side on them:
 * each makes tables, queues and buckets of its own, with random names. S3 wants `forcePathStyle: true`.
 */
export function embeddedAws(): EmbeddedAwsAccess {
  return {
    dynamoDbEndpoint: endpointOf(names.dynamoDbEndpoint),
    sqsEndpoint: endpointOf(names.sqsEndpoint),
    s3Endpoint: endpointOf(names.s3Endpoint),
    region: "us-east-1",
    // Those of local/aws/resources.ts, by which the S3 edge checks what is signed.
    credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
  };
}

function endpointOf(name: string): string {
  const endpoint = process.env[name];
  if (endpoint === undefined) throw new Error(`${name} is not set: jest's globalSetup sets it`);
  return endpoint;
}

/** For global-setup.ts: what `embeddedAws` reads. */
export function publishEndpoints(endpoints: AwsEndpoints): void {
  process.env[names.dynamoDbEndpoint] = endpoints.dynamoDbEndpoint;
  process.env[names.sqsEndpoint] = endpoints.sqsEndpoint;
  process.env[names.s3Endpoint] = endpoints.s3Endpoint;
}

export interface AwsProcess {
  readonly child: ChildProcess;
  readonly endpoints: AwsEndpoints;
}

/**
 * Starts `test/support/aws-process.ts` in a process of its own: fauxqs can only be imported, which a suite in CommonJS cannot
 * do. The child ends when its standard input closes, and so with this process, however that dies.
 */
export async function startAwsProcess(options: readonly string[] = []): Promise<AwsProcess> {
  const child = spawn(process.execPath, ["test/support/aws-process.ts", ...options], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const line = once(lines, "line") as Promise<[string]>;
  const exit = once(child, "exit").then(([code]: unknown[]): never => {
    throw new Error(`test/support/aws-process.ts ended with ${String(code)} before it was ready`);
  });
  const [endpoints] = await Promise.race([line, exit]);
  exit.catch(() => undefined);
  lines.close();
  return { child, endpoints: JSON.parse(endpoints) as AwsEndpoints };
}

/** Ends it and waits until it is gone. */
export async function stopAwsProcess({ child }: AwsProcess, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
