import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type {
  DryRun,
  ScheduleCampaignData,
  SendCampaignData,
  Warning,
} from "../../../../../clients/typescript/src/index.ts";
import { api } from "../../../api/client.ts";
import { scheduleBody, sendBody, type Broadcast } from "../broadcast.ts";

export interface Audience {
  readonly data: DryRun;
  readonly warnings?: readonly Warning[] | undefined;
}

/** The largest lists take the API up to 15 s. */
const patience = { timeoutMs: 40_000 };
const freshMs = 60_000;

async function rehearse(sessionId: string, asked: string, signal: AbortSignal): Promise<Audience> {
  const body = JSON.parse(asked) as object;
  const options = { signal, ...patience };
  if ("sendAt" in body) {
    const written = body as NonNullable<ScheduleCampaignData["body"]>;
    return await api().scheduleCampaign({ sessionId, ...written, dryRun: true }, options);
  }
  const written = body as NonNullable<SendCampaignData["body"]>;
  return await api().sendCampaign({ sessionId, ...written, dryRun: true }, options);
}

/** Who would get the broadcast as it is typed. It is asked for by a person, and again before anything is sent. */
export function useAudienceCheck(sessionId: string, draft: Broadcast) {
  const unnamed = { ...draft, name: "" };
  const now = JSON.stringify(draft.when === "later" ? scheduleBody(unnamed) : sendBody(unnamed));
  const [asked, setAsked] = useState<string>();
  const query = useQuery({
    queryKey: ["audience", sessionId, asked],
    queryFn: async ({ signal }) => await rehearse(sessionId, asked ?? "", signal),
    enabled: asked !== undefined,
    staleTime: freshMs,
    refetchOnWindowFocus: false,
  });
  const isStale = asked !== now;
  return {
    audience: query.data,
    isStale,
    isAsking: query.isFetching,
    error: isStale ? null : query.error,
    ask: (): void => {
      setAsked(now);
      const isOld = Date.now() - query.dataUpdatedAt > freshMs;
      if (asked === now && (query.isError || isOld)) void query.refetch();
    },
  };
}
