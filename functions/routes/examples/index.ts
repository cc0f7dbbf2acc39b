import { ofCampaigns } from "./campaigns.ts";
import { ofContacts } from "./contacts.ts";
import type { RequestExamples } from "./example.ts";
import { ofSessions } from "./sessions.ts";
import { ofTenant } from "./tenant.ts";

export type { RequestExample } from "./example.ts";

/** Examples by operationId, for the OpenAPI document; each is taken by a stack, and answered as the document says. */
export const requestExamples: RequestExamples = { ...ofTenant, ...ofSessions, ...ofContacts, ...ofCampaigns };
