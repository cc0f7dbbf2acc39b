import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { readConfig } from "../../infra/config.ts";
import { BroadcastStack } from "../../infra/stack.ts";

/** The stack's template with cdk.json's flags and stubs for bundles, built once for each choice of context. */

const root = join(__dirname, "..", "..");
const { context: flags } = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")) as { context: object };
const built = new Map<string, Template>();
const tags = new Map<Template, Readonly<Record<string, string>>>();

/** What an account with rules and things of its own may ask for, all of it at once. */
export const everyOption = {
  stage: "prod",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
  permissionsBoundary: "arn:aws:iam::123456789012:policy/team/boundary",
  tags: "team=shop,cost-centre=4=2",
  encryptionKey: "arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
  webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/broadcasts/01234567-89ab-cdef-0123-456789abcdef",
} as const;

export function templateOf(context: Readonly<Record<string, string>> = {}): Template {
  const key = JSON.stringify(context);
  const known = built.get(key);
  if (known !== undefined) return known;
  // `npm run synth` validates; here it would take longer than all these tests.
  const app = new App({ context: { ...flags, ...context }, builtinCloudFormationValidation: false });
  const config = readConfig((name) => app.node.tryGetContext(name) as unknown);
  const codeOf = () => lambda.Code.fromInline("exports.handler = async () => {}");
  const imageOf = () => ecs.ContainerImage.fromRegistry("example.com/worker:1");
  const stack = new BroadcastStack(app, { config, codeOf, imageOf });
  const template = Template.fromStack(stack);
  built.set(key, template);
  tags.set(template, stack.tags.tagValues());
  return template;
}

/** Tags of the stack, which stand beside its template. */
export const tagsOf = (template: Template): Readonly<Record<string, string>> => tags.get(template) ?? {};

export interface Found<Properties> {
  readonly id: string;
  readonly props: Properties;
  readonly deletionPolicy: string | undefined;
  readonly dependsOn: readonly string[];
}

interface CfnResource {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** The template's resources of a type. The test says what it expects their properties to look like. */
export function resourcesOf<Properties>(template: Template, type: string): readonly Found<Properties>[] {
  return Object.entries(allOf(template))
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties, DeletionPolicy, DependsOn = [] }]) => ({
      id,
      props: Properties as Properties,
      deletionPolicy: DeletionPolicy,
      dependsOn: DependsOn,
    }));
}

/** The only one of its type. */
export function resourceOf<Properties>(template: Template, type: string): Found<Properties> {
  const [first, ...others] = resourcesOf<Properties>(template, type);
  if (first === undefined || others.length > 0) throw new Error(`wanted one ${type}, found ${others.length + 1}`);
  return first;
}

export const allOf = (template: Template): Readonly<Record<string, CfnResource>> =>
  (template.toJSON() as { Resources: Record<string, CfnResource> }).Resources;

/** Text of a value with `${Id.Attribute}` for whatever CloudFormation fills in. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [[name, inner] = []] = Object.entries(value) as [string, unknown][];
  if (name === "Ref") return `\${${String(inner)}}`;
  if (name === "Fn::GetAtt") return `\${${(inner as string[]).join(".")}}`;
  if (name === "Fn::Join") {
    const [separator, parts] = inner as [string, unknown[]];
    return parts.map(textOf).join(separator);
  }
  throw new Error(`cannot read ${JSON.stringify(value)}`);
}

export interface LambdaProperties {
  readonly Description: string;
  readonly Runtime: string;
  readonly Architectures: readonly string[];
  readonly Handler: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Role: unknown;
  readonly LoggingConfig: { readonly LogGroup: { readonly Ref: string } };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

/** Lambdas by the name of their entry. */
export function lambdasOf(template: Template): ReadonlyMap<string, Found<LambdaProperties>> {
  const found = resourcesOf<LambdaProperties>(template, "AWS::Lambda::Function");
  return new Map(found.map((one) => [one.props.Description.replace("whatsapp-broadcast ", ""), one]));
}
