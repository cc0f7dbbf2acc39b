import { Alert, Anchor, List, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useReason } from "../../parts/states/states.tsx";
import type { Overview } from "./overview.ts";

interface Task {
  readonly key: string;
  readonly sentence: string;
  readonly href: string;
}

/** What waits for a person, each with the way to it. */
export function Todo({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation("home");
  const reason = useReason();
  const { sessions, campaigns, imports, webhooks = [] } = overview;
  const tasks: readonly Task[] = [
    ...sessions
      .filter(({ needsScan }) => needsScan)
      .map(({ sessionId, label }) => ({
        key: sessionId,
        sentence: t("needsScan", { name: label ?? sessionId }),
        href: `/sessions/${sessionId}`,
      })),
    ...sessions
      .filter(({ limits }) => limits?.restricted === true)
      .map(({ sessionId, label }) => ({
        key: `restricted ${sessionId}`,
        sentence: t("restricted", { name: label ?? sessionId }),
        href: `/sessions/${sessionId}`,
      })),
    ...campaigns
      .filter(({ status }) => status === "paused")
      .map(({ sessionId, campaignId, name, pausedBecause = "user" }) => ({
        key: campaignId,
        sentence: t("paused", { name, because: reason("pausedBecause", pausedBecause) }),
        href: `/s/${sessionId}/campaigns/${campaignId}`,
      })),
    ...imports.map(({ sessionId, listId, listName, importId }) => ({
      key: importId,
      sentence: t("importFailed", { list: listName }),
      href: `/s/${sessionId}/lists/${listId}/import`,
    })),
    ...webhooks.map(({ webhookId, url, active }) => ({
      key: webhookId,
      sentence: t(active ? "webhookFails" : "webhookOff", { url }),
      href: "/developers/webhooks",
    })),
  ];
  if (tasks.length === 0) {
    return (
      <Text c="dimmed" role="status" style={{ display: "flex", gap: 8, alignItems: "center" }}>
        <IconCircleCheck size={20} aria-hidden />
        {t("allWell")}
      </Text>
    );
  }
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={
        <Title order={2} size="h5">
          {t("todo")}
        </Title>
      }
    >
      <List spacing="xs">
        {tasks.map(({ key, sentence, href }) => (
          <List.Item key={key}>
            <Anchor component={Link} href={href} className="written">
              {sentence}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
