import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ownTimezone, timezonesWith, zoneName } from "../../parts/timezones.ts";

interface TimezoneChoiceProps {
  /** Empty where none is set. */
  readonly value: string;
  readonly choose: (timezone: string) => void;
  readonly error: string | undefined;
}

/** The timezone of a number. Where none is set it says what that means, and offers the browser's. */
export function TimezoneChoice({ value, choose, error }: TimezoneChoiceProps) {
  const { t } = useTranslation("sessions");
  const own = ownTimezone();
  return (
    <Stack gap="xs">
      <Select
        label={t("form.timezone")}
        description={t("form.timezoneHint")}
        data={timezonesWith(value)}
        value={value === "" ? null : value}
        onChange={(chosen) => choose(chosen ?? "")}
        searchable
        clearable
        limit={100}
        error={error}
      />
      {value === "" && (
        <Group gap="sm">
          <Text size="sm">{t("form.timezoneUnset")}</Text>
          <Button size="xs" variant="light" onClick={() => choose(own)}>
            {t("form.timezoneTake", { zone: zoneName(own) })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
