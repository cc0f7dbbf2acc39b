import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { hasBudgets } from "../../../infra/budget-regions.ts";
import type { Context, Judge, Verdict } from "../judge.ts";
import type { Finding } from "./accepted.ts";
import { judged, type Report, type Synthesized } from "./findings.ts";

/** The synthesized templates before three tools that know CloudFormation, and what is good practice in it. */
export const templates: Judge = {
  name: "templates",
  proves:
    "CloudFormation knows every resource and property of the templates in every region, and each deviation from good practice is meant",
  needs: ["python"],
  parts: [
    { name: "cfn-lint", minutes: 10, run: lint },
    { name: "checkov", minutes: 10, run: check },
    { name: "cdk-nag", minutes: 10, run: nag },
  ],
};

const source = "test/judge/templates";
const programsOf = ({ pip }: Context) => pip(`${source}/requirements.txt`);

async function lint(context: Context): Promise<Verdict> {
  const programs = await programsOf(context);
  const regions = await knownRegions(context, programs);
  const { templates: all, refused } = await synthesized(context, regions);
  const findings: Finding[] = [];
  for (const one of all) findings.push(...(await lintFindings(context, programs, one, one.regions)));
  const { failures, explained } = judged("cfn-lint", findings);
  const budgets = await misplacedBudgets(context, programs, all, regions);
  const pairs = all.reduce((sum, one) => sum + one.regions.length, 0);
  const notes = [
    `cfn-lint 1.58.0, ${regions.length} regions`,
    `${explained} findings explained`,
    `${refused.length} pairs of settings and region are refused at synthesis: a web ACL outside the partition aws`,
  ];
  const failed = [...failures, ...budgets];
  return { passed: pairs + regions.length - failed.length, failed: failed.length, failures: failed, notes };
}

/** All that the tool knows: a resource without a type is missed in each of them. */
async function knownRegions(context: Context, programs: string): Promise<string[]> {
  const file = join(context.dir, "nothing.template.json");
  await writeFile(file, JSON.stringify({ Resources: { Nothing: { Type: "AWS::Nothing::AtAll" } } }));
  const found = await cfnLint(context, programs, file, ["ALL_REGIONS"]);
  return found.flatMap(({ Message }) => / does not exist in '([a-z0-9-]+)'/.exec(Message)?.[1] ?? []);
}

interface LintMatch {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

async function cfnLint(
  { run }: Context,
  programs: string,
  file: string,
  regions: readonly string[],
): Promise<readonly LintMatch[]> {
  const command = [`${programs}/cfn-lint`, "--format", "json", "--regions", ...regions, "--template", file];
  const { written } = await run("cfn-lint", command);
  return parsed<readonly LintMatch[]>("cfn-lint", written);
}

async function lintFindings(
  context: Context,
  programs: string,
  { file, name }: Synthesized,
  regions: readonly string[],
): Promise<Finding[]> {
  const found = await cfnLint(context, programs, file, regions);
  return found.map(({ Rule, Message, Location }) => ({
    tool: "cfn-lint",
    rule: Rule.Id,
    at: (Location.Path ?? []).join("/"),
    where: name,
    says: Message,
  }));
}

/** Regions of secret partitions, whose schemas the tool takes from others. */
const secret = /^(us|eu)-iso/;

/** Regions that have budgets, and whose stacks are made without one. */
async function misplacedBudgets(
  context: Context,
  programs: string,
  all: readonly Synthesized[],
  regions: readonly string[],
): Promise<string[]> {
  const without = regions.filter((region) => !hasBudgets(region) && !secret.test(region));
  const withBudget = all.find(({ hasBudget }) => hasBudget);
  if (withBudget === undefined) return ["no template has a budget"];
  const found = await lintFindings(context, programs, withBudget, without);
  return without
    .filter(
      (region) =>
        !found.some(
          ({ rule, says }) => rule === "E3006" && says.includes("AWS::Budgets::Budget") && says.includes(`'${region}'`),
        ),
    )
    .map((region) => `${region} knows AWS::Budgets::Budget and stands not in infra/budget-regions.ts`);
}

async function check(context: Context): Promise<Verdict> {
  const programs = await programsOf(context);
  const { templates: all } = await synthesized(context, regionsOfEachKind);
  const findings: Finding[] = [];
  let passed = 0;
  for (const { file, name } of all) {
    const flags = ["--framework", "cloudformation", "--skip-download", "--compact", "--quiet", "--output", "json"];
    const { written } = await context.run(
      "checkov",
      [resolve(programs, "checkov"), "--file", basename(file), ...flags],
      {
        // It takes the path for a setting of each Lambda, and a path of a certain length for a secret.
        cwd: dirname(file),
      },
    );
    const { results, summary } = parsed<Checked>("checkov", written);
    if (summary.parsing_errors > 0 || summary.resource_count === 0)
      throw new Error(`checkov can't read ${file}: ${JSON.stringify(summary)}`);
    passed += summary.passed;
    for (const { check_id: rule, check_name: says, resource: at } of results.failed_checks) {
      findings.push({ tool: "checkov", rule, at, where: name, says });
    }
  }
  const { failures, explained } = judged("checkov", findings);
  return {
    passed: passed + explained,
    failed: failures.length,
    failures,
    notes: ["checkov 3.3.30", `${explained} findings explained`],
  };
}

interface Checked {
  readonly summary: { readonly passed: number; readonly parsing_errors: number; readonly resource_count: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
}

async function nag(context: Context): Promise<Verdict> {
  const { templates: all } = await synthesized(context, regionsOfEachKind);
  const findings = all.flatMap(({ name, findings: found }) =>
    found.map((one): Finding => ({ tool: "cdk-nag", where: name, ...one })),
  );
  const { failures, explained } = judged("cdk-nag", findings);
  const notes = [
    "cdk-nag 3.0.2: AwsSolutions, Serverless, NIST 800-53 R5, HIPAA, PCI DSS 3.2.1",
    `${explained} findings explained here, others in infra/house-checks.ts`,
  ];
  return { passed: explained, failed: failures.length, failures, notes };
}

/** With a budget and without: nothing else differs. */
const regionsOfEachKind = ["eu-west-1", "ap-southeast-3"];

async function synthesized({ dir, run }: Context, regions: readonly string[]): Promise<Report> {
  const made = join(dir, "templates");
  await rm(made, { recursive: true, force: true });
  await mkdir(made, { recursive: true });
  const { code, written } = await run("synthesize", [
    process.execPath,
    `${source}/synthesize.ts`,
    made,
    regions.join(","),
  ]);
  if (code !== 0) throw new Error(`the stacks can't be synthesized:\n${written.slice(-2_000)}`);
  return JSON.parse(await readFile(join(made, "synthesized.json"), "utf8")) as Report;
}

/** Warnings may stand before what was asked for. */
function parsed<Value>(tool: string, written: string): Value {
  try {
    return JSON.parse(written.slice(written.search(/^[[{]/m))) as Value;
  } catch {
    throw new Error(`${tool} wrote no JSON:\n${written.slice(0, 2_000)}`);
  }
}
