import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { SessionState, useReason } from "../../parts/states/states.tsx";
import { Cautions } from "../sessions/cautions.tsx";
import { chatsWaitedFor, type OverviewCampaign, type OverviewSession } from "./overview.ts";

interface NumbersProps {
  readonly sessions: readonly OverviewSession[];
  readonly campaigns: readonly OverviewCampaign[];
  /** Also of those that are not shown here. */
  readonly count: number;
}

export function Numbers({ sessions, campaigns, count }: NumbersProps) {
  const { t } = useTranslation("home");
  return (
    <section aria-label={t("numbers")}>
      <Title order={2} size="h5" mb="xs">
        {t("numbers")}
      </Title>
      <Stack gap="xs">
        {sessions.map((session) => (
          <NumberLine key={session.sessionId} session={session} campaigns={campaigns} />
        ))}
        {count > sessions.length && <Text c="dimmed">{t("numbersMore", { count })}</Text>}
      </Stack>
    </section>
  );
}

interface NumberLineProps {
  readonly session: OverviewSession;
  readonly campaigns: readonly OverviewCampaign[];
}

/** A number, and what holds it back. */
function NumberLine({ session, campaigns }: NumberLineProps) {
  const { t } = useTranslation("home");
  const reason = useReason();
  const { sessionId, label, state } = session;
  const ofDay = chatsWaitedFor(sessionId, campaigns).map((wait) => t("waits", { what: reason("waitingFor", wait) }));
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Anchor component={Link} href={`/sessions/${sessionId}`} lineClamp={1} className="written">
          {label ?? sessionId}
        </Anchor>
        <SessionState state={state} />
      </Group>
      <Cautions session={session} more={ofDay} />
    </div>
  );
}
