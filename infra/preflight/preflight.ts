import { ConfigInvalid } from "../settings/read.ts";
import { accountChecksFor, stackIn } from "./account.ts";
import { awsIn, regionOf, type Env } from "./ask.ts";
import type { Asking, Check } from "./check.ts";
import { dockerOn } from "./docker.ts";
import { ok, unasked, type Finding } from "./finding.ts";
import type { Plan } from "./plan.ts";
import { quotasFor } from "./quotas.ts";
import { ofRegion } from "./region.ts";
import { signInTo } from "./sign-in.ts";

/** Where the findings go as they come, and how far the asking is. */
export interface Listener {
  readonly found: (finding: Finding) => void;
  readonly asked: (answers: number) => void;
}

export type PlanFor = (region: string | undefined) => Plan;

/**
 * Asks whether a deployment can succeed: reads only, changes nothing.
 *
 * @param planFor what is to be deployed, by the settings @throws ConfigInvalid
 * @param env of the programs that are asked, with credentials and PATH
 */
export async function preflight(planFor: PlanFor, env: Env, { found, asked }: Listener): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const tell = (finding: Finding) => {
    findings.push(finding);
    found(finding);
  };
  const region = await regionOf(env);
  const { finding, account } = await signInTo(region, env);
  tell(finding);
  const plan = planned(planFor, region);
  tell(plan.finding);
  if (plan.plan?.config.workerImage === undefined) tell(await dockerOn(env));
  if (account === undefined || region === undefined || plan.plan === undefined) {
    tell(
      unasked("everything else", "it takes credentials, a region and good settings", "mend the above, and ask again"),
    );
    return findings;
  }
  let answers = 0;
  const aws = awsIn(region, env, () => {
    answers += 1;
    asked(answers);
  });
  const stack = await stackIn({ aws, plan: plan.plan });
  tell(stack.finding);
  const asking: Asking = { aws, account, region, plan: plan.plan, isThere: stack.isThere };
  const checks: readonly Check[] = [...accountChecksFor(asking), ...quotasFor(asking), ...ofRegion];
  // All at once, told in their order.
  for (const one of checks.map((check) => check(asking))) tell(await one);
  return findings;
}

function planned(planFor: PlanFor, region: string | undefined): { readonly finding: Finding; readonly plan?: Plan } {
  try {
    const plan = planFor(region);
    const said = `${plan.stackName}${region === undefined ? "" : ` in ${region}`}: ${plan.resourceTypes.length} types of resources`;
    return { finding: ok("settings", said), plan };
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    const todo = "correct it in cdk.json or after -c, as docs/deploy.md has it";
    return { finding: { about: "settings", state: "problem", came: error.message, todo } };
  }
}
