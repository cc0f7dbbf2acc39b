import { useQuery } from "@tanstack/react-query";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { isSettled } from "./campaign-counts.ts";

export interface OfCampaign {
  readonly sessionId: string;
  readonly campaignId: string;
}

const keyOf = ({ sessionId, campaignId }: OfCampaign) => ["campaigns", sessionId, campaignId] as const;
const campaignFrom =
  ({ sessionId, campaignId }: OfCampaign) =>
  async ({ signal }: { readonly signal: AbortSignal }): Promise<Campaign> =>
    (await api().getCampaign({ sessionId, campaignId }, { signal })).data;

/** A campaign as it is now, on each page that is about it; the browser's cache knows the answer's ETag. */
export const useCampaign = (of: OfCampaign) =>
  usePolled(keyOf(of), campaignFrom(of), { isOver: (campaign) => isSettled(campaign, Date.now()) });

/** Its name, for pages that show no more of it. Undefined until it is known. */
export const useCampaignName = (of: OfCampaign): string | undefined =>
  useQuery({ queryKey: keyOf(of), queryFn: campaignFrom(of) }).data?.name;

/** The router's parameters have further members, which no request takes. */
export const ofCampaign = ({ sessionId, campaignId }: OfCampaign): OfCampaign => ({ sessionId, campaignId });

export const pathOf = ({ sessionId, campaignId }: OfCampaign): string => `/s/${sessionId}/campaigns/${campaignId}`;
