import "./month-grid.css";
import { Box, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { monthOf, weeksOf } from "../../parts/days.ts";
import { Nothing } from "../../parts/page.tsx";
import { CampaignState } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";

interface MonthProps {
  readonly sessionId: string;
  readonly month: string;
  readonly today: string;
  readonly zone: string;
  /** Such as `November 2026`. */
  readonly name: string;
  readonly byDay: ReadonlyMap<string, readonly Campaign[]>;
}

/** A month as a table of weeks, where there is room for it. */
export function MonthGrid({ sessionId, month, today, zone, name, byDay }: MonthProps) {
  const { t, i18n } = useTranslation("campaigns");
  const weeks = weeksOf(month);
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: "short", timeZone: "UTC" });
  return (
    <Box visibleFrom="md">
      <table className="month">
        <caption className="for-readers">{t("calendarCaption", { month: name, zone })}</caption>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col">
                {weekday.format(new Date(`${day}T00:00:00Z`))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} data-beside={monthOf(day) !== month || undefined} data-today={day === today || undefined}>
                  <span className="month-day numbers" aria-current={day === today ? "date" : undefined}>
                    {Number(day.slice(8))}
                  </span>
                  {byDay.get(day)?.map((campaign) => (
                    <Entry key={campaign.campaignId} sessionId={sessionId} campaign={campaign} zone={zone} />
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

/** The same on a narrow screen: the days on which something starts, one below the other. */
export function DaysOfMonth({ sessionId, byDay, zone, today }: MonthProps) {
  const { t, i18n } = useTranslation("campaigns");
  const written = new Intl.DateTimeFormat(i18n.language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return (
    <Stack hiddenFrom="md">
      {byDay.size === 0 && <Nothing>{t("noneInMonth")}</Nothing>}
      {[...byDay].map(([day, campaigns]) => (
        <Paper key={day} withBorder p="sm">
          <Text fw={600} size="sm" mb={6}>
            {written.format(new Date(`${day}T00:00:00Z`))}
            {day === today && ` · ${t("today")}`}
          </Text>
          {campaigns.map((campaign) => (
            <Entry key={campaign.campaignId} sessionId={sessionId} campaign={campaign} zone={zone} />
          ))}
        </Paper>
      ))}
    </Stack>
  );
}

interface EntryProps {
  readonly sessionId: string;
  readonly campaign: Campaign;
  readonly zone: string;
}

function Entry({ sessionId, campaign, zone }: EntryProps) {
  const { clock } = useFormat(zone);
  const { campaignId, name, status, startedAt, sendAt, createdAt } = campaign;
  return (
    <Link href={`/s/${sessionId}/campaigns/${campaignId}`} className="month-entry" title={name}>
      <span className="numbers month-clock">{clock(startedAt ?? sendAt ?? createdAt)}</span>
      <span className="month-name">{name}</span>
      <CampaignState state={status} />
    </Link>
  );
}
