import { useTranslation } from "react-i18next";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { useFormat } from "../../words/format.ts";

/** When it starts, or started, and when it ended, or is likely to. */
export function CampaignWhen({ campaign, zone }: { readonly campaign: Campaign; readonly zone: string | undefined }) {
  const { t } = useTranslation("campaigns");
  const { time } = useFormat(zone);
  const { status, sendAt, startedAt, finishedAt, estimatedFinishAt, createdAt } = campaign;
  const begins =
    startedAt !== undefined
      ? t("started", { time: time(startedAt) })
      : sendAt !== undefined
        ? t("starts", { time: time(sendAt) })
        : t("created", { time: time(createdAt) });
  const ends =
    finishedAt !== undefined
      ? t("ended", { time: time(finishedAt) })
      : status === "running" && estimatedFinishAt !== undefined
        ? t("ends", { time: time(estimatedFinishAt) })
        : undefined;
  return (
    <>
      <div>{begins}</div>
      {ends !== undefined && <div>{ends}</div>}
    </>
  );
}
