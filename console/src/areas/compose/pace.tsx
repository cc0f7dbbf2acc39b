import { NumberInput, SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import { TimeInput } from "@mantine/dates";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { errorOf } from "../../parts/error-note.tsx";
import { zoneName } from "../../parts/timezones.ts";
import type { BroadcastForm } from "./use-broadcast.ts";

/** As the API paces a session that was never set. */
const usual = { minGapMs: 6_000, maxGapMs: 12_000 };
const numberOf = (typed: string | number): number | "" => (typeof typed === "number" ? typed : "");

interface PaceProps {
  readonly form: BroadcastForm;
  /** The timezone of the quiet hours, where it is not chosen elsewhere. */
  readonly zone: ReactNode;
}

export function Pace({ form: { draft, change, error, session }, zone }: PaceProps) {
  const { t } = useTranslation("compose");
  const { minGapMs = usual.minGapMs, maxGapMs = usual.maxGapMs, perDay } = session?.pacing ?? {};
  const ofSession = session?.quietHours;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("pacingHint", { min: minGapMs / 1_000, max: maxGapMs / 1_000 })}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={t("minGap")}
          value={draft.minGap}
          onChange={(typed) => change({ minGap: numberOf(typed) })}
          error={errorOf(error, "pacing/minGapMs")}
          min={0}
          decimalScale={1}
          placeholder={String(minGapMs / 1_000)}
        />
        <NumberInput
          label={t("maxGap")}
          value={draft.maxGap}
          onChange={(typed) => change({ maxGap: numberOf(typed) })}
          error={errorOf(error, "pacing/maxGapMs")}
          min={0}
          decimalScale={1}
          placeholder={String(maxGapMs / 1_000)}
        />
      </SimpleGrid>
      <NumberInput
        label={t("perDay")}
        description={t("perDayHint")}
        value={draft.perDay}
        onChange={(typed) => change({ perDay: numberOf(typed) })}
        error={errorOf(error, "pacing/perDay")}
        min={1}
        allowDecimal={false}
        {...(perDay === undefined ? {} : { placeholder: String(perDay) })}
      />
      {ofSession !== undefined && !draft.hasQuietHours && (
        <Text size="sm">{t("quietOfSession", { from: ofSession.from, to: ofSession.to })}</Text>
      )}
      <Switch
        label={t("quiet")}
        description={
          draft.quietZone === "" ? t("quietHint") : `${t("quietHint")} ${t("quietStays")} ${zoneName(draft.quietZone)}.`
        }
        checked={draft.hasQuietHours}
        disabled={draft.quietZone !== ""}
        onChange={(event) => change({ hasQuietHours: event.currentTarget.checked })}
      />
      {draft.hasQuietHours && (
        <>
          <SimpleGrid cols={2}>
            <TimeInput
              label={t("quietFrom")}
              value={draft.quietFrom}
              onChange={(event) => change({ quietFrom: event.currentTarget.value })}
              error={errorOf(error, "quietHours/from")}
            />
            <TimeInput
              label={t("quietTo")}
              value={draft.quietTo}
              onChange={(event) => change({ quietTo: event.currentTarget.value })}
              error={errorOf(error, "quietHours/to")}
            />
          </SimpleGrid>
          {zone}
        </>
      )}
    </Stack>
  );
}
