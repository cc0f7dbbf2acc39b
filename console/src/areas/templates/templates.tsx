import { Anchor, Badge, Button, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconPaperclip, IconPlus, IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Template } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useRights } from "../../api/rights.ts";
import { useAddress } from "../../parts/address.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { FormattedText } from "../../parts/message/formatted-text.tsx";
import { Nothing, Page, WaitingRows } from "../../parts/page.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import * as words from "./words.ts";

addWords("templates", words);

export default function Templates({ params: { sessionId } }: { readonly params: { readonly sessionId: string } }) {
  const { t } = useTranslation("templates");
  const { t: common } = useTranslation();
  const { mayWrite } = useRights();
  const [filter, setFilter] = useAddress();
  const search = filter("search");
  const pages = useCursorPages(
    ["templates", sessionId, { search }],
    async (cursor, signal) => await api().listTemplates({ sessionId, ...given({ search, cursor }) }, { signal }),
  );
  const { data, error, refetch } = pages.query;
  const make = mayWrite ? (
    <Button component={Link} href={`/s/${sessionId}/templates/new`} leftSection={<IconPlus size={16} aria-hidden />}>
      {t("new")}
    </Button>
  ) : undefined;
  return (
    <Page title={t("title")} actions={make}>
      <SearchField label={common("action.search")} value={search} search={(text) => setFilter({ search: text })} />
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows rows={3} height={180} />}
      {data?.data.length === 0 && <Nothing>{search === "" ? t("none") : t("noneFound")}</Nothing>}
      <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {data?.data.map((template) => (
          <Card key={template.templateId} sessionId={sessionId} template={template} mayWrite={mayWrite} />
        ))}
      </SimpleGrid>
      <PageButtons pages={pages} />
    </Page>
  );
}

interface CardProps {
  readonly sessionId: string;
  readonly template: Template;
  readonly mayWrite: boolean;
}

/** The words that are shown of a long template. */
const shownOf = (body: string): string => body.split("\n").slice(0, 5).join("\n").slice(0, 400);

function Card({ sessionId, template, mayWrite }: CardProps) {
  const { t } = useTranslation("templates");
  const { ago } = useFormat();
  const { templateId, name, body, variables, media, updatedAt } = template;
  return (
    <Paper withBorder p="md" component="li">
      <Stack h="100%" gap="xs">
        <Anchor
          component={Link}
          href={`/s/${sessionId}/templates/${templateId}`}
          fw={650}
          className="written"
          lineClamp={2}
        >
          {name}
        </Anchor>
        <Text size="sm" component="div" lineClamp={5} style={{ flex: 1 }}>
          <FormattedText text={shownOf(body)} />
        </Text>
        <Group gap={6}>
          {media !== undefined && (
            <Badge variant="light" color="gray" tt="none" leftSection={<IconPaperclip size={12} aria-hidden />}>
              {t("hasFile")}
            </Badge>
          )}
          {variables.slice(0, 4).map((variable) => (
            <Badge key={variable} variant="outline" tt="none" maw={160}>
              {variable}
            </Badge>
          ))}
        </Group>
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {t("changed", { when: ago(updatedAt) })}
          </Text>
          {mayWrite && (
            <Button
              component={Link}
              href={`/s/${sessionId}/compose?template=${templateId}`}
              size="compact-sm"
              variant="light"
              leftSection={<IconSend size={14} aria-hidden />}
              aria-label={`${t("use")}: ${name}`}
            >
              {t("use")}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
