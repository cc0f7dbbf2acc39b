import {
  Button,
  Fieldset,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useDraft } from "../../parts/draft.ts";
import { ErrorNote, errorOf } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { changesOf, draftOf, type SettingsDraft } from "./settings.ts";
import { TimezoneChoice } from "./timezone-choice.tsx";

const fields = [
  "label",
  "dailyCap",
  "timezone",
  "defaultCountry",
  "optOutKeywords",
  "quietHours/from",
  "quietHours/to",
];
const gaps = [
  "pacing/minGapMs",
  "pacing/maxGapMs",
  "pacing/perMinute",
  "pacing/perHour",
  "pacing/perDay",
  "pacing/newChatsPerDay",
];
type NumberName = "minGap" | "maxGap" | "perMinute" | "perHour" | "perDay" | "newChatsPerDay" | "dailyCap";

export function SettingsForm({ session }: { readonly session: Session }) {
  const { t } = useTranslation("sessions");
  const { t: common } = useTranslation();
  const { sessionId } = session;
  const { draft, typed, change, forget } = useDraft<SettingsDraft>(`settings/${sessionId}`, draftOf(session));
  const queries = useQueryClient();
  const [, go] = useLocation();
  const saving = useMutation({
    mutationFn: async () => {
      const { data: now } = await api().getSession({ sessionId });
      const changes = changesOf(typed, now);
      if (Object.keys(changes).length > 0) await api().changeSession({ sessionId, ...changes });
    },
    onSuccess: async () => {
      forget();
      await queries.invalidateQueries({ queryKey: ["sessions"] });
      go(`/sessions/${sessionId}`);
      await tellDone(t("saved"));
    },
  });
  const { error } = saving;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    saving.mutate();
  };
  const number = (name: NumberName, at: string, more: object = {}) => (
    <NumberInput
      label={t(`form.${name}`)}
      placeholder={t("form.unset")}
      value={draft[name]}
      onChange={(value) => {
        change({ [name]: typeof value === "number" ? value : "" });
      }}
      min={0}
      error={errorOf(error, at)}
      {...more}
    />
  );
  const text = (name: "label" | "from" | "to" | "defaultCountry", label: string, at: string, more: object = {}) => (
    <TextInput
      label={label}
      value={draft[name]}
      onChange={(event) => {
        change({ [name]: event.currentTarget.value });
      }}
      error={errorOf(error, at)}
      {...more}
    />
  );
  return (
    <form onSubmit={submit}>
      <Stack maw={720}>
        {text("label", t("label"), "label", { description: t("labelHint") })}
        <TimezoneChoice
          value={draft.timezone}
          choose={(timezone) => {
            change({ timezone });
          }}
          error={errorOf(error, "timezone")}
        />
        <Fieldset legend={t("form.pace")}>
          <Text size="sm" c="dimmed" mb="sm">
            {t("form.paceHint")}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {number("minGap", "pacing/minGapMs")}
            {number("maxGap", "pacing/maxGapMs")}
            {number("perMinute", "pacing/perMinute")}
            {number("perHour", "pacing/perHour")}
            {number("perDay", "pacing/perDay")}
            {number("dailyCap", "dailyCap")}
          </SimpleGrid>
          <Text size="xs" c="dimmed" mt="xs">
            {`${t("form.dailyCap")}: ${t("form.dailyCapHint")}`}
          </Text>
        </Fieldset>
        <Fieldset legend={t("form.newChats")}>
          <Text size="sm" c="dimmed" mb="sm">
            {t("form.newChatsHint")}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {number("newChatsPerDay", "pacing/newChatsPerDay", { disabled: draft.anyNewChats })}
          </SimpleGrid>
          <Switch
            mt="sm"
            label={t("form.anyNewChats")}
            checked={draft.anyNewChats}
            onChange={(event) => {
              change({ anyNewChats: event.currentTarget.checked });
            }}
          />
        </Fieldset>
        <Fieldset legend={t("form.quiet")}>
          <Text size="sm" c="dimmed" mb="sm">
            {t("form.quietHint")}
          </Text>
          <SimpleGrid cols={2}>
            {text("from", t("form.from"), "quietHours/from", { type: "time" })}
            {text("to", t("form.to"), "quietHours/to", { type: "time" })}
          </SimpleGrid>
        </Fieldset>
        {text("defaultCountry", t("form.country"), "defaultCountry", {
          description: t("form.countryHint"),
          maxLength: 2,
        })}
        <TagsInput
          label={t("form.words")}
          description={t("form.wordsHint")}
          value={[...draft.words]}
          onChange={(words) => {
            change({ words });
          }}
          error={errorOf(error, "optOutKeywords")}
        />
        <ErrorNote error={error} besideFields={[...fields, ...gaps]} />
        <Group>
          <Button type="submit" loading={saving.isPending}>
            {common("action.save")}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              forget();
              go(`/sessions/${sessionId}`);
            }}
          >
            {common("action.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
