import type { AskAws } from "./ask.ts";
import { asked, foundOr, type Check } from "./check.ts";
import { ok, problem } from "./finding.ts";

/** What the account may have at once, against what the settings ask for. */

interface Quota {
  readonly service: string;
  readonly code: string;
}
/** Codes of Service Quotas. */
const quotas = {
  lambdas: { service: "lambda", code: "L-B99A9384" },
  vCpus: { service: "fargate", code: "L-3032A538" },
  vpcs: { service: "vpc", code: "L-F678F1CE" },
  addresses: { service: "ec2", code: "L-0263D0A3" },
} as const satisfies Record<string, Quota>;

async function valueOf(aws: AskAws, { service, code }: Quota): Promise<number> {
  const which = ["--service-code", service, "--quota-code", code];
  // An account that never asked for more may have no value of its own.
  const found =
    (await foundOr(aws("service-quotas", "get-service-quota", ...which), "NoSuchResourceException")) ??
    (await aws("service-quotas", "get-aws-default-service-quota", ...which));
  return (found as { readonly Quota: { readonly Value: number } }).Quota.Value;
}

const raise = ({ service, code }: Quota, to: number): string =>
  `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${to}`;
const pageOf = ({ service, code }: Quota): string =>
  `https://console.aws.amazon.com/servicequotas/home/services/${service}/quotas/${code}`;

/** What Lambda leaves to functions without a share of their own. Source: Lambda developer guide, "Reserved concurrency". */
const leftToOthers = 100;
/** Serves a trial. */
const leastLambdas = 10;

const lambdas = asked("Lambda, executions at once", pageOf(quotas.lambdas), async ({ aws, plan, isThere }, about) => {
  const { AccountLimit } = (await aws("lambda", "get-account-settings")) as {
    readonly AccountLimit: { readonly ConcurrentExecutions: number; readonly UnreservedConcurrentExecutions: number };
  };
  const { waitingSends, stage } = plan.config;
  const { ConcurrentExecutions: all, UnreservedConcurrentExecutions: unreserved } = AccountLimit;
  const own = isThere && plan.reserving !== undefined ? await reservedBy(aws, plan.stackName, plan.reserving) : 0;
  const left = unreserved + own;
  const needed = waitingSends === 0 && stage === "dev" ? leastLambdas : waitingSends + leftToOthers;
  const came = `${left} of ${all} are free`;
  if (left >= needed) return ok(about, `${came}${left < leftToOthers ? ", which serves a trial" : ""}`);
  const wanted =
    waitingSends === 0
      ? `${needed}, for requests, imports and webhooks`
      : `${needed}: ${waitingSends} for waitingSends, and ${leftToOthers} that AWS leaves to all others`;
  const otherwise = left >= leftToOthers ? `, or deploy with -c waitingSends=${left - leftToOthers}` : "";
  // Accounts begin below what is usual, and the request takes no less than that.
  return problem(about, came, wanted, `${raise(quotas.lambdas, Math.max(1_000, all + needed - left))}${otherwise}`);
});

async function reservedBy(aws: AskAws, stackName: string, logicalId: string): Promise<number> {
  const which = ["--stack-name", stackName, "--logical-resource-id", logicalId];
  const found = await foundOr<{ readonly StackResourceDetail: { readonly PhysicalResourceId: string } }>(
    aws("cloudformation", "describe-stack-resource", ...which),
    "ValidationError",
  );
  if (found === undefined) return 0;
  const name = found.StackResourceDetail.PhysicalResourceId;
  const answer = await aws("lambda", "get-function-concurrency", "--function-name", name);
  return (answer as { readonly ReservedConcurrentExecutions?: number }).ReservedConcurrentExecutions ?? 0;
}

const vCpus = asked("Fargate, vCPUs at once", pageOf(quotas.vCpus), async ({ aws, plan }, about) => {
  const { maxWorkers, workerCpu } = plan.config;
  const each = workerCpu / 1_024;
  // As core/session/fleet.ts replaces them: a tenth at a time, one at least.
  const workersFor = (workers: number) => workers + Math.max(1, Math.floor(workers / 10));
  const needed = workersFor(maxWorkers) * each;
  const has = await valueOf(aws, quotas.vCpus);
  if (has >= needed) return ok(about, `${has}`);
  const wanted = `${needed}: ${maxWorkers} workers of ${each} vCPU, and ${workersFor(maxWorkers) - maxWorkers} more while a deployment replaces them`;
  const fit = Array.from({ length: maxWorkers }, (_, less) => maxWorkers - less).find(
    (one) => workersFor(one) * each <= has,
  );
  const otherwise = fit === undefined ? "" : `, or deploy with -c maxWorkers=${fit}`;
  return problem(about, `${has}`, wanted, `${raise(quotas.vCpus, needed)}${otherwise}`);
});

/** One more of what the stack makes one of. */
const oneMore = (about: string, quota: Quota, count: (aws: AskAws) => Promise<number>, otherwise: string): Check =>
  asked(about, pageOf(quota), async ({ aws }) => {
    const [used, most] = [await count(aws), await valueOf(aws, quota)];
    if (used < most) return ok(about, `${used} of ${most}`);
    return problem(about, `${used} of ${most}`, "one more", `${raise(quota, used + 1)}, or ${otherwise}`);
  });

const vpcs = oneMore(
  "VPCs in the region",
  quotas.vpcs,
  async (aws) => ((await aws("ec2", "describe-vpcs")) as { readonly Vpcs: readonly unknown[] }).Vpcs.length,
  "deploy with -c vpcId=... -c subnetIds=...",
);
const addresses = oneMore(
  "Elastic IP addresses in the region",
  quotas.addresses,
  async (aws) =>
    ((await aws("ec2", "describe-addresses")) as { readonly Addresses: readonly unknown[] }).Addresses.length,
  "release one that is not used",
);

/** A stack that is there has its network. */
export const quotasFor = ({ plan, isThere }: Parameters<Check>[0]): readonly Check[] => {
  const { vpc, network } = plan.config;
  const makesNetwork = !isThere && vpc === undefined;
  return [
    lambdas,
    vCpus,
    ...(makesNetwork ? [vpcs] : []),
    ...(makesNetwork && network === "private" ? [addresses] : []),
  ];
};
