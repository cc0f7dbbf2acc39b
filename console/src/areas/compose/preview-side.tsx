import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ContactPreview } from "../../parts/message/contact-preview.tsx";
import { senderOf } from "../../parts/message/sender.ts";
import { useLists } from "../../parts/lists/use-lists.ts";
import type { BroadcastForm } from "./use-broadcast.ts";

/** What a phone shows of it, for the contacts of the lists. */
export function PreviewSide({ form }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("message");
  const { sessionId, session, draft, text, preview, listId, showList } = form;
  const lists = useLists(sessionId, draft.listIds);
  const ofTemplate = useFileOfTemplate(form);
  return (
    <section aria-label={t("phone")}>
      <Title order={2} size="h4" mb="xs">
        {t("phone")}
      </Title>
      <ContactPreview
        sender={senderOf(session, sessionId)}
        text={text}
        file={draft.media ?? ofTemplate}
        preview={preview}
        at={form.at}
        setAt={form.setAt}
        lists={lists.map(({ listId: value, name: label }) => ({ value, label }))}
        listId={listId}
        chooseList={showList}
      />
    </section>
  );
}

function useFileOfTemplate({ sessionId, draft, template }: BroadcastForm) {
  const filename = draft.kind === "template" && draft.media === null ? template.data?.media?.filename : undefined;
  const { data } = useQuery({
    queryKey: ["media", sessionId, "one", filename],
    queryFn: async ({ signal }) => (await api().getUpload({ sessionId, filename: filename ?? "" }, { signal })).data,
    enabled: filename !== undefined,
    staleTime: 60_000,
  });
  return filename === undefined ? undefined : data;
}
