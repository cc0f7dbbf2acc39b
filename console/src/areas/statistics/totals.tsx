import { SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { Figure } from "../../parts/states/figure.tsx";
import { useFormat } from "../../words/format.ts";

interface TotalsProps {
  readonly totals: NonNullable<Campaign["byDay"]>[number]["totals"];
  readonly rates: Campaign["rates"];
  readonly campaigns: number;
}

export function Totals({ totals, rates, campaigns }: TotalsProps) {
  const { t } = useTranslation("statistics");
  const { count, percent } = useFormat();
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      <Figure word={t("sent")} number={count(totals.sent)} hint={`${percent(rates.success)} ${t("ofTried")}`} />
      <Figure
        word={t("delivered")}
        number={count(totals.delivered)}
        hint={`${percent(rates.delivery)} ${t("ofSent")}`}
      />
      <Figure word={t("read")} number={count(totals.read)} hint={`${percent(rates.read)} ${t("ofDelivered")}`} />
      <Figure word={t("replied")} number={count(totals.replied)} hint={`${percent(rates.reply)} ${t("ofSent")}`} />
      <Figure word={t("failed")} number={count(totals.failed)} hint={`${percent(rates.failure)} ${t("ofTried")}`} />
      <Figure word={t("campaigns")} number={count(campaigns)} hint={t("campaignsHint")} />
    </SimpleGrid>
  );
}
