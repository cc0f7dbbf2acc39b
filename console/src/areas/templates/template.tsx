import { Button } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { Page, Waiting } from "../../parts/page.tsx";
import { addWords } from "../../words/words.ts";
import type { OpenedTemplate } from "./template-draft.ts";
import { TemplateForm } from "./template-form.tsx";
import * as words from "./words.ts";

addWords("templates", words);

interface TemplatePageProps {
  readonly params: { readonly sessionId: string; readonly templateId: string };
}

/** One template to be read and changed; `new` in the address makes one. */
export default function TemplatePage({ params: { sessionId, templateId } }: TemplatePageProps) {
  const { t } = useTranslation("templates");
  if (templateId === "new") {
    return (
      <Page title={t("new")}>
        <TemplateForm sessionId={sessionId} />
      </Page>
    );
  }
  return <Kept key={templateId} sessionId={sessionId} templateId={templateId} />;
}

async function opened(sessionId: string, templateId: string, signal: AbortSignal): Promise<OpenedTemplate> {
  const { data: template } = await api().getTemplate({ sessionId, templateId }, { signal });
  if (template.media === undefined) return { template, file: null };
  const { filename } = template.media;
  // A template outlives nothing that it uses, but its file may be asked for in the moment in which both go.
  const file = await api()
    .getUpload({ sessionId, filename }, { signal })
    .then(({ data: { originalName, kind, contentType, size } }) => ({
      filename,
      originalName,
      kind,
      contentType,
      size,
    }))
    .catch(() => ({ filename, originalName: filename, kind: "document" }));
  return { template, file };
}

function Kept({ sessionId, templateId }: TemplatePageProps["params"]) {
  const { t } = useTranslation("templates");
  const { t: common } = useTranslation();
  const { mayWrite } = useRights();
  const queries = useQueryClient();
  const [, go] = useLocation();
  // Which version the form began with is kept by it: what others save meanwhile does not change it under the person's hands.
  const [version, setVersion] = useState(0);
  const { data, error, refetch } = useQuery({
    queryKey: ["templates", sessionId, "one", templateId],
    queryFn: async ({ signal }) => await opened(sessionId, templateId, signal),
    staleTime: Infinity,
    gcTime: 0,
  });
  const reload = async (): Promise<void> => {
    await refetch();
    setVersion((before) => before + 1);
  };
  if (data === undefined) {
    return (
      <Page title={t("title")}>
        {error === null ? <Waiting /> : <ErrorNote error={error} again={() => void refetch()} />}
      </Page>
    );
  }
  const { name } = data.template;
  const actions = mayWrite && (
    <>
      <Button
        component={Link}
        href={`/s/${sessionId}/compose?template=${templateId}`}
        variant="light"
        leftSection={<IconSend size={16} aria-hidden />}
      >
        {t("use")}
      </Button>
      <ConfirmButton
        title={t("removeTitle")}
        question={t("removeQuestion", { name })}
        verb={common("action.remove")}
        act={async () => await api().deleteTemplate({ sessionId, templateId })}
        done={() => {
          go(`/s/${sessionId}/templates`);
          void tellDone(t("removed", { name }));
          void queries.invalidateQueries({ queryKey: ["templates", sessionId] });
        }}
      >
        {common("action.remove")}
      </ConfirmButton>
    </>
  );
  return (
    <Page title={name} actions={actions}>
      <TemplateForm key={version} sessionId={sessionId} opened={data} reload={reload} />
    </Page>
  );
}
