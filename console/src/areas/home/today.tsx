import { Card, SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../words/format.ts";
import type { OverviewSession } from "./overview.ts";

const figures = ["sent", "delivered", "read", "replied"] as const;

/** What all numbers sent since midnight, each in its own timezone. */
export function Today({ sessions }: { readonly sessions: readonly OverviewSession[] }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  return (
    <section aria-label={t("today")}>
      <Title order={2} size="h5" mb="xs">
        {t("today")}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {figures.map((figure) => (
          <Card key={figure} withBorder p="md">
            <Text fz={32} fw={700} lh={1.1} className="numbers">
              {format.count(sessions.reduce((sum, { today }) => sum + today.totals[figure], 0))}
            </Text>
            <Text size="sm" c="dimmed">
              {t(figure)}
            </Text>
          </Card>
        ))}
      </SimpleGrid>
    </section>
  );
}
