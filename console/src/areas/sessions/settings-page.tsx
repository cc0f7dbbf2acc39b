import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Page } from "../../parts/page.tsx";
import { addWords } from "../../words/words.ts";
import { SettingsForm } from "./settings-form.tsx";
import * as words from "./words.ts";

addWords("sessions", words);

interface SettingsPageProps {
  readonly params: { readonly sessionId: string };
}

/** How a number sends: pace, caps, quiet hours, timezone, country and words that opt out. */
export default function SettingsPage({ params: { sessionId } }: SettingsPageProps) {
  const { t } = useTranslation("sessions");
  const { data, error, refetch } = useQuery({
    queryKey: ["sessions", "one", sessionId],
    queryFn: async ({ signal }) => (await api().getSession({ sessionId }, { signal })).data,
  });
  return (
    <Page title={`${t("settings")} · ${data?.label ?? sessionId}`}>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined ? (
        error === null && <Skeleton h={400} className="after-a-moment" />
      ) : (
        <SettingsForm session={data} />
      )}
    </Page>
  );
}
