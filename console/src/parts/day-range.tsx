import "@mantine/dates/styles.css";
import "dayjs/locale/id";
import { DatePickerInput, DatesProvider } from "@mantine/dates";
import { useTranslation } from "react-i18next";

interface DayRangeProps {
  readonly label: string;
  readonly placeholder: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly change: (from: string | undefined, to: string | undefined) => void;
  readonly w?: number;
}

/** Two days and those between them. Nothing is asked for until both are there. */
export function DayRange({ label, placeholder, from, to, change, w }: DayRangeProps) {
  const { t, i18n } = useTranslation();
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
      <DatePickerInput
        // Half a choice is the picker's own; another one from outside begins it anew.
        key={`${from ?? ""}${to ?? ""}`}
        type="range"
        label={label}
        placeholder={placeholder}
        valueFormat="D MMM YYYY"
        defaultValue={[from ?? null, to ?? null]}
        onChange={([begin, end]) => {
          if ((begin === null) === (end === null)) change(begin ?? undefined, end ?? undefined);
        }}
        allowSingleDateInRange
        clearable
        clearButtonProps={{ "aria-label": t("action.remove") }}
        ariaLabels={{ nextMonth: t("action.next"), previousMonth: t("action.previous") }}
        w={w}
      />
    </DatesProvider>
  );
}
