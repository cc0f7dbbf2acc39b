import type { Resource } from "./routes/route.ts";

/**
 * Every Lambda: its name and entry file. Data only: infra bundles and grants by it, local/ loads by it.
 * HTTP Lambdas are one a resource; `fallback` answers what no route matches.
 */
export const httpEntries: Readonly<Record<Resource, string>> = {
  meta: "functions/meta/meta.ts",
  docs: "functions/pages/docs.ts",
  console: "functions/pages/console.ts",
  "api-keys": "functions/access/api-keys.ts",
  webhooks: "functions/webhooks/webhooks.ts",
  sessions: "functions/sessions/sessions.ts",
  messages: "functions/messages/messages.ts",
  lists: "functions/contacts/lists.ts",
  contacts: "functions/contacts/contacts.ts",
  campaigns: "functions/campaigns/campaigns.ts",
  media: "functions/content/media.ts",
  templates: "functions/content/templates.ts",
  stats: "functions/campaigns/stats.ts",
  reports: "functions/exports/reports.ts",
  "opt-outs": "functions/contacts/opt-outs.ts",
};

export const otherEntries = {
  fallback: "functions/meta/fallback.ts",
  "run-job": "functions/jobs/run-job.ts",
  "deliver-webhooks": "functions/webhooks/deliver-webhooks.ts",
  sweep: "functions/jobs/sweep.ts",
  "launch-campaign": "functions/jobs/launch-campaign.ts",
} as const;
export type OtherEntry = keyof typeof otherEntries;

/** Seconds that each kind may run. An HTTP API waits 30 s at most. */
export const timeoutSeconds = {
  http: 29,
  "run-job": 600,
  "deliver-webhooks": 60,
  sweep: 50,
  "launch-campaign": 30,
} as const;
