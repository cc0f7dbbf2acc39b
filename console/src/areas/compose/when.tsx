import "@mantine/dates/styles.css";
import "dayjs/locale/id";
import { Accordion, SegmentedControl, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { DateTimePicker, DatesProvider } from "@mantine/dates";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorOf } from "../../parts/error-note.tsx";
import { timezones } from "../../parts/timezones.ts";
import { Pace } from "./pace.tsx";
import type { BroadcastForm } from "./use-broadcast.ts";

/** Now or at a time, how fast, and when not. */
export function When({ form }: { readonly form: BroadcastForm }) {
  const { t, i18n } = useTranslation("compose");
  const { draft, change, error, isTried, changedId } = form;
  // In the chosen timezone it may still be the day before.
  const [yesterday] = useState(() => new Date(Date.now() - 86_400_000));
  const [isOpen, setOpen] = useState(false);
  const hasBadPace = errorOf(error, "pacing") !== undefined || errorOf(error, "quietHours") !== undefined;
  const isLater = draft.when === "later";
  const lacks = isTried && isLater && draft.sendAt === "" ? t("needsTime") : undefined;
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
        <DatesProvider settings={{ locale: i18n.language === "id" ? "id" : "en", firstDayOfWeek: 1 }}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <DateTimePicker
              label={t("sendAt")}
              value={draft.sendAt === "" ? null : draft.sendAt}
              onChange={(value) => change({ sendAt: value?.slice(0, 16) ?? "" })}
              defaultTimeValue="09:00"
              valueFormat="ddd, D MMM YYYY, HH:mm"
              minDate={yesterday}
              error={lacks ?? errorOf(error, "sendAt")}
              required
            />
            <Zone form={form} />
          </SimpleGrid>
        </DatesProvider>
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
      data={withZone(draft.timezone)}
      value={draft.timezone}
      onChange={(timezone) => change({ timezone: timezone ?? draft.timezone })}
      error={errorOf(error, "timezone") ?? errorOf(error, "quietHours/timezone")}
      searchable
      limit={60}
      allowDeselect={false}
    />
  );
}

/** The API may have kept a zone by a name that this browser does not list. */
function withZone(chosen: string): ReturnType<typeof timezones> {
  const all = timezones();
  return all.some(({ value }) => value === chosen) ? all : [...all, { value: chosen, label: chosen }];
}
