/**
 * What ministack 1.5.33 lacks of the template, each with its reason: it is taken out before the deployment. The list may only
 * shrink: the judge asks the emulator for each of them by itself, and fails when it takes one.
 */

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: unknown;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly [section: string]: unknown;
}

interface Lack {
  readonly name: string;
  readonly reason: string;
  readonly is: (resource: Resource) => boolean;
  /** The emulator's own word for it: another refusal is another fault. */
  readonly refusal: RegExp;
}

export const lacks: readonly Lack[] = [
  {
    name: "AWS::Budgets::Budget",
    reason: "its CloudFormation has no budgets",
    is: ({ Type }) => Type === "AWS::Budgets::Budget",
    refusal: /Unrecognized resource types: \[AWS::Budgets::Budget\]/,
  },
  {
    name: "AWS::CloudWatch::Alarm with Metrics",
    reason: "its alarms know no metric math",
    is: ({ Type, Properties = {} }) => Type === "AWS::CloudWatch::Alarm" && Properties["Metrics"] !== undefined,
    refusal: /Properties\.Metrics \(metric math\) is not supported/,
  },
];

export interface Lacking {
  readonly lack: Lack;
  readonly id: string;
  readonly resource: Resource;
}

/** The template without what the emulator lacks, and what that was. */
export function without(template: Template): { readonly rest: Template; readonly lacking: readonly Lacking[] } {
  const resources = Object.entries(template.Resources);
  const lacking = resources.flatMap(([id, resource]) =>
    lacks.filter(({ is }) => is(resource)).map((lack) => ({ lack, id, resource })),
  );
  const isLacking = new Set(lacking.map(({ id }) => id));
  const rest = { ...template, Resources: Object.fromEntries(resources.filter(([id]) => !isLacking.has(id))) };
  return { rest, lacking };
}

/** A template of that resource alone: what it takes from others is a word in its place. */
export function alone({ id, resource }: Lacking): Template {
  return { Resources: { [id]: { Type: resource.Type, Properties: literal(resource.Properties) as object as never } } };
}

function literal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  const name = members[0]?.[0] ?? "";
  if (members.length === 1 && (name === "Ref" || name.startsWith("Fn::"))) return "other";
  return Object.fromEntries(members.map(([member, its]) => [member, literal(its)]));
}
