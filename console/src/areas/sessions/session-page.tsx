import { Alert, Anchor, Button, Card, Group, List, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { useRights } from "../../api/rights.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { Page } from "../../parts/page.tsx";
import { PhoneNumber } from "../../parts/phone-number.tsx";
import { SessionState } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { useAdvice } from "./advice.ts";
import { LinkCard } from "./link-card.tsx";
import { LogOut, Remove } from "./ends.tsx";
import { WhatsAppLimits } from "./whatsapp-limits.tsx";
import * as words from "./words.ts";

addWords("sessions", words);

interface SessionPageProps {
  readonly params: { readonly sessionId: string };
}

/** Is this number linked, and how do I link it? */
export default function SessionPage({ params: { sessionId } }: SessionPageProps) {
  const { t } = useTranslation("sessions");
  const { mayWrite } = useRights();
  const { data, error, refetch } = usePolled(
    ["sessions", "one", sessionId],
    async ({ signal }) => (await api().getSession({ sessionId }, { signal })).data,
  );
  const settings = mayWrite && (
    <Button
      component={Link}
      href={`/sessions/${sessionId}/settings`}
      variant="default"
      leftSection={<IconSettings size={18} aria-hidden />}
    >
      {t("settings")}
    </Button>
  );
  return (
    <Page title={data?.label ?? sessionId} actions={settings}>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined ? (
        error === null && <Skeleton h={200} className="after-a-moment" />
      ) : (
        <>
          <Standing session={data} />
          {mayWrite && <LinkCard session={data} />}
          <WhatsAppLimits session={data} />
          {data.whatsapp !== undefined && <PageOfWhatsApp session={data} />}
          {mayWrite && <Ends session={data} />}
        </>
      )}
    </Page>
  );
}

function Standing({ session }: { readonly session: Session }) {
  const { t } = useTranslation("sessions");
  const { mayWrite } = useRights();
  const advice = useAdvice();
  const format = useFormat(session.timezone ?? "UTC");
  const { state, number, name, since, profileSavedAt, warnings } = session;
  const titleOf = (code: string): string => t(code === "number_linked_twice" ? "twice" : "careful");
  return (
    <Card withBorder>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Stack gap="xs">
          <Group gap="xs" role="status">
            <SessionState state={state} />
            <Text size="sm" c="dimmed">
              {t("since", { when: format.time(since) })}
            </Text>
          </Group>
          <Text>{advice(session)}</Text>
        </Stack>
        <Stack gap={4}>
          {number !== undefined && (
            <Text fw={600} size="lg" component="div">
              <PhoneNumber digits={number} />
            </Text>
          )}
          {name !== undefined && <Text className="written">{name}</Text>}
          {number !== undefined && (
            <Text size="sm" c="dimmed">
              {profileSavedAt === undefined ? t("notSaved") : t("savedAt", { when: format.time(profileSavedAt) })}
            </Text>
          )}
        </Stack>
      </SimpleGrid>
      {session.timezone === undefined && mayWrite && (
        <Text size="sm" mt="md">
          {t("form.timezoneUnset")}{" "}
          <Anchor component={Link} href={`/sessions/${session.sessionId}/settings`} inherit underline="always">
            {t("settings")}
          </Anchor>
        </Text>
      )}
      {warnings?.map((warning) => (
        <Alert key={warning.message} color="yellow" mt="md" title={titleOf(warning.code)} className="written">
          {warning.message}
        </Alert>
      ))}
    </Card>
  );
}

function PageOfWhatsApp({ session: { whatsapp, timezone } }: { readonly session: Session }) {
  const { t } = useTranslation("sessions");
  const format = useFormat(timezone ?? "UTC");
  if (whatsapp === undefined) return null;
  const { version, checkedAt, unavailable } = whatsapp;
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {t("page.title")}
      </Title>
      <Text size="sm">{`${t("page.version")} ${version} · ${t("page.checkedAt")} ${format.time(checkedAt)}`}</Text>
      {unavailable.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("page.allThere")}
        </Text>
      ) : (
        <Alert color="yellow" mt="xs" title={t("page.unavailable")}>
          <List size="sm">
            {unavailable.map(({ member, feature }) => (
              <List.Item key={member} className="written">{`${feature}: ${member}`}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Card>
  );
}

function Ends({ session }: { readonly session: Session }) {
  const { t } = useTranslation("sessions");
  const queries = useQueryClient();
  const { sessionId } = session;
  const restarting = useMutation({
    mutationFn: async () => await api().restartSession({ sessionId }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["sessions"] });
      await tellDone(t("restarted"));
    },
  });
  return (
    <>
      <ErrorNote error={restarting.error} />
      <Group>
        <Button
          variant="default"
          loading={restarting.isPending}
          onClick={() => {
            restarting.mutate();
          }}
        >
          {t("restart")}
        </Button>
        <LogOut session={session} />
        <Remove session={session} />
      </Group>
    </>
  );
}
