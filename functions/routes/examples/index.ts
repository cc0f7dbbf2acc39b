import { ofCampaigns } from "./campaigns.ts";
import { ofContacts } from "./contacts.ts";
import type { RequestExamples } from "./example.ts";
import { ofSessions } from "./sessions.ts";
import { ofTenant } from "./tenant.ts";

export type { RequestExample } from "./example.ts";

/** Examples by operationId: in the OpenAPI document, and run one after the other by test/e2e/contract/examples.test.ts. */
export const requestExamples: RequestExamples = { ...ofTenant, ...ofSessions, ...ofContacts, ...ofCampaigns };
