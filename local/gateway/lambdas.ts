import { httpEntries } from "../../functions/entries.ts";
import { servedRoutes } from "../../functions/routes/index.ts";
import { routeKeys, type Resource } from "../../functions/routes/route.ts";
import type { LambdaHandler, RouteTarget } from "./http-front.ts";
import { inNameOf, type Principal } from "./principal.ts";

/** Each call of it runs in its own name. */
const named =
  <Event extends unknown[], Answer>(principal: Principal, handler: (...event: Event) => Answer) =>
  (...event: Event): Answer =>
    inNameOf(principal, () => handler(...event));

/** The Lambdas of this system in this process. They read the environment, so it is set before they are loaded. */
export async function loadLambdas() {
  const targets: RouteTarget[] = [];
  for (const [name, file] of Object.entries(httpEntries)) {
    const resource = name as Resource;
    const loaded = (await import(`../../${file}`)) as { readonly handler: LambdaHandler };
    const handler = named(resource, loaded.handler);
    const served = servedRoutes.filter((route) => route.resource === resource);
    for (const routeKey of served.flatMap(routeKeys)) targets.push({ routeKey, handler, functionName: resource });
  }
  const [fallback, runJob, deliverWebhooks, sweep, launchCampaign] = await Promise.all([
    import("../../functions/meta/fallback.ts"),
    import("../../functions/jobs/run-job.ts"),
    import("../../functions/webhooks/deliver-webhooks.ts"),
    import("../../functions/jobs/sweep.ts"),
    import("../../functions/jobs/launch-campaign.ts"),
  ]);
  return {
    targets,
    fallback: named("fallback", fallback.handler),
    runJob: named("run-job", runJob.handler),
    deliverWebhooks: named("deliver-webhooks", deliverWebhooks.handler),
    sweep: named("sweep", sweep.handler),
    launchCampaign: named("launch-campaign", launchCampaign.handler),
  };
}

export type Lambdas = Awaited<ReturnType<typeof loadLambdas>>;
