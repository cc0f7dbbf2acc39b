import { Duration } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { timeoutSeconds, type OtherEntry } from "../functions/entries.ts";
import type { Resource } from "../functions/routes/route.ts";
import { accessOf } from "./access.ts";
import type { Config } from "./config.ts";
import { ofLambdas, type Environment } from "./environment.ts";
import { grant, type Resources } from "./grants.ts";
import { defineLogGroup } from "./log-group.ts";
import { RoleWithPolicy } from "./role.ts";

/** What all Lambdas of the system are made of. */
export interface LambdaProps extends Resources {
  readonly config: Config;
  /** The bundle of an entry of functions/entries.ts; tests hand in a stub. */
  readonly codeOf: (entry: string) => lambda.Code;
}

export interface EntryProps {
  /** CPU comes with memory: 1769 MiB is one vCPU. */
  readonly memoryMiB: number;
  /** Where others must know its ARN before it is made. */
  readonly functionName?: string;
  /** Executions at once, set aside for it; shared with everything else when absent. */
  readonly reservedConcurrency?: number;
  /** Beside what all Lambdas read, and what follows from its access. */
  readonly environment?: Environment;
}

/** One Lambda: its own role, its own log group, and nothing that its code does not use. */
export function defineLambda(
  scope: Construct,
  entry: Resource | OtherEntry,
  { memoryMiB, environment, functionName, reservedConcurrency }: EntryProps,
  props: LambdaProps,
): lambda.Function {
  const id = pascalCase(entry);
  const access = accessOf(entry);
  const logGroup = defineLogGroup(scope, `${id}Logs`, props.config);
  // Not the managed basic role, which may write every log of the account.
  const role = new RoleWithPolicy(scope, `${id}Role`, { assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com") });
  logGroup.grantWrite(role);
  grant(role, access, props);
  return new lambda.Function(scope, id, {
    description: `whatsapp-broadcast ${entry}`,
    ...(functionName === undefined ? {} : { functionName }),
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    handler: "index.handler",
    code: props.codeOf(entry),
    memorySize: memoryMiB,
    timeout: Duration.seconds(timeouts[entry] ?? timeoutSeconds.http),
    environment: { ...ofLambdas(access, props, props.config), ...environment },
    role,
    logGroup,
    // A sample of requests, with the time of each cold start and of each answer.
    tracing: lambda.Tracing.ACTIVE,
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
  });
}

const timeouts: Partial<Record<string, number>> = timeoutSeconds;

const pascalCase = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
