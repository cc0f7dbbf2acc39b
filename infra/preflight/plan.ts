import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { readConfig, type Config } from "../config.ts";
import { BroadcastStack } from "../stack.ts";

/** What a deployment with these settings would ask of an account. */
export interface Plan {
  readonly config: Config;
  readonly stackName: string;
  readonly resourceTypes: readonly string[];
  /** The Lambda that has executions set aside, by its id in the template. */
  readonly reserving: string | undefined;
  readonly bootstrap: { readonly parameter: string; readonly leastVersion: number };
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: { readonly ReservedConcurrentExecutions?: number } }>
  >;
  readonly Parameters: { readonly BootstrapVersion: { readonly Default: string } };
  readonly Rules: {
    readonly CheckBootstrapVersion: { readonly Assertions: readonly { readonly AssertDescription: string }[] };
  };
}

type Context = Readonly<Record<string, unknown>>;

/** The settings that a deployment reads: those of cdk.json, and over them what the command line gives. */
export function contextWith(given: readonly string[]): Context {
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "cdk.json"), "utf8")) as {
    readonly context: Context;
  };
  const pairs = given.map((one) => [one.replace(/=.*/s, ""), one.replace(/^[^=]*=/, "")] as const);
  return { ...context, ...Object.fromEntries(pairs) };
}

/**
 * Synthesizes the stack with stubs in place of bundles and image, so that none have to be built.
 *
 * @throws ConfigInvalid
 */
export function planOf(context: Context, region: string | undefined): Plan {
  const config = readConfig((name) => context[name], region);
  const outdir = mkdtempSync(join(tmpdir(), "preflight-"));
  try {
    const app = new App({ context, outdir, builtinCloudFormationValidation: false });
    const { stackName } = new BroadcastStack(app, {
      config,
      codeOf: () => lambda.Code.fromInline("exports.handler = async () => {}"),
      imageOf: () => ecs.ContainerImage.fromRegistry("example.com/worker:1"),
    });
    const template = app.synth().getStackByName(stackName).template as Template;
    const resources = Object.entries(template.Resources);
    const [reserving] = resources.find(([, one]) => one.Properties?.ReservedConcurrentExecutions !== undefined) ?? [];
    const says = template.Rules.CheckBootstrapVersion.Assertions.map((one) => one.AssertDescription).join();
    const leastVersion = Number(/version (\d+) required/.exec(says)?.[1]);
    const parameter = template.Parameters.BootstrapVersion.Default;
    const resourceTypes = [...new Set(resources.map(([, { Type }]) => Type))].sort();
    return { config, stackName, resourceTypes, reserving, bootstrap: { parameter, leastVersion } };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
