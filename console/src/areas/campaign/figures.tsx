import { SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Figure } from "../../parts/states/figure.tsx";
import { useFormat } from "../../words/format.ts";
import type { CampaignBodyProps } from "./props.ts";
import { useSpeed } from "./speed.ts";

/** What became of the messages, as numbers and shares, and how fast they go. */
export function Figures({ campaign, answeredAt }: CampaignBodyProps) {
  const { t } = useTranslation("campaign");
  const format = useFormat();
  const { totals, rates, counts } = campaign;
  const { perHour, isLately } = useSpeed(campaign, answeredAt);
  const share = (rate: number, of: string): string => `${format.percent(rate)} ${of}`;
  if (campaign.startedAt === undefined) return null;
  const moves = campaign.status !== "paused";
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      <Figure word={t("sent")} number={format.count(totals.sent)} hint={share(rates.success, t("ofTried"))} />
      <Figure word={t("delivered")} number={format.count(totals.delivered)} hint={share(rates.delivery, t("ofSent"))} />
      <Figure word={t("read")} number={format.count(totals.read)} hint={share(rates.read, t("ofDelivered"))} />
      <Figure word={t("replied")} number={format.count(totals.replied)} hint={share(rates.reply, t("ofSent"))} />
      <Figure word={t("failed")} number={format.count(counts.failed)} hint={share(rates.failure, t("ofTried"))} />
      <Figure
        word={t("perHour")}
        number={perHour === undefined || !moves ? "–" : format.count(Math.round(perHour))}
        hint={!moves ? "" : isLately ? t("lately") : t("onAverage")}
      />
    </SimpleGrid>
  );
}
