import "@mantine/dates/styles.css";
import "dayjs/locale/id";
import { DateTimePicker, DatesProvider } from "@mantine/dates";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorOf } from "../../parts/error-note.tsx";
import type { BroadcastForm } from "./use-broadcast.ts";

/** The day and the time, in the zone that stands beside it. Loaded when a broadcast is to go later: a calendar is large. */
export default function DateChoice({ form }: { readonly form: BroadcastForm }) {
  const { t, i18n } = useTranslation("compose");
  const { draft, change, error, isTried } = form;
  // In the chosen timezone it may still be the day before.
  const [yesterday] = useState(() => new Date(Date.now() - 86_400_000));
  const lacks = isTried && draft.sendAt === "" ? t("needsTime") : undefined;
  return (
    <DatesProvider settings={{ locale: i18n.language === "id" ? "id" : "en", firstDayOfWeek: 1 }}>
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
    </DatesProvider>
  );
}
