import { Accordion, SegmentedControl, Select, SimpleGrid, Skeleton, Stack, TextInput } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorOf } from "../../parts/error-note.tsx";
import { timezonesWith } from "../../parts/timezones.ts";
import { Pace } from "./pace.tsx";
import type { BroadcastForm } from "./use-broadcast.ts";

const DateChoice = lazy(() => import("./date-choice.tsx"));

/** Now or at a time, how fast, and when not. */
export function When({ form }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  const { draft, change, error, changedId } = form;
  const [isOpen, setOpen] = useState(false);
  const hasBadPace = errorOf(error, "pacing") !== undefined || errorOf(error, "quietHours") !== undefined;
  const isLater = draft.when === "later";
  return (
    <Stack gap="sm">
      {changedId === undefined && (
        <SegmentedControl
          aria-label={t("when")}
          data={[
            { value: "now", label: t("now") },
            { value: "later", label: t("later") },
          ]}
          value={draft.when}
          onChange={(when) => change({ when: when === "later" ? "later" : "now" })}
        />
      )}
      {isLater && (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Suspense fallback={<Skeleton h={60} className="after-a-moment" />}>
            <DateChoice form={form} />
          </Suspense>
          <Zone form={form} />
        </SimpleGrid>
      )}
      <TextInput
        label={t("name")}
        description={t("nameHint")}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errorOf(error, "name")}
        maxLength={100}
      />
      <Accordion
        variant="separated"
        chevronPosition="left"
        value={isOpen || hasBadPace ? "pace" : null}
        onChange={(open) => setOpen(open !== null)}
      >
        <Accordion.Item value="pace">
          <Accordion.Control>{t("more")}</Accordion.Control>
          <Accordion.Panel>
            <Pace form={form} zone={isLater ? null : <Zone form={form} />} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function Zone({ form: { draft, change, error } }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  return (
    <Select
      label={t("timezone")}
      data={timezonesWith(draft.timezone)}
      value={draft.timezone}
      onChange={(timezone) => change({ timezone: timezone ?? draft.timezone })}
      error={errorOf(error, "timezone") ?? errorOf(error, "quietHours/timezone")}
      searchable
      limit={60}
      allowDeselect={false}
    />
  );
}
