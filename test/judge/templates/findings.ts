import { accepted, type Finding } from "./accepted.ts";

/** What synthesize.ts writes of a template. */
export interface Synthesized {
  readonly name: string;
  readonly file: string;
  /** Whose templates are all this one. */
  readonly regions: string[];
  readonly hasBudget: boolean;
  readonly findings: readonly Pick<Finding, "rule" | "at" | "says">[];
}

export interface Report {
  readonly templates: Synthesized[];
  /** Settings that are refused in a region. */
  readonly refused: string[];
}

/** One name of a rule that several packs of cdk-nag have, such as Serverless-LambdaDLQ, and of one that names the stage. */
const bareName = (rule: string): string =>
  rule
    .replace(/^(?:Serverless|NIST\.800\.53\.R5|HIPAA\.Security|PCI\.DSS\.321)-/, "")
    .replace(/whatsapp-broadcast-(?:dev|prod)-/, "whatsapp-broadcast-STAGE-");

/** Findings without a reason, and reasons without a finding: the list of those that are accepted may only shrink. */
export function judged(tool: Finding["tool"], findings: readonly Finding[]) {
  const known = accepted
    .filter((one) => one.tool === tool)
    .flatMap(({ rules, at }) => rules.map((rule) => ({ rule, at })));
  const matches = (one: (typeof known)[number], { rule, at }: Finding) =>
    one.rule === bareName(rule) && one.at.test(at);
  const unexplained = findings.filter((finding) => !known.some((one) => matches(one, finding)));
  // A fault shows in every template.
  const kinds = new Map(unexplained.map((finding) => [`${finding.rule} ${finding.at}`, finding]));
  const idle = known.filter((one) => !findings.some((finding) => matches(one, finding)));
  const failures = [
    ...[...kinds.values()].map(({ rule, at, where, says }) => `${rule} at ${at}, ${where}: ${says}`),
    ...idle.map(
      ({ rule, at }) =>
        `${tool} finds no ${rule} at ${String(at)} any more: take it out of test/judge/templates/accepted.ts`,
    ),
  ];
  return { failures, explained: findings.length - unexplained.length };
}
