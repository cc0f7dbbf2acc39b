import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { isSettled } from "./campaign-counts.ts";

export interface OfCampaign {
  readonly sessionId: string;
  readonly campaignId: string;
}

/** A campaign as it is now, on each page that is about it; the browser's cache knows the answer's ETag. */
export const useCampaign = ({ sessionId, campaignId }: OfCampaign) =>
  usePolled<Campaign>(
    ["campaigns", sessionId, campaignId],
    async ({ signal }) => (await api().getCampaign({ sessionId, campaignId }, { signal })).data,
    { isOver: (campaign) => isSettled(campaign, Date.now()) },
  );

/** The router's parameters have further members, which no request takes. */
export const ofCampaign = ({ sessionId, campaignId }: OfCampaign): OfCampaign => ({ sessionId, campaignId });

export const pathOf = ({ sessionId, campaignId }: OfCampaign): string => `/s/${sessionId}/campaigns/${campaignId}`;
