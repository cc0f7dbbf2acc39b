import { Anchor, Paper, Title } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { pathOf } from "../../parts/states/campaign-query.ts";
import { useLists } from "../../parts/lists/use-lists.ts";
import { CopyText } from "../../parts/copy-text.tsx";
import { Fact } from "../../parts/facts.tsx";
import { PhoneNumber } from "../../parts/phone-number.tsx";
import { zoneName } from "../../parts/timezones.ts";
import { useFormat } from "../../words/format.ts";
import type { CampaignBodyProps } from "./props.ts";

/** To whom, from where, how fast and when. */
export function SettingsCard({ sessionId, campaign, zone }: CampaignBodyProps) {
  const { t } = useTranslation("campaign");
  const { time } = useFormat(zone);
  const { listIds, excludeListIds, sender, quietHours, createdAt, startedAt, finishedAt, remainderOf } = campaign;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="settings">
      <Title order={2} size="h5" mb="sm" id="settings">
        {t("settings")}
      </Title>
      <dl className="facts">
        <Fact word={t("lists")}>
          <Lists sessionId={sessionId} ids={listIds} />
        </Fact>
        {excludeListIds.length > 0 && (
          <Fact word={t("excluded")}>
            <Lists sessionId={sessionId} ids={excludeListIds} />
          </Fact>
        )}
        {sender !== undefined && (
          <Fact word={t("sender")}>
            <PhoneNumber digits={sender} />
          </Fact>
        )}
        <Fact word={t("pace")}>
          <Pace campaign={campaign} />
        </Fact>
        <Fact word={t("quiet")}>
          {quietHours === undefined
            ? t("none")
            : t("quietSpan", { from: quietHours.from, to: quietHours.to, zone: zoneName(quietHours.timezone) })}
        </Fact>
        {campaign.sendAt !== undefined && (
          <Fact word={t("schedule")}>
            <Schedule campaign={campaign} zone={zone} />
          </Fact>
        )}
        {remainderOf !== undefined && (
          <Fact word={t("goesOnFrom")}>
            <Anchor component={Link} href={pathOf({ sessionId, campaignId: remainderOf })} inherit underline="always">
              {remainderOf}
            </Anchor>
          </Fact>
        )}
        <Fact word={t("created")}>{time(createdAt)}</Fact>
        {startedAt !== undefined && <Fact word={t("started")}>{time(startedAt)}</Fact>}
        {finishedAt !== undefined && <Fact word={t("finished")}>{time(finishedAt)}</Fact>}
        <Fact word={t("id")}>
          {campaign.campaignId} <CopyText text={campaign.campaignId} />
        </Fact>
      </dl>
    </Paper>
  );
}

/** By name; one that is gone, or on its way, shows as its id. */
function Lists({ sessionId, ids }: { readonly sessionId: string; readonly ids: readonly string[] }) {
  const known = useLists(sessionId, ids);
  return ids.map((listId, index) => (
    <Fragment key={listId}>
      {index > 0 && ", "}
      <Anchor component={Link} href={`/s/${sessionId}/lists/${listId}`} inherit underline="always" className="written">
        {known.find((list) => list.listId === listId)?.name ?? listId}
      </Anchor>
    </Fragment>
  ));
}

function Pace({ campaign: { pacing } }: { readonly campaign: Campaign }) {
  const { t, i18n } = useTranslation("campaign");
  const { count } = useFormat();
  if (pacing === undefined) return "–";
  const seconds = (ms: number): string =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(ms / 1_000);
  const [from, to] = [seconds(pacing.minGapMs), seconds(pacing.maxGapMs)];
  const { perMinute, perHour, perDay, newChatsPerDay } = pacing;
  const bounds = [
    from === to ? t("gapSame", { from }) : t("gap", { from, to }),
    ...(perMinute === undefined ? [] : [t("perMinute", { number: count(perMinute) })]),
    ...(perHour === undefined ? [] : [t("perHourAtMost", { number: count(perHour) })]),
    ...(perDay === undefined ? [] : [t("perDay", { number: count(perDay) })]),
    ...(newChatsPerDay === undefined ? [] : [t("newChatsPerDay", { number: count(newChatsPerDay) })]),
  ];
  return bounds.join("; ");
}

/** In the zone in which it was asked for. */
function Schedule({ campaign, zone }: { readonly campaign: Campaign; readonly zone: string }) {
  const { t } = useTranslation("campaign");
  const { sendAt, timezone = zone, maxLateMinutes } = campaign;
  const { time, count } = useFormat(timezone);
  if (sendAt === undefined) return null;
  const late = maxLateMinutes === undefined ? "" : `; ${t("late", { minutes: count(maxLateMinutes) })}`;
  // Indonesia's zones stand in the time by name.
  const named = zoneName(timezone) === timezone ? ` (${timezone})` : "";
  return `${time(sendAt)}${named}${late}`;
}
