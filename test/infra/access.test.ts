import type { Template } from "aws-cdk-lib/assertions";
import { httpEntries } from "../../functions/entries.ts";
import { allowedByRole } from "./granted.ts";
import { lambdasOf, resourcesOf, templateOf, textOf } from "./synthesized.ts";

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
}
interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Roles: readonly { readonly Ref: string }[];
}
interface RoleProperties {
  readonly ManagedPolicyArns?: unknown;
  readonly Policies?: unknown;
}

const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
const policiesOf = (template: Template) => resourcesOf<PolicyProperties>(template, "AWS::IAM::Policy");

interface Allowed {
  /** The Lambda's name, or the role's id without its hash. */
  readonly role: string;
  readonly action: string;
  /** `${DataRegistry.Arn}/index/lookup`, without hashes. */
  readonly resource: string;
}

const withoutHashes = (text: string): string => text.replace(/[0-9A-F]{8}(?=[.}])/g, "");

/** Of every role. */
function rolesOf(template: Template): readonly { readonly id: string; readonly name: string }[] {
  const ofLambdas = new Map(
    [...lambdasOf(template)].map(([name, { props }]) => [textOf(props.Role).slice(2).split(".")[0], name]),
  );
  return resourcesOf<RoleProperties>(template, "AWS::IAM::Role").map(({ id }) => ({
    id,
    name: ofLambdas.get(id) ?? id.replace(/(?<=^SchedulerRoleForTarget).*|[0-9A-F]{8}$/, ""),
  }));
}

function allowedIn(template: Template): readonly Allowed[] {
  const names = new Map(rolesOf(template).map(({ id, name }) => [id, name]));
  return policiesOf(template).flatMap(({ props }) =>
    props.PolicyDocument.Statement.flatMap(({ Action = [], Resource = [] }) =>
      listOf(Action).flatMap((action) =>
        listOf(Resource).map((resource) => ({
          role: names.get(props.Roles[0]?.Ref ?? "") ?? "nobody's",
          action,
          resource: withoutHashes(textOf(resource)),
        })),
      ),
    ),
  );
}

/** Traces are of no resource, and the log is its own. */
const ofEveryLambda = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

/** Who may do what on what, in the words of granted.ts. */
function tableOf(template: Template, stage: string): Record<string, Record<string, string>> {
  const lambdas = lambdasOf(template);
  const allowed = allowedIn(template).filter(
    ({ role, action }) => !(lambdas.has(role) && ofEveryLambda.includes(action)),
  );
  const short = (resource: string) =>
    resource
      .replace("arn:${AWS::Partition}:", "")
      .replace("${AWS::Region}:${AWS::AccountId}:", "")
      .replace(`whatsapp-broadcast-${stage}-`, "")
      .replace(/\$\{(\w+?)(\.Arn)?\}/, "$1");
  const actionsOn = (own: readonly Allowed[], resource: string) =>
    own
      .filter((one) => short(one.resource) === resource)
      .map(({ action }) => action)
      .sort()
      // The service once: its actions are on its own resources.
      .map((action, index) => (index === 0 ? action : (action.split(":")[1] ?? "")))
      .join(" ");
  return Object.fromEntries(
    rolesOf(template).map(({ name }) => {
      const own = allowed.filter(({ role }) => role === name);
      const resources = [...new Set(own.map(({ resource }) => short(resource)))].sort();
      return [name, Object.fromEntries(resources.map((resource) => [resource, actionsOn(own, resource)]))];
    }),
  );
}

