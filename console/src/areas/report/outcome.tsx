import { useTranslation } from "react-i18next";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { Bars, type Bar } from "../../parts/charts/bars.tsx";
import { Card } from "../../parts/charts/card.tsx";
import { paintOf } from "../../parts/states/state-bar.tsx";
import { useFormat } from "../../words/format.ts";

/** From those it was meant for to those who replied, and where the others are. */
export function Outcome({ campaign: { total, totals, counts, rates } }: { readonly campaign: Campaign }) {
  const { t } = useTranslation("report");
  const { percent } = useFormat();
  const share = (rate: number, of: "ofTried" | "ofSent" | "ofDelivered"): string =>
    t("shareOf", { percent: percent(rate), what: t(of) });
  const reached: readonly Bar[] = [
    { key: "audience", word: t("audience"), count: total, color: "var(--mantine-color-gray-5)" },
    { key: "sent", word: t("sent"), count: totals.sent, hint: share(rates.success, "ofTried"), color: paintOf("sent") },
    {
      key: "delivered",
      word: t("delivered"),
      count: totals.delivered,
      hint: share(rates.delivery, "ofSent"),
      color: paintOf("delivered"),
    },
    {
      key: "read",
      word: t("read"),
      count: totals.read,
      hint: share(rates.read, "ofDelivered"),
      color: paintOf("read"),
    },
    {
      key: "replied",
      word: t("replied"),
      count: totals.replied,
      hint: share(rates.reply, "ofSent"),
      color: paintOf("replied"),
    },
  ];
  const others: readonly Bar[] = [
    {
      key: "failed",
      word: t("failed"),
      count: counts.failed,
      hint: share(rates.failure, "ofTried"),
      color: paintOf("failed"),
    },
    { key: "in_doubt", word: t("inDoubt"), count: counts.in_doubt, color: paintOf("in_doubt") },
    { key: "skipped", word: t("skipped"), count: counts.skipped, color: paintOf("skipped") },
    { key: "notReached", word: t("notReached"), count: counts.notReached, color: paintOf("notReached") },
  ];
  return (
    <Card title={t("rates")}>
      <Bars
        caption={t("rates")}
        bars={[...reached, ...others.filter(({ key, count }) => key === "failed" || count > 0)]}
        of={total}
      />
    </Card>
  );
}
