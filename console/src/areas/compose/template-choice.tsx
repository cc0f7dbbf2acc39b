import { Anchor, Button, Group, Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import type { BroadcastForm } from "./use-broadcast.ts";

interface TemplateChoiceProps {
  readonly form: BroadcastForm;
  readonly error: string | undefined;
}

export function TemplateChoice({ form, error }: TemplateChoiceProps) {
  const { t } = useTranslation("compose");
  const { sessionId, draft, change, template } = form;
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 250);
  const choice = useQuery({
    queryKey: ["templates", sessionId, "choice", search],
    queryFn: async ({ signal }) =>
      (await api().listTemplates({ sessionId, limit: 50, ...given({ search }) }, { signal })).data,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const chosen = template.data;
  const failing = choice.error === null ? template : choice;
  const names = new Map((choice.data ?? []).map(({ templateId, name }) => [templateId, name]));
  if (draft.templateId !== null) names.set(draft.templateId, chosen?.name ?? draft.templateId);
  return (
    <Stack gap="xs">
      <Select
        label={t("template")}
        placeholder={t("chooseTemplate")}
        data={[...names].map(([value, label]) => ({ value, label }))}
        value={draft.templateId}
        onChange={(templateId) => change({ templateId })}
        searchable
        // The chosen one's name is no search.
        onSearchChange={(text) => setTyped(text === chosen?.name ? "" : text)}
        filter={({ options }) => options}
        nothingFoundMessage={t("noTemplates")}
        error={error}
        allowDeselect={false}
      />
      <ErrorNote error={failing.error} again={() => void failing.refetch()} />
      {chosen !== undefined && (
        <Group gap="sm">
          <Anchor component={Link} size="sm" href={`/s/${sessionId}/templates/${chosen.templateId}`}>
            {t("seeTemplate")}
          </Anchor>
          <Button size="compact-sm" variant="default" onClick={() => change({ kind: "text", message: chosen.body })}>
            {t("copyTemplate")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
