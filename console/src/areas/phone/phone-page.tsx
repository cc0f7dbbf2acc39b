import { Badge, Box, Card, Grid, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { usePolled } from "../../api/polling.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { useChosenSession } from "../../app/chosen-session.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page, Waiting } from "../../parts/page.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { addWords } from "../../words/words.ts";
import { ChatCard } from "./chat-card.tsx";
import { simulator, type Chat } from "../../api/simulator.ts";
import * as words from "./words.ts";

addWords("phone", words);

interface PhonePageProps {
  readonly params: { readonly number?: string };
}

/** The phones of the simulated network: what did they get, and what do they answer? */
export default function PhonePage({ params: { number } }: PhonePageProps) {
  const { t } = useTranslation("phone");
  const session = useChosenSession();
  const { data: sessions } = useQuery(sessionsQuery);
  const name = sessions?.find(({ sessionId }) => sessionId === session)?.label ?? session;
  return (
    <Page title={t("title")}>
      <Text c="dimmed">{t("lead")}</Text>
      {session === undefined || name === undefined ? (
        <Nothing>{t("noSession")}</Nothing>
      ) : (
        <Grid>
          <Grid.Col span={{ base: 12, md: 5 }} {...(number === undefined ? {} : { visibleFrom: "md" as const })}>
            <Chats session={session} name={name} chosen={number} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            {number === undefined ? (
              <Box visibleFrom="md">
                <Nothing>{t("choose")}</Nothing>
              </Box>
            ) : (
              <ChatCard key={`${session} ${number}`} session={session} number={number} />
            )}
          </Grid.Col>
        </Grid>
      )}
    </Page>
  );
}

interface ChatsProps {
  readonly session: string;
  readonly name: string;
  readonly chosen: string | undefined;
}

function Chats({ session, name, chosen }: ChatsProps) {
  const { t } = useTranslation("phone");
  const [written, setWritten] = useState("");
  const digits = written.replaceAll(/\D/g, "");
  const search = digits === "" ? undefined : digits;
  const { data, error, refetch } = usePolled(
    ["phone", session, "chats", search],
    async ({ signal }) => await simulator.chats({ session, search }, signal),
  );
  return (
    <Card withBorder p="sm" component="section" aria-label={t("of", { name })}>
      <Stack gap="xs">
        <Text fw={600} className="written">
          {t("of", { name })}
        </Text>
        <SearchField label={t("search")} value={written} search={setWritten} inputMode="numeric" />
        <ErrorNote error={error} again={() => void refetch()} />
        {data === undefined && error === null && <Waiting />}
        {data?.data.length === 0 && <Nothing>{t("none")}</Nothing>}
        {data?.data.map((chat) => (
          <ChatEntry key={chat.number} chat={chat} isChosen={chat.number === chosen} />
        ))}
      </Stack>
    </Card>
  );
}

function ChatEntry({ chat, isChosen }: { readonly chat: Chat; readonly isChosen: boolean }) {
  const { t } = useTranslation("phone");
  const { number, registered, unread, onTheirWay, lastMessage } = chat;
  return (
    <UnstyledButton
      component={Link}
      href={`/phone/${number}`}
      aria-current={isChosen}
      p="xs"
      style={{
        borderRadius: "var(--mantine-radius-md)",
        background: isChosen ? "var(--mantine-color-default-hover)" : undefined,
      }}
    >
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} className="numbers">
          {numberAsWritten(number)}
        </Text>
        <Group gap={4} wrap="nowrap">
          {!registered && (
            <Badge color="gray" variant="light" tt="none">
              {t("notRegistered")}
            </Badge>
          )}
          {unread > 0 && (
            <Badge variant="light" tt="none">
              {t("unread", { count: unread })}
            </Badge>
          )}
          {onTheirWay > 0 && (
            <Badge variant="light" color="gray" tt="none">
              {t("onTheirWay", { count: onTheirWay })}
            </Badge>
          )}
        </Group>
      </Group>
      <Text size="sm" c="dimmed" lineClamp={1} className="written">
        {lastMessage.body === "" ? t("file") : lastMessage.body}
      </Text>
    </UnstyledButton>
  );
}
