import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { SessionState } from "../../parts/states/states.tsx";
import type { OverviewSession } from "./overview.ts";

interface NumbersProps {
  readonly sessions: readonly OverviewSession[];
  /** Also of those that are not shown here. */
  readonly count: number;
}

export function Numbers({ sessions, count }: NumbersProps) {
  const { t } = useTranslation("home");
  return (
    <section aria-label={t("numbers")}>
      <Title order={2} size="h5" mb="xs">
        {t("numbers")}
      </Title>
      <Stack gap="xs">
        {sessions.map(({ sessionId, label, state }) => (
          <Group key={sessionId} justify="space-between" wrap="nowrap">
            <Anchor component={Link} href={`/sessions/${sessionId}`} lineClamp={1} className="written">
              {label ?? sessionId}
            </Anchor>
            <SessionState state={state} />
          </Group>
        ))}
        {count > sessions.length && <Text c="dimmed">{t("numbersMore", { count })}</Text>}
      </Stack>
    </section>
  );
}
