import { Anchor, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ContactWithHistory } from "../../../../clients/typescript/src/index.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { RecipientState, useReason } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";

interface ContactHistoryProps {
  readonly sessionId: string;
  readonly history: ContactWithHistory["history"];
}

/** The latest campaigns that wrote to a person, and what became of each. */
export function ContactHistory({ sessionId, history }: ContactHistoryProps) {
  const { t } = useTranslation("lists");
  const format = useFormat(useSessionZone(sessionId));
  const reasonOf = useReason();
  return (
    <Stack gap="xs">
      <Title order={2} size="h5">
        {t("history.title")}
      </Title>
      {history.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("history.none")}
        </Text>
      )}
      {history.length > 0 && (
        <Table layout="fixed" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("history.campaign")}</Table.Th>
              <Table.Th scope="col">{t("history.state")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {history.map(({ campaignId, campaignName, status, reason, ...times }) => (
              <Table.Tr key={campaignId}>
                <Table.Th scope="row" fw={400} className="written">
                  <Anchor component={Link} href={`/s/${sessionId}/campaigns/${campaignId}`} size="sm">
                    {campaignName ?? t("history.unnamed")}
                  </Anchor>
                  <Text size="xs" c="dimmed">
                    {format.time(
                      times.repliedAt ?? times.readAt ?? times.deliveredAt ?? times.sentAt ?? times.claimedAt,
                    )}
                  </Text>
                </Table.Th>
                <Table.Td>
                  <RecipientState state={status} />
                  {reason !== undefined && <Text size="xs">{reasonOf("reason", reason)}</Text>}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
