import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "../../api/client.ts";
import { randomKey } from "../../api/random-key.ts";
import { useDraft } from "../../parts/draft.ts";
import { tellDone } from "../../parts/notices.tsx";
import { changesOf, scheduleBody, sendBody, type Broadcast } from "./broadcast.ts";

interface Sending {
  readonly sessionId: string;
  readonly draftName: string;
  readonly draft: Broadcast;
  readonly begun: Broadcast;
  readonly changedId: string | undefined;
  readonly forget: () => void;
}

/** What a person allows after a refusal. */
export type Allowed = Partial<Pick<Broadcast, "allowPartial" | "allowDuplicate">>;

/** An Idempotency-Key, and what it was drawn for. */
interface Keyed {
  readonly key: string;
  readonly of: string;
}

/**
 * The key of the last try where the same is asked for again, also after a reload of the page; else another one. It is kept
 * before the request goes: when no answer comes, pressing again sends nothing twice. After an answer the next is another.
 */
export function useKeyFor(name: string) {
  const { draft, change, forget } = useDraft<Keyed>(`${name}/key`, { key: "", of: "" });
  const keyFor = (body: unknown): string => {
    const of = JSON.stringify(body);
    if (draft.of === of) return draft.key;
    const key = randomKey();
    change({ key, of });
    return key;
  };
  return { keyFor, answered: forget };
}

/** Sends, schedules or changes the broadcast, then goes to its page. */
export function useSending({ sessionId, draftName, draft, begun, changedId, forget }: Sending) {
  const { t } = useTranslation("compose");
  const queries = useQueryClient();
  const [, go] = useLocation();
  const { keyFor, answered } = useKeyFor(draftName);
  const isLater = draft.when === "later";
  return useMutation({
    mutationFn: async (allowed: Allowed): Promise<string> => {
      const asked = { ...draft, ...allowed };
      if (changedId !== undefined) {
        const changes = { ...changesOf(asked, begun), ...(asked.allowPartial ? { allowPartial: true } : {}) };
        await api().changeCampaign({ sessionId, campaignId: changedId, ...changes });
        return changedId;
      }
      if (isLater) {
        const body = scheduleBody(asked);
        const { data } = await api().scheduleCampaign({ sessionId, ...body }, { idempotencyKey: keyFor(body) });
        return data.campaignId;
      }
      const body = sendBody(asked);
      const { data } = await api().sendCampaign({ sessionId, ...body }, { idempotencyKey: keyFor(body) });
      return data.campaignId;
    },
    onSuccess: (campaignId) => {
      answered();
      forget();
      go(`/s/${sessionId}/campaigns/${campaignId}`);
      void tellDone(changedId !== undefined ? t("changed") : isLater ? t("scheduled") : t("sent"));
      void queries.invalidateQueries({ queryKey: ["campaigns", sessionId] });
    },
  });
}
