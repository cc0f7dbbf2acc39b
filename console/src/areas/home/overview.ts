import type { GetOverviewResponses } from "../../../../clients/typescript/src/index.ts";

export type Overview = GetOverviewResponses[200]["data"];
export type OverviewSession = Overview["sessions"][number];
export type OverviewCampaign = Overview["campaigns"][number];

/** Whether the chats that a number's campaigns may begin today have begun: a campaign waits for the next day. */
export const isDayUsedUp = (
  of: string,
  campaigns: readonly Pick<OverviewCampaign, "sessionId" | "status" | "waitingFor">[],
): boolean =>
  campaigns.some(
    ({ sessionId, status, waitingFor }) => sessionId === of && status === "running" && waitingFor === "new_chats",
  );