/** Every `*` in a resource, and why it has to be there. */
const wide: readonly { readonly actions: RegExp; readonly resource: RegExp; readonly because: string }[] = [
  {
    actions: /^xray:Put(TelemetryRecords|TraceSegments)$/,
    resource: /^\*$/,
    because: "AWS defines these without a resource",
  },
  {
    actions: /^sqs:(SendMessage|ReceiveMessage|DeleteMessage)$/,
    resource: /:whatsapp-broadcast-(dev|prod)-bell-\*$/,
    because: "one queue a slot: up to 200 names that only a number tells apart would not fit into a policy",
  },
  {
    actions: /^s3:(Get|Put|Delete)Object$/,
    resource: /^\$\{DataFiles\.Arn\}\/(imports|reports|profiles|uploads|media)\/\*$/,
    because: "a folder's keys begin with the tenant, and are made as files come",
  },
  {
    actions: /^scheduler:(Create|Update|Delete)Schedule$/,
    resource: /:schedule\/whatsapp-broadcast-(dev|prod)-campaigns\/\*$/,
    because: "one schedule a campaign, in a group of ours",
  },
  {
    actions: /^lambda:InvokeFunction$/,
    resource: /^\$\{BackgroundSweep\.Arn\}:\*$/,
    because: "CDK lets the schedule of the sweep invoke its versions as well, and there are none",
  },
];

const networks = { "public network": {}, "private network": { network: "private" } };
const deployments = Object.entries(networks).flatMap(([network, context]) => [
  { name: `dev, ${network}`, stage: "dev", template: templateOf(context) },
  { name: `prod, ${network}`, stage: "prod", template: templateOf({ ...context, stage: "prod", maxWorkers: "200" }) },
]);
const allowed = allowedIn(templateOf());

describe.each(deployments)("access in $name", ({ stage, template }) => {
  const own = allowedIn(template);

  it("is of each role what the table says", () => {
    expect(tableOf(template, stage)).toEqual(allowedByRole);
  });

  it("names actions, and resources but for what is explained", () => {
    const isExplained = ({ action, resource }: Allowed) =>
      wide.some((one) => one.actions.test(action) && one.resource.test(resource));
    const unexplained = own.filter((one) => one.action.includes("*") || one.resource.includes("*"));
    expect(unexplained.filter((one) => !isExplained(one))).toEqual([]);
    // What is explained is there.
    const idle = wide.filter(
      (one) => !own.some(({ action, resource }) => one.actions.test(action) && one.resource.test(resource)),
    );
    expect(idle).toEqual([]);
  });

  it("is allowed by what it names, never by what it leaves out", () => {
    const known = ["Action", "Condition", "Effect", "Resource"];
    const statements = policiesOf(template).flatMap(({ props }) => props.PolicyDocument.Statement);
    expect(statements.filter((statement) => Object.keys(statement).some((key) => !known.includes(key)))).toEqual([]);
    expect(new Set(statements.map(({ Effect }) => Effect))).toEqual(new Set(["Allow"]));
  });

  it("comes through no managed policy and no inline one that this test would miss", () => {
    const roles = resourcesOf<RoleProperties>(template, "AWS::IAM::Role");
    expect(roles.filter(({ props }) => props.ManagedPolicyArns ?? props.Policies)).toEqual([]);
    expect(resourcesOf(template, "AWS::IAM::ManagedPolicy")).toEqual([]);
    expect(policiesOf(template).filter(({ props }) => props.Roles.length !== 1)).toEqual([]);
  });
});

describe("access", () => {
  it("to the table scan, to tables' administration and to streams is nobody's", () => {
    const used = new Set(allowed.map(({ action }) => action).filter((action) => action.startsWith("dynamodb:")));
    expect([...used].sort()).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
    ]);
  });

  it("to its own log, and to traces, is every Lambda's", () => {
    for (const [name, { props }] of lambdasOf(templateOf())) {
      const own = allowed.filter(({ role, action }) => role === name && ofEveryLambda.includes(action));
      const log = withoutHashes(`\${${props.LoggingConfig.LogGroup.Ref}.Arn}`);
      expect(own.map(({ action, resource }) => [action, resource])).toEqual(
        ofEveryLambda.map((action) => [action, action.startsWith("logs:") ? log : "*"]),
      );
    }
  });

  it("to the operator's key is of Lambdas that callers reach", () => {
    const withKey = allowed.filter(({ action }) => action.startsWith("secretsmanager:")).map(({ role }) => role);
    expect(withKey.sort()).toEqual(Object.keys(httpEntries).sort());
  });
});
