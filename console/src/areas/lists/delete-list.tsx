import { IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { useFormat } from "../../words/format.ts";
import { InUse, usedBy } from "./in-use.tsx";

interface DeleteListProps {
  readonly sessionId: string;
  readonly list: List;
  /** In a row of a table: a picture alone. */
  readonly isSmall?: boolean;
  readonly done?: () => void;
}

export function DeleteList({ sessionId, list, isSmall = false, done }: DeleteListProps) {
  const { t } = useTranslation("lists");
  const { t: common } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [campaigns, setCampaigns] = useState<readonly string[]>([]);
  const { name, listId, contactCount: count } = list;
  const act = async (): Promise<void> => {
    try {
      await api().deleteList({ sessionId, listId });
    } catch (error) {
      setCampaigns(usedBy(error) ?? []);
      throw error;
    }
  };
  return (
    <ConfirmButton
      {...(isSmall ? { size: "compact-sm", variant: "subtle", "aria-label": t("lists.deleteOf", { name }) } : {})}
      title={t("lists.deleteTitle")}
      question={
        <>
          {t("lists.deleteQuestion", { count, total: format.count(count), name })}
          <InUse sessionId={sessionId} campaigns={campaigns} />
        </>
      }
      verb={common("action.delete")}
      act={act}
      done={() => {
        done?.();
        queries.removeQueries({ queryKey: ["lists", sessionId, "one", listId] });
        void queries.invalidateQueries({ queryKey: ["lists", sessionId] });
        void tellDone(t("lists.deleted", { name }));
      }}
    >
      {isSmall ? <IconTrash size={18} aria-hidden /> : t("lists.delete")}
    </ConfirmButton>
  );
}
