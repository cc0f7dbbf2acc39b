import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Fact } from "../../parts/facts.tsx";
import { useFormat } from "../../words/format.ts";
import type { CampaignBodyProps } from "./props.ts";

/** What its recipients get, as it was written. */
export function MessageCard({ sessionId, campaign }: CampaignBodyProps) {
  const { t } = useTranslation("campaign");
  const format = useFormat();
  const { message, media, template, variables = {} } = campaign;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="message">
      <Title order={2} size="h5" mb="sm" id="message">
        {t("message")}
      </Title>
      <Stack gap="sm">
        {media !== undefined && (
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <IconPaperclip size={18} aria-hidden style={{ flexShrink: 0 }} />
            <Text size="sm" className="written">
              {media.originalName} · {media.contentType} · {format.bytes(media.size)}
            </Text>
          </Group>
        )}
        {message === undefined || message === "" ? (
          media !== undefined && (
            <Text size="sm" c="dimmed">
              {t("noText")}
            </Text>
          )
        ) : (
          <div className="bubble written">{message}</div>
        )}
        {template !== undefined && (
          <Text size="sm">
            <Anchor
              component={Link}
              href={`/s/${sessionId}/templates/${template.templateId}`}
              inherit
              underline="always"
            >
              {t("fromTemplate", { version: template.version })}
            </Anchor>
          </Text>
        )}
        {Object.keys(variables).length > 0 && (
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t("variables")}
            </Text>
            <dl className="facts">
              {Object.entries(variables).map(([name, value]) => (
                <Fact key={name} word={name}>
                  {value}
                </Fact>
              ))}
            </dl>
          </div>
        )}
      </Stack>
    </Paper>
  );
}
