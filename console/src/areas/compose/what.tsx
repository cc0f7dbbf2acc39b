import { Fieldset, SegmentedControl, SimpleGrid, Text, TextInput } from "@mantine/core";
import { ApiError } from "../../../../clients/typescript/src/index.ts";
import { useTranslation } from "react-i18next";
import { useRights } from "../../api/rights.ts";
import { errorOf } from "../../parts/error-note.tsx";
import { FileChoice } from "../../parts/files/file-choice.tsx";
import { MessageEditor } from "../../parts/message/message-editor.tsx";
import { sameName } from "../../parts/message/variables.ts";
import { lackingOf } from "./broadcast.ts";
import { TemplateChoice } from "./template-choice.tsx";
import type { BroadcastForm } from "./use-broadcast.ts";

/** The message: written here or from a template, and what goes with it. */
export function What({ form }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  const { t: files } = useTranslation("files");
  const { mayWrite } = useRights();
  const { sessionId, draft, change, error, fields, isTried, changedId } = form;
  const needed = draft.hadText && draft.media !== null ? t("textStays") : t("needsContent");
  const lacks = isTried && lackingOf(draft).includes("content") ? needed : undefined;
  const isSoundWithText = draft.media?.kind === "audio" && form.text.trim() !== "";
  return (
    <>
      <SegmentedControl
        aria-label={t("kind")}
        data={[
          { value: "text", label: t("text") },
          { value: "template", label: t("template") },
        ]}
        value={draft.kind}
        onChange={(kind) => change({ kind: kind === "template" ? "template" : "text" })}
      />
      {draft.kind === "text" ? (
        <MessageEditor
          value={draft.message}
          onChange={(message) => change({ message })}
          error={lacks ?? problemOf(error)}
          fields={fields}
        />
      ) : (
        <TemplateChoice form={form} error={lacks ?? errorOf(error, "templateId")} />
      )}
      <Fallbacks form={form} />
      {mayWrite && (
        <FileChoice
          sessionId={sessionId}
          value={draft.media}
          onChange={(media) => change({ media })}
          error={isSoundWithText ? files("soundAlone") : errorOf(error, "media")}
          mustStay={changedId !== undefined}
        />
      )}
    </>
  );
}

/** What the API says of the text: its sentence names line and column, the detail what is wanted. */
function problemOf(error: unknown): string | undefined {
  const wanted = errorOf(error, "message");
  if (wanted === undefined || !(error instanceof ApiError)) return undefined;
  return error.code === "VALIDATION_FAILED" ? wanted : `${error.message} (${wanted})`;
}

/** What stands in the text for contacts that have no value of their own. */
function Fallbacks({ form: { needed, draft, change } }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("message");
  if (needed.length === 0) return null;
  return (
    <Fieldset legend={t("fallbacks")} p="xs">
      <Text size="xs" c="dimmed" mb={6}>
        {t("fallbacksHint")}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing={6}>
        {needed.map((name) => (
          <TextInput
            key={name}
            size="xs"
            label={sameName(name) === "name" ? t("name") : name}
            value={draft.variables[name] ?? ""}
            onChange={(event) => change({ variables: { ...draft.variables, [name]: event.currentTarget.value } })}
            maxLength={1_024}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}
