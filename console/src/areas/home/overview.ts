import type { GetOverviewResponses } from "../../../../clients/typescript/src/index.ts";
import { waitOf } from "../../parts/states/waits.ts";

export type Overview = GetOverviewResponses[200]["data"];
export type OverviewSession = Overview["sessions"][number];
export type OverviewCampaign = Overview["campaigns"][number];

const ofChats = ["new_chats", "no_new_chats"] as const;

/** What a number's running campaigns wait for, where that is chats that none of them may begin today, or on any day. */
export function chatsWaitedFor(
  of: string,
  campaigns: readonly Pick<OverviewCampaign, "sessionId" | "status" | "waitingFor" | "pacing">[],
): readonly (typeof ofChats)[number][] {
  const waits = campaigns
    .filter(({ sessionId, status }) => sessionId === of && status === "running")
    .map((campaign) => waitOf(campaign));
  return ofChats.filter((wait) => waits.includes(wait));
}
