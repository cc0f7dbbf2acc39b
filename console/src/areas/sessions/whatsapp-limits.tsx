import { Alert, Card, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { Fact } from "../../parts/facts.tsx";
import { useFormat } from "../../words/format.ts";
import { limitsNow, useLimitsInWords } from "./limits-in-words.ts";

interface LimitsProps {
  readonly session: Session;
}

/** What WhatsApp says that the account may do, how many chats it may begin by this system, and how people take its messages. */
export function WhatsAppLimits({ session }: LimitsProps) {
  const { t } = useTranslation("sessions");
  const { limits, newChats, last7Days } = session;
  if (limits === undefined && newChats === undefined && last7Days === undefined) return null;
  return (
    <Card withBorder component="section" aria-labelledby="limits">
      <Title order={2} size="h5" mb="xs" id="limits">
        {t("limits.title")}
      </Title>
      <Stack gap="sm">
        <Restrictions session={session} />
        <dl className="facts">
          <Quota session={session} />
          <OwnBudget session={session} />
          <Signs session={session} />
        </dl>
        <Text size="xs" c="dimmed">
          {t("limits.advice")}
        </Text>
      </Stack>
    </Card>
  );
}

/** What WhatsApp forbids now. */
function Restrictions({ session }: LimitsProps) {
  const { t } = useTranslation("sessions");
  const { sentences } = useLimitsInWords(session);
  const [first] = limitsNow(session);
  if (first === "restricted") {
    return (
      <Alert color="red" title={sentences.restricted}>
        {t("limits.restrictedHint")}
      </Alert>
    );
  }
  if (first === undefined) return null;
  return (
    <Alert color="yellow" title={sentences[first]}>
      {t("limits.timelockedHint")}
    </Alert>
  );
}

/** WhatsApp's own count of new chats. */
function Quota({ session }: LimitsProps) {
  const { t } = useTranslation("sessions");
  const { quota } = useLimitsInWords(session);
  return quota === undefined ? null : <Fact word={t("limits.quota")}>{quota}</Fact>;
}

/** How many chats campaigns may begin a day, by the age of the account or as it was set. */
function OwnBudget({ session: { newChats, timezone } }: LimitsProps) {
  const { t } = useTranslation("sessions");
  const { count, time, ago } = useFormat(timezone ?? "UTC");
  if (newChats === undefined) return null;
  const { perDay, accountLinkedAt } = newChats;
  return (
    <>
      <Fact word={t("limits.perDay")}>
        {perDay === null ? t("limits.noBound") : t("limits.perDayIs", { number: count(perDay) })}
      </Fact>
      <Fact word={t("limits.age")}>{`${ago(accountLinkedAt)} (${time(accountLinkedAt)})`}</Fact>
    </>
  );
}

/** Of the last seven days. */
function Signs({ session: { last7Days } }: LimitsProps) {
  const { t, i18n } = useTranslation("sessions");
  const { count } = useFormat();
  if (last7Days === undefined) return null;
  const { messages, repliesPer100, optOutsPer100, refusalsPer100 } = last7Days;
  const number = (value: number): string =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(value);
  return (
    <Fact word={t("limits.signs")}>
      {messages === 0
        ? t("limits.noMessages")
        : t("limits.signsAre", {
            messages: count(messages),
            replies: number(repliesPer100),
            optOuts: number(optOutsPer100),
            refusals: number(refusalsPer100),
          })}
    </Fact>
  );
}
