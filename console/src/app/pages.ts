import { lazy, type ComponentType, type LazyExoticComponent } from "react";

export interface PageRoute {
  /** After the `#`; `:sessionId` and the like are handed to the page as its `params`. */
  readonly path: string;
  // Each page knows the parameters of its own path.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly page: LazyExoticComponent<ComponentType<any>>;
}

/** Every page, by its address; a page's code comes when it is first opened. */
export const pages: readonly PageRoute[] = [
  { path: "/", page: lazy(() => import("../areas/home/home.tsx")) },
  { path: "/sessions", page: lazy(() => import("../areas/sessions/sessions-page.tsx")) },
  { path: "/sessions/:sessionId/settings", page: lazy(() => import("../areas/sessions/settings-page.tsx")) },
  { path: "/sessions/:sessionId", page: lazy(() => import("../areas/sessions/session-page.tsx")) },
  { path: "/phone/:number?", page: lazy(() => import("../areas/phone/phone-page.tsx")) },
  { path: "/developers/webhooks/:webhookId", page: lazy(() => import("../areas/developers/webhook-page.tsx")) },
  { path: "/developers/:tab?", page: lazy(() => import("../areas/developers/developers-page.tsx")) },
  { path: "/operations", page: lazy(() => import("../areas/operations/operations-page.tsx")) },
  { path: "/s/:sessionId/lists", page: lazy(() => import("../areas/lists/lists.tsx")) },
  { path: "/s/:sessionId/lists/:listId", page: lazy(() => import("../areas/lists/contacts.tsx")) },
  { path: "/s/:sessionId/lists/:listId/import", page: lazy(() => import("../areas/imports/import-page.tsx")) },
  { path: "/opt-outs", page: lazy(() => import("../areas/opt-outs/opt-outs.tsx")) },
  { path: "/s/:sessionId/compose", page: lazy(() => import("../areas/compose/compose.tsx")) },
  { path: "/s/:sessionId/templates", page: lazy(() => import("../areas/templates/templates.tsx")) },
  { path: "/s/:sessionId/templates/:templateId", page: lazy(() => import("../areas/templates/template.tsx")) },
  { path: "/s/:sessionId/files", page: lazy(() => import("../areas/files/files.tsx")) },
  { path: "/s/:sessionId/campaigns", page: lazy(() => import("../areas/campaigns/campaigns.tsx")) },
  { path: "/s/:sessionId/campaigns/:campaignId", page: lazy(() => import("../areas/campaign/campaign.tsx")) },
  {
    path: "/s/:sessionId/campaigns/:campaignId/recipients",
    page: lazy(() => import("../areas/recipients/recipients.tsx")),
  },
  { path: "/s/:sessionId/campaigns/:campaignId/report", page: lazy(() => import("../areas/report/report.tsx")) },
  { path: "/s/:sessionId/statistics", page: lazy(() => import("../areas/statistics/statistics.tsx")) },
];
