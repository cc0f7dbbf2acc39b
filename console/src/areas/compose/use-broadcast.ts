import { useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { ApiError, type Session } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useDraft } from "../../parts/draft.ts";
import { useFirstContacts } from "../../parts/message/use-fields.ts";
import { usePreview } from "../../parts/message/use-preview.ts";
import { sameName, variablesIn } from "../../parts/message/variables.ts";
import { contentFields, type Broadcast } from "./broadcast.ts";
import { useAudienceCheck } from "./audience/audience-check.ts";
import { useSending } from "./sending.ts";

export interface BroadcastFormProps {
  readonly sessionId: string;
  readonly session: Session | undefined;
  readonly draftName: string;
  readonly begun: Broadcast;
  /** The scheduled campaign that is changed. */
  readonly changedId: string | undefined;
}

/** What the parts of the form share: what is typed, what the API makes of it, and what came of asking. */
export function useBroadcast({ sessionId, session, draftName, begun: given, changedId }: BroadcastFormProps) {
  const [begun] = useState(given);
  const { draft, change: changeDraft, forget } = useDraft(draftName, begun);
  const [shownList, showList] = useState<string>();
  const listId = shownList !== undefined && draft.listIds.includes(shownList) ? shownList : draft.listIds[0];
  const template = useTemplate(sessionId, draft.kind === "template" ? draft.templateId : null);
  const text = draft.kind === "template" ? (template.data?.body ?? "") : draft.message;
  const { message, templateId, variables } = contentFields(draft);
  const preview = usePreview(sessionId, {
    message,
    templateId,
    ...(variables === undefined ? {} : { variables }),
    ...(listId === undefined ? {} : { listId }),
  });
  const { contacts, fields } = useFirstContacts(sessionId, listId);
  const check = useAudienceCheck(sessionId, draft);
  const sending = useSending({ sessionId, draftName, draft, begun, changedId, forget });
  const [at, setAt] = useState(0);
  const [isTried, setTried] = useState(false);
  const change = (changes: Partial<Broadcast>): void => {
    // What the API said of the fields is of those that were sent.
    if (sending.error instanceof ApiError) sending.reset();
    // That part of a list is enough was said of that list.
    const isOfOthers = "listIds" in changes || "excludeListIds" in changes;
    changeDraft(isOfOthers ? { allowPartial: false, ...changes } : changes);
  };
  const needed = useMemo(() => variablesIn(text).filter((name) => sameName(name) !== "number"), [text]);
  return {
    ...{ sessionId, session, changedId, draft, change, forget },
    ...{ listId, showList, template, text, preview, contacts, fields, needed },
    ...{ at, setAt },
    ...{ check, sending, isTried, setTried },
    /** What the last request that failed said; the fields have its details. */
    error: sending.error ?? check.error ?? preview.query.error,
  };
}

export type BroadcastForm = ReturnType<typeof useBroadcast>;

function useTemplate(sessionId: string, templateId: string | null) {
  return useQuery({
    queryKey: ["templates", sessionId, "text", templateId],
    queryFn: async ({ signal }) =>
      (await api().getTemplate({ sessionId, templateId: templateId ?? "" }, { signal })).data,
    enabled: templateId !== null,
    staleTime: 10_000,
  });
}
