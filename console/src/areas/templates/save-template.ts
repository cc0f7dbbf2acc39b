import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Template } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useRepeatKey, type RepeatKey } from "../../api/repeat-key.ts";
import { tellDone } from "../../parts/notices.tsx";
import type { OpenedTemplate, TemplateDraft } from "./template-draft.ts";

/** Another person saved a later version since the form was opened. */
export class Meanwhile extends Error {
  readonly version: number;

  constructor(version: number) {
    super(`version ${version} was saved meanwhile`);
    this.version = version;
  }
}

interface Saved {
  readonly draft: TemplateDraft;
  /** Also over a version that was saved meanwhile. */
  readonly over?: boolean;
}

async function save(
  sessionId: string,
  opened: OpenedTemplate | undefined,
  { draft, over }: Saved,
  { keyOf }: RepeatKey,
): Promise<Template> {
  const { name, body, file, version } = draft;
  const media = file === null ? undefined : { filename: file.filename };
  if (opened === undefined) {
    const made = { sessionId, name, body, ...(media === undefined ? {} : { media }) };
    return (await api().createTemplate(made, { idempotencyKey: keyOf(made) })).data;
  }
  const { templateId } = opened.template;
  const { data: now } = await api().getTemplate({ sessionId, templateId });
  if (now.version > version && over !== true) throw new Meanwhile(now.version);
  return (await api().updateTemplate({ sessionId, templateId, name, body, media: media ?? null })).data;
}

export function useSaveTemplate(sessionId: string, opened: OpenedTemplate | undefined, forget: () => void) {
  const { t } = useTranslation("templates");
  const queries = useQueryClient();
  const [, go] = useLocation();
  const repeat = useRepeatKey();
  return useMutation({
    mutationFn: async (saved: Saved) => await save(sessionId, opened, saved, repeat),
    onSuccess: async ({ name }) => {
      repeat.renew();
      forget();
      go(`/s/${sessionId}/templates`);
      void tellDone(t("saved", { name }));
      await queries.invalidateQueries({ queryKey: ["templates", sessionId] });
    },
  });
}
