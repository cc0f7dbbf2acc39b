import { useQueryClient } from "@tanstack/react-query";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";

/** What the parts of the page are told. */

export interface ActionProps {
  readonly sessionId: string;
  readonly campaign: Campaign;
}

export interface CampaignBodyProps extends ActionProps {
  readonly zone: string;
  /** When `campaign` was answered; epoch ms. */
  readonly answeredAt: number;
}

/** After a change the campaign and the lists of campaigns are asked for again. */
export function useAskAgain({ sessionId }: Pick<ActionProps, "sessionId">): () => Promise<void> {
  const queries = useQueryClient();
  return async () => await queries.invalidateQueries({ queryKey: ["campaigns", sessionId] });
}
