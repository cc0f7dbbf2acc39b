import { ActionIcon, Alert, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSessionZone } from "../../api/session-zone.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { useAddress } from "../../parts/address.ts";
import { addMonths, dayIn, isMonth, monthOf } from "../../parts/days.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useMonthOfCampaigns } from "./calendar-query.ts";
import { DaysOfMonth, MonthGrid } from "./month-grid.tsx";

/** Which campaigns start on which day of a month, as the session counts days. */
export function CampaignCalendar({ sessionId }: { readonly sessionId: string }) {
  const { t, i18n } = useTranslation("campaigns");
  const [member, setMembers] = useAddress();
  const zone = useSessionZone(sessionId);
  const today = dayIn(new Date().toISOString(), zone ?? "UTC");
  const asked = member("month");
  const month = isMonth(asked) ? asked : monthOf(today);
  const campaigns = useMonthOfCampaigns(sessionId, month, zone);
  const { data } = campaigns;
  const sessions = useQuery(sessionsQuery);
  // Campaigns are asked for when the session's timezone is known.
  const failing = zone === undefined ? sessions : campaigns;
  const name = new Intl.DateTimeFormat(i18n.language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
  const show = (next: string): void => {
    setMembers({ month: next === monthOf(today) ? "" : next });
  };
  const shown = { sessionId, month, today, zone: zone ?? "UTC", name, byDay: data?.byDay ?? new Map() };
  return (
    <Stack>
      <Group gap="xs">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("previousMonth")}
          onClick={() => show(addMonths(month, -1))}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Title order={2} size="h4" miw={170} ta="center" aria-live="polite">
          {name}
        </Title>
        <ActionIcon variant="default" size="lg" aria-label={t("nextMonth")} onClick={() => show(addMonths(month, 1))}>
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
        {month !== monthOf(today) && (
          <Button variant="subtle" size="compact-sm" onClick={() => show(monthOf(today))}>
            {t("thisMonth")}
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {zone}
        </Text>
      </Group>
      <ErrorNote error={failing.error} again={() => void failing.refetch()} />
      {data?.hasMore === true && <Alert color="yellow">{t("more")}</Alert>}
      {campaigns.isPending ? (
        failing.error === null && <Skeleton height={480} className="after-a-moment" />
      ) : (
        <>
          <MonthGrid {...shown} />
          <DaysOfMonth {...shown} />
        </>
      )}
    </Stack>
  );
}
