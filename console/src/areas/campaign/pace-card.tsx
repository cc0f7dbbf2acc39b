import { Card, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { niceTop } from "../../parts/charts/nice-top.ts";
import { useFormat } from "../../words/format.ts";
import { perMinuteOf, useMinutes } from "./minutes.ts";
import type { CampaignBodyProps } from "./props.ts";
import "./pace-card.css";

/** How fast it went in each of the last minutes. */
export function PaceCard({ campaign, zone, answeredAt }: CampaignBodyProps) {
  const { t } = useTranslation("campaign");
  const format = useFormat(zone);
  const bars = perMinuteOf(useMinutes(campaign, answeredAt)).slice(-60);
  if (bars.length < 2) return null;
  const top = niceTop(Math.max(...bars.map(({ count }) => count)));
  const clockOf = (minute: number): string => format.clock(new Date(minute * 60_000).toISOString());
  const words = (minute: number, count: number): string => `${clockOf(minute)}: ${format.count(Math.round(count))}`;
  const [first, last] = [bars.at(0)?.minute ?? 0, bars.at(-1)?.minute ?? 0];
  return (
    <Card withBorder>
      <Title order={2} size="h5">
        {t("paceOverTime")}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t("paceHint")}
      </Text>
      <div
        role="img"
        aria-label={`${t("paceOverTime")}. ${bars.map(({ minute, count }) => words(minute, count)).join(", ")}`}
      >
        <div className="pace-columns">
          {bars.map(({ minute, count }) => (
            <div key={minute} title={words(minute, count)} style={{ height: `${(100 * count) / top}%` }} />
          ))}
        </div>
        <Text size="xs" c="dimmed" style={{ display: "flex", justifyContent: "space-between" }} component="div">
          <span>{clockOf(first)}</span>
          <span>{clockOf(last)}</span>
        </Text>
      </div>
    </Card>
  );
}
