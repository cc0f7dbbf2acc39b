import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { CampaignRef } from "../core/ports.ts";
import { routes } from "../functions/routes/index.ts";
import { routeKeys, type Resource } from "../functions/routes/route.ts";
import type { LambdaHandler, RouteTarget } from "./http-front.ts";
import { inNameOf, type Principal } from "./principal.ts";

/** The Lambdas of this system in this process. They read the environment, so it is set before they are loaded. */
export interface Lambdas {
  readonly targets: readonly RouteTarget[];
  readonly fallback: LambdaHandler;
  readonly runJob: (event: SQSEvent) => Promise<SQSBatchResponse>;
  readonly deliverWebhooks: (event: SQSEvent) => Promise<SQSBatchResponse>;
  readonly sweep: () => Promise<void>;
  readonly launchCampaign: (ref: CampaignRef) => Promise<void>;
}

/** One loader a Lambda; the same files as functions/entries.ts names for the bundles, checked by a test. */
export const httpLoaders: Readonly<Record<Resource, () => Promise<{ readonly handler: LambdaHandler }>>> = {
  meta: () => import("../functions/meta.ts"),
  "api-keys": () => import("../functions/api-keys.ts"),
  webhooks: () => import("../functions/webhooks.ts"),
  sessions: () => import("../functions/sessions.ts"),
  messages: () => import("../functions/messages.ts"),
  lists: () => import("../functions/lists.ts"),
  contacts: () => import("../functions/contacts.ts"),
  campaigns: () => import("../functions/campaigns.ts"),
  media: () => import("../functions/media.ts"),
  templates: () => import("../functions/templates.ts"),
  stats: () => import("../functions/stats.ts"),
  reports: () => import("../functions/reports.ts"),
  "opt-outs": () => import("../functions/opt-outs.ts"),
};

/** Each call of it runs in its own name. */
const named =
  <Event extends unknown[], Answer>(principal: Principal, handler: (...event: Event) => Answer) =>
  (...event: Event): Answer =>
    inNameOf(principal, () => handler(...event));

export async function loadLambdas(): Promise<Lambdas> {
  const handlers = new Map<Resource, LambdaHandler>();
  for (const [resource, load] of Object.entries(httpLoaders)) {
    handlers.set(resource as Resource, named(resource as Resource, (await load()).handler));
  }
  const targets = routes.flatMap((route) =>
    routeKeys(route).map((routeKey): RouteTarget => {
      const handler = handlers.get(route.resource);
      if (handler === undefined) throw new Error(`no Lambda serves ${route.resource}`);
      return { routeKey, handler, functionName: route.resource };
    }),
  );
  const [fallback, runJob, deliverWebhooks, sweep, launchCampaign] = await Promise.all([
    import("../functions/fallback.ts"),
    import("../functions/jobs/run-job.ts"),
    import("../functions/jobs/deliver-webhooks.ts"),
    import("../functions/jobs/sweep.ts"),
    import("../functions/jobs/launch-campaign.ts"),
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
