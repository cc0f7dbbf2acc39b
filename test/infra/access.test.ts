import type { Template } from "aws-cdk-lib/assertions";
import type { Principal } from "../../local/gateway/principal.ts";
import { granted } from "../support/access/use.ts";
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
  readonly Policies?: readonly Pick<PolicyProperties, "PolicyDocument">[];
}

const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
/** Those that stand in a role, and those beside one. */
function policiesOf(template: Template): readonly { readonly props: PolicyProperties }[] {
  const inRoles = resourcesOf<RoleProperties>(template, "AWS::IAM::Role").flatMap(({ id, props }) =>
    (props.Policies ?? []).map(({ PolicyDocument }) => ({ props: { PolicyDocument, Roles: [{ Ref: id }] } })),
  );
  return [...inRoles, ...resourcesOf<PolicyProperties>(template, "AWS::IAM::Policy")];
}

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

/** A role's statements in the words of infra/access.ts: `dynamodb:Query registry`; in those of AWS what it does not speak of. */
function wordsOf(template: Template, stage: string): Record<string, readonly string[]> {
  const allowed = allowedIn(template);
  const said = ({ action, resource }: Allowed) =>
    `${action} ${resource}`
      .replace("arn:${AWS::Partition}:", "")
      .replace("${AWS::Region}:${AWS::AccountId}:", "")
      .replace(`whatsapp-broadcast-${stage}-`, "")
      .replace(/\$\{(\w+?)(?:\.Arn)?\}/, "$1")
      .replace("DataFiles/", "")
      .replace(
        / (sqs:bell-\*|scheduler:schedule\/campaigns\/\*|Data\w+|Queues\w+)/,
        (_, name: string) => ` ${ours[name] ?? name}`,
      )
      .replace("/index/lookup", "/index");
  return Object.fromEntries(
    rolesOf(template).map(({ name }) => [
      name,
      allowed
        .filter(({ role }) => role === name)
        .map(said)
        .sort(),
    ]),
  );
}
const ours: Readonly<Record<string, string>> = {
  DataRegistry: "registry",
  DataDelivery: "delivery",
  DataAdminKey: "admin-key",
  QueuesWebhooks: "webhooks",
  QueuesJobs: "jobs",
  "sqs:bell-*": "bell",
  "scheduler:schedule/campaigns/*": "schedules",
};

/** What infra/access.ts grants, and what comes with it. */
function wantedOf(principal: Principal): readonly string[] {
  const own = granted()[principal] ?? [];
  const reads = own.some((action) => action.startsWith("s3:GetObject "));
  const schedules = own.some((action) => action.startsWith("scheduler:"));
  return [
    ...own,
    ...(reads ? ["s3:ListBucket DataFiles"] : []),
    ...(schedules ? ["iam:PassRole SchedulesRole"] : []),
    ...(comesBeside[principal] ?? []),
  ];
}

const takesFrom = (queue: string): readonly string[] =>
  ["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage"].map(
    (action) => `sqs:${action} ${queue}`,
  );
/** What AWS does in a Lambda's name before it runs, and the size of the service of workers. */
const comesBeside: Partial<Record<Principal, readonly string[]>> = {
  "run-job": takesFrom("jobs"),
  "deliver-webhooks": takesFrom("webhooks"),
  sweep: ["ecs:DescribeServices SendingWorkersService", "ecs:UpdateService SendingWorkersService"],
};

/** Roles that run none of our code. */
const rolesOfAws: Readonly<Record<string, readonly string[]>> = {
  // ECS itself, before the worker runs; to fetch the image comes with the image.
  SendingWorkerExecutionRole: ["logs:CreateLogStream SendingWorkerLogs", "logs:PutLogEvents SendingWorkerLogs"],
  // In whose name schedules of campaigns call, and the one that calls the sweep.
  SchedulesRole: ["lambda:InvokeFunction lambda:function:launch-campaign"],
  SchedulerRoleForTarget: ["lambda:InvokeFunction BackgroundSweep", "lambda:InvokeFunction BackgroundSweep:*"],
};

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

describe.each(deployments)("access in $name", ({ stage, template }) => {
  const own = allowedIn(template);

  it("is of each role what infra/access.ts grants, and what comes with it", () => {
    const wanted: Record<string, readonly string[]> = { ...rolesOfAws };
    for (const [name, { props }] of lambdasOf(template)) {
      const log = props.LoggingConfig.LogGroup.Ref.replace(/[0-9A-F]{8}$/, "");
      const ofEvery = ["CreateLogStream", "PutLogEvents"].map((action) => `logs:${action} ${log}`);
      const traces = ["PutTelemetryRecords", "PutTraceSegments"].map((action) => `xray:${action} *`);
      wanted[name] = [...wantedOf(name as Principal), ...ofEvery, ...traces].sort();
    }
    wanted["SendingWorkerTaskRole"] = [...wantedOf("worker")].sort();
    expect(wordsOf(template, stage)).toEqual(wanted);
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

  it("comes through no managed policy, and through no policy of several roles", () => {
    const roles = resourcesOf<RoleProperties>(template, "AWS::IAM::Role");
    expect(roles.filter(({ props }) => props.ManagedPolicyArns !== undefined)).toEqual([]);
    expect(resourcesOf(template, "AWS::IAM::ManagedPolicy")).toEqual([]);
    expect(policiesOf(template).filter(({ props }) => props.Roles.length !== 1)).toEqual([]);
  });
});
