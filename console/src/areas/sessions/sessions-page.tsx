import { Anchor, Button, Card, Group, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useRights } from "../../api/rights.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page } from "../../parts/page.tsx";
import { PhoneNumber } from "../../parts/phone-number.tsx";
import { SessionState } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { AddSession } from "./add-session.tsx";
import { useAdvice } from "./advice.ts";
import { Cautions } from "./cautions.tsx";
import * as words from "./words.ts";

addWords("sessions", words);

/** Every number of the tenant that the key may see, and what each needs. */
export default function SessionsPage() {
  const { t } = useTranslation("sessions");
  const { mayWrite } = useRights();
  const [isAdding, { open, close }] = useDisclosure();
  const pages = useCursorPages(
    ["sessions", "cards"],
    (cursor, signal) => api().listSessions({ limit: 30, ...given({ cursor }) }, { signal }),
    { isMoving: () => true },
  );
  const { data, error, refetch } = pages.query;
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} actions={add}>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && (
        <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
          <Skeleton h={150} className="after-a-moment" />
          <Skeleton h={150} className="after-a-moment" />
        </SimpleGrid>
      )}
      {data?.data.length === 0 && <Nothing action={add}>{t("none")}</Nothing>}
      <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
        {data?.data.map((session) => (
          <SessionCard key={session.sessionId} session={session} />
        ))}
      </SimpleGrid>
      <PageButtons pages={pages} />
      <AddSession isOpen={isAdding} close={close} />
    </Page>
  );
}

function SessionCard({ session }: { readonly session: Session }) {
  const { t } = useTranslation("sessions");
  const format = useFormat(session.timezone ?? "UTC");
  const advice = useAdvice();
  const { sessionId, label, state, number, since } = session;
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Anchor component={Link} href={`/sessions/${sessionId}`} fw={600} className="written" lineClamp={2}>
            {label ?? sessionId}
          </Anchor>
          <SessionState state={state} />
        </Group>
        {number !== undefined && <PhoneNumber digits={number} />}
        <Text size="sm">{advice(session)}</Text>
        <Cautions session={session} />
        <Text size="xs" c="dimmed">
          {t("since", { when: format.time(since) })}
        </Text>
      </Stack>
    </Card>
  );
}
