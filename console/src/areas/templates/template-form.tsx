import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { useRights } from "../../api/rights.ts";
import { useDraft } from "../../parts/draft.ts";
import { errorOf, ErrorNote } from "../../parts/error-note.tsx";
import { FileChoice } from "../../parts/files/file-choice.tsx";
import { MessageEditor } from "../../parts/message/message-editor.tsx";
import { draftOf, type OpenedTemplate, type TemplateDraft } from "./template-draft.ts";
import { TemplatePreview, usePreviewChoice } from "./template-preview.tsx";
import { Meanwhile, useSaveTemplate } from "./save-template.ts";
import "../../parts/message/message.css";

interface TemplateFormProps {
  readonly sessionId: string;
  readonly opened?: OpenedTemplate;
  readonly reload?: () => Promise<void>;
}

export function TemplateForm({ sessionId, opened, reload }: TemplateFormProps) {
  const { t } = useTranslation("templates");
  const { t: common } = useTranslation();
  const { mayWrite } = useRights();
  const [begun] = useState(() => draftOf(opened));
  const kept = useDraft(`templates/${sessionId}/${opened?.template.templateId ?? "new"}`, begun);
  const { draft, forget } = kept;
  // With what is typed goes the version that it was typed into: one that is saved meanwhile is found out after a reload, too.
  const change = (changes: Partial<TemplateDraft>): void => kept.change({ version: draft.version, ...changes });
  const saving = useSaveTemplate(sessionId, opened, forget);
  const [isTried, setTried] = useState(false);
  const choice = usePreviewChoice(sessionId);
  const isEmpty = { name: draft.name.trim() === "", body: draft.body.trim() === "" };
  const save = (event?: SyntheticEvent): void => {
    event?.preventDefault();
    setTried(true);
    if (!isEmpty.name && !isEmpty.body) saving.mutate({ draft });
  };
  const { error } = saving;
  const isChanged = draft.name !== begun.name || draft.body !== begun.body || draft.file !== begun.file;
  return (
    <div className="beside">
      <form onSubmit={save} noValidate aria-label={t("title")}>
        <Stack>
          <TextInput
            label={t("name")}
            description={t("nameHint")}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={isTried && isEmpty.name ? t("emptyName") : errorOf(error, "name")}
            readOnly={!mayWrite}
            required
          />
          <MessageEditor
            value={draft.body}
            onChange={(body) => change({ body })}
            error={isTried && isEmpty.body ? t("empty") : errorOf(error, "body")}
            fields={choice.fields}
            isFixed={!mayWrite}
          />
          {mayWrite && (
            <FileChoice
              sessionId={sessionId}
              value={draft.file}
              onChange={(file) => change({ file })}
              error={errorOf(error, "media")}
            />
          )}
          {error instanceof Meanwhile ? (
            <MeanwhileNote
              mine={draft.version}
              theirs={error.version}
              keepMine={() => saving.mutate({ draft, over: true })}
              takeTheirs={() => {
                forget();
                void reload?.();
              }}
            />
          ) : (
            <ErrorNote error={error} besideFields={["name", "body", "media/filename"]} />
          )}
          {mayWrite && (
            <Group justify="flex-end">
              {isChanged && (
                <Button variant="subtle" color="gray" onClick={forget}>
                  {t("discard")}
                </Button>
              )}
              <Button type="submit" loading={saving.isPending}>
                {common("action.save")}
              </Button>
            </Group>
          )}
          {opened !== undefined && (
            <Text size="xs" c="dimmed">
              {t("version", { version: opened.template.version })}
            </Text>
          )}
        </Stack>
      </form>
      <TemplatePreview sessionId={sessionId} text={draft.body} file={draft.file} choice={choice} />
    </div>
  );
}

interface MeanwhileNoteProps {
  readonly mine: number;
  readonly theirs: number;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

function MeanwhileNote({ mine, theirs, keepMine, takeTheirs }: MeanwhileNoteProps) {
  const { t } = useTranslation("templates");
  return (
    <Alert color="yellow" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm" fw={600}>
        {t("meanwhile")}
      </Text>
      <Text size="sm">{t("meanwhileText", { mine, theirs })}</Text>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={keepMine}>
          {t("keepMine")}
        </Button>
        <Button size="xs" variant="default" onClick={takeTheirs}>
          {t("takeTheirs")}
        </Button>
      </Group>
    </Alert>
  );
}
