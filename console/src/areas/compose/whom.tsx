import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { errorOf } from "../../parts/error-note.tsx";
import { useFormat } from "../../words/format.ts";
import { ListChoice } from "./list-choice.tsx";
import { useLists } from "../../parts/lists/use-lists.ts";
import type { BroadcastForm } from "./use-broadcast.ts";

/** The lists that it goes to, and those whose people are left out. */
export function Whom({ form }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  const { count } = useFormat();
  const { sessionId, draft, change, error, isTried } = form;
  const chosen = useLists(sessionId, draft.listIds);
  const contacts = chosen.reduce((sum, list) => sum + list.contactCount, 0);
  const lacks = isTried && draft.listIds.length === 0 ? t("needsList") : undefined;
  return (
    <>
      <ListChoice
        sessionId={sessionId}
        label={t("lists")}
        description={t("listsHint")}
        placeholder={t("chooseLists")}
        value={draft.listIds}
        onChange={(listIds) => change({ listIds })}
        error={lacks ?? errorOf(error, "listIds") ?? errorOf(error, "listId")}
        none={
          <Anchor component={Link} href={`/s/${sessionId}/lists`}>
            {t("noLists")}
          </Anchor>
        }
        required
      />
      {draft.listIds.length > 0 && (
        <Text size="sm" fw={600} className="numbers">
          {t("contacts", { count: contacts, written: count(contacts) })}
        </Text>
      )}
      <ListChoice
        sessionId={sessionId}
        label={t("without")}
        description={t("withoutHint")}
        value={draft.excludeListIds}
        onChange={(excludeListIds) => change({ excludeListIds })}
        error={errorOf(error, "excludeListIds")}
      />
    </>
  );
}
