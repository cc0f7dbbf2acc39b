import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { CampaignRef } from "../../core/refs.ts";
import { routes } from "../../functions/routes/index.ts";
import { routeKeys, type Resource } from "../../functions/routes/route.ts";
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
  meta: () => import("../../functions/meta/meta.ts"),
  "api-keys": () => import("../../functions/access/api-keys.ts"),
  webhooks: () => import("../../functions/webhooks/webhooks.ts"),
  sessions: () => import("../../functions/sessions/sessions.ts"),
  messages: () => import("../../functions/messages/messages.ts"),
  lists: () => import("../../functions/contacts/lists.ts"),
  contacts: () => import("../../functions/contacts/contacts.ts"),
  campaigns: () => import("../../functions/campaigns/campaigns.ts"),
  media: () => import("../../functions/content/media.ts"),
  templates: () => import("../../functions/content/templates.ts"),
  stats: () => import("../../functions/campaigns/stats.ts"),
  reports: () => import("../../functions/exports/reports.ts"),
  "opt-outs": () => import("../../functions/contacts/opt-outs.ts"),
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
