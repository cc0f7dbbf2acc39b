import type { Resource } from "./routes/route.ts";

/**
 * Every Lambda: its name and entry file. Data only: infra bundles and grants by it, local/ loads by it.
 * HTTP Lambdas are one a resource; `fallback` answers what no route matches.
 */
export const httpEntries: Readonly<Record<Resource, string>> = {
  meta: "functions/meta.ts",
  "api-keys": "functions/api-keys.ts",
  webhooks: "functions/webhooks.ts",
  sessions: "functions/sessions.ts",
  messages: "functions/messages.ts",
  lists: "functions/lists.ts",
  contacts: "functions/contacts.ts",
  campaigns: "functions/campaigns.ts",
  media: "functions/media.ts",
  templates: "functions/templates.ts",
  stats: "functions/stats.ts",
  reports: "functions/reports.ts",
  "opt-outs": "functions/opt-outs.ts",
};

export const otherEntries = {
  fallback: "functions/fallback.ts",
  "run-job": "functions/jobs/run-job.ts",
  "deliver-webhooks": "functions/jobs/deliver-webhooks.ts",
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
