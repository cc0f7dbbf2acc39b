import { Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { useRights } from "../../api/rights.ts";
import { useChosenSession } from "../../app/chosen-session.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page } from "../../parts/page.tsx";
import { addWords } from "../../words/words.ts";
import * as wordsOfSessions from "../sessions/words.ts";
import { Campaigns } from "./campaigns.tsx";
import { Numbers } from "./numbers.tsx";
import { Today } from "./today.tsx";
import { Todo } from "./todo.tsx";
import * as words from "./words.ts";

addWords("home", words);
addWords("sessions", wordsOfSessions);

/** Is all well? */
export default function Home() {
  const { t } = useTranslation("home");
  const { mayWrite } = useRights();
  const session = useChosenSession();
  const { data, error, refetch } = usePolled(
    ["overview"],
    async ({ signal }) => (await api().getOverview({}, { signal })).data,
  );
  const compose = mayWrite && session !== undefined && data !== undefined && data.sessions.length > 0 && (
    <Button component={Link} href={`/s/${session}/compose`}>
      {t("compose")}
    </Button>
  );
  return (
    <Page title={t("title")} actions={compose}>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined ? (
        error === null && <Skeleton h={320} className="after-a-moment" />
      ) : data.sessions.length === 0 ? (
        <Begin />
      ) : (
        <>
          <Today sessions={data.sessions} />
          <Todo overview={data} />
          <Campaigns campaigns={data.campaigns} />
          <Numbers sessions={data.sessions} campaigns={data.campaigns} count={data.sessionCount} />
        </>
      )}
    </Page>
  );
}

/** A newcomer's first page. */
function Begin() {
  const { t } = useTranslation("home");
  const { mayWrite } = useRights();
  return (
    <Nothing
      action={
        mayWrite && (
          <Button component={Link} href="/sessions">
            {t("startDo")}
          </Button>
        )
      }
    >
      <Stack gap={4} align="center" component="span">
        <Title order={2} size="h4" c="var(--mantine-color-text)">
          {t("start")}
        </Title>
        <Text component="span">{t("startHint")}</Text>
      </Stack>
    </Nothing>
  );
}
