import { httpEntries } from "../../functions/entries.ts";
import { lambdasOf, resourcesOf, templateOf, textOf } from "./synthesized.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Roles: readonly { readonly Ref: string }[];
}

/** Actions that AWS defines without a resource; traces are written by every Lambda, as logs are. */
const traces = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
const withoutResource = ["ecr:GetAuthorizationToken", ...traces];

const template = templateOf();
const policies = resourcesOf<PolicyProperties>(template, "AWS::IAM::Policy");
const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [value as Value];

/** `action on resource` of everything that is allowed, by the role's id. */
const allowed = policies.flatMap(({ props }) =>
  props.PolicyDocument.Statement.filter(({ Effect }) => Effect === "Allow").flatMap((statement) =>
    listOf(statement.Action).flatMap((action) =>
      listOf(statement.Resource).map((resource) => ({ role: props.Roles[0]?.Ref, action, resource: textOf(resource) })),
    ),
  ),
);

function actionsOf(role: string | undefined): Readonly<Record<string, readonly string[]>> {
  const own = allowed.filter(
    (one) => one.role === role && !one.action.startsWith("logs:") && !traces.includes(one.action),
  );
  const named = (resource: string) =>
    /(Registry|Delivery|Files|AdminKey|Jobs|Webhooks|SendingWorkers)\w*?[0-9A-F]{8}[^}]*\}(.*)$/
      .exec(resource)
      ?.slice(1)
      .join("") ??
    resource.split(":").at(-1) ??
    "";
  const names = [...new Set(own.map(({ resource }) => named(resource)))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      own
        .filter(({ resource }) => named(resource) === name)
        .map(({ action }) => action)
        .sort(),
    ]),
  );
}

/** How the role is named in whose name schedules call. */
const passRole = allowed.find(({ action }) => action === "iam:PassRole")?.resource ?? "";

const ofLambda = (name: string) => {
  const role = lambdasOf(template).get(name)?.props.Role;
  return actionsOf(textOf(role).slice(2).split(".")[0]);
};

describe("access", () => {
  it("names actions, and resources but for what has none", () => {
    expect(allowed.length).toBeGreaterThan(50);
    const wide = allowed.filter(
      ({ action, resource }) => action.includes("*") || (resource === "*" && !withoutResource.includes(action)),
    );
    expect(wide).toEqual([]);
  });

  it("comes through no managed policy and no inline one that this test would miss", () => {
    const roles = resourcesOf<{ readonly ManagedPolicyArns?: unknown; readonly Policies?: unknown }>(
      template,
      "AWS::IAM::Role",
    );
    expect(roles.filter(({ props }) => props.ManagedPolicyArns ?? props.Policies)).toEqual([]);
    expect(resourcesOf(template, "AWS::IAM::ManagedPolicy")).toEqual([]);
    expect(policies.filter(({ props }) => props.Roles.length !== 1)).toEqual([]);
  });

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

  it("to a Lambda's log is its own", () => {
    for (const [name, { props }] of lambdasOf(template)) {
      const role = textOf(props.Role).slice(2).split(".")[0];
      const logs = allowed.filter((one) => one.role === role && one.action.startsWith("logs:"));
      const own = `\${${props.LoggingConfig.LogGroup.Ref}.Arn}`;
      expect([name, new Set(logs.map(({ resource }) => resource))]).toEqual([name, new Set([own])]);
    }
  });

  it("of the Lambda that says what there is not is to nothing", () => {
    expect(ofLambda("fallback")).toEqual({});
  });

  it("to the operator's key is of Lambdas that callers reach", () => {
    const withKey = [...lambdasOf(template).keys()].filter((name) => "AdminKey" in ofLambda(name));
    expect(withKey.sort()).toEqual(Object.keys(httpEntries).sort());
  });

  it("of the health is to look, and to write no more than that a key was used", () => {
    expect(ofLambda("meta")).toEqual({
      AdminKey: ["secretsmanager:GetSecretValue"],
      Registry: ["BatchGetItem", "GetItem", "Query", "UpdateItem"].map((action) => `dynamodb:${action}`),
      "Registry/index/lookup": ["dynamodb:Query"],
      Delivery: ["dynamodb:Query"],
      Files: ["s3:ListBucket"],
      "Files/imports/*": ["s3:GetObject"],
    });
  });

  it("of reports is to read a campaign, to keep its report, and to have a large one made", () => {
    expect(ofLambda("reports")).toEqual({
      AdminKey: ["secretsmanager:GetSecretValue"],
      Registry: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
      Delivery: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      Files: ["s3:ListBucket"],
      "Files/reports/*": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Jobs: ["sqs:SendMessage"],
    });
  });

  it("of the sweep is to find what waits, to ring, and to size the workers' service", () => {
    expect(ofLambda("sweep")).toEqual({
      Webhooks: ["sqs:SendMessage"],
      Registry: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      "Registry/index/lookup": ["dynamodb:Query"],
      Delivery: ["BatchGetItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem"].map(
        (action) => `dynamodb:${action}`,
      ),
      "Delivery/index/lookup": ["dynamodb:Query"],
      "schedule/whatsapp-broadcast-dev-campaigns/*": ["Create", "Delete", "Update"].map(
        (action) => `scheduler:${action}Schedule`,
      ),
      [passRole]: ["iam:PassRole"],
      Jobs: ["sqs:SendMessage"],
      SendingWorkers: ["ecs:DescribeServices", "ecs:UpdateService"],
      "whatsapp-broadcast-dev-bell-*": ["sqs:SendMessage"],
    });
  });

  it("of workers is to hear and not to ring, to profiles only, and to no key", () => {
    const role = policies.flatMap(({ props }) => props.Roles).find(({ Ref }) => Ref.includes("WorkerTaskRole"))?.Ref;
    const table = ["BatchGetItem", "GetItem", "PutItem", "Query", "UpdateItem"].map((action) => `dynamodb:${action}`);
    expect(actionsOf(role)).toEqual({
      Webhooks: ["sqs:SendMessage"],
      Registry: table,
      "Registry/index/lookup": ["dynamodb:Query"],
      Delivery: table,
      "Delivery/index/lookup": ["dynamodb:Query"],
      Files: ["s3:ListBucket"],
      "Files/media/*": ["s3:GetObject"],
      "Files/profiles/*": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      "whatsapp-broadcast-dev-bell-*": ["sqs:DeleteMessage", "sqs:ReceiveMessage"],
    });
  });
});
