import type { GetOverviewResponses } from "../../../../clients/typescript/src/index.ts";

export type Overview = GetOverviewResponses[200]["data"];
export type OverviewSession = Overview["sessions"][number];
export type OverviewCampaign = Overview["campaigns"][number];
