import { Anchor, List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ApiError } from "../../../../clients/typescript/src/index.ts";

/** The campaigns that a list can't go for; undefined of another error. */
export function usedBy(error: unknown): readonly string[] | undefined {
  if (!(error instanceof ApiError) || error.code !== "LIST_IN_USE") return undefined;
  const { usedBy: campaigns } = error.facts;
  return Array.isArray(campaigns) ? campaigns.map(String) : [];
}

/** What to do first: each campaign that needs the list, to be stopped there. */
export function InUse({ sessionId, campaigns }: { sessionId: string; campaigns: readonly string[] }) {
  const { t } = useTranslation("lists");
  if (campaigns.length === 0) return null;
  return (
    <>
      <Text size="sm" mt="sm">
        {t("lists.inUse")}
      </Text>
      <List size="sm">
        {campaigns.map((campaignId) => (
          <List.Item key={campaignId}>
            <Anchor component={Link} href={`/s/${sessionId}/campaigns/${campaignId}`} size="sm">
              {campaignId}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </>
  );
}
