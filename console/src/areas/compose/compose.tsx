import { Alert, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import type { Campaign, Session } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Page, Waiting } from "../../parts/page.tsx";
import { ownTimezone } from "../../parts/timezones.ts";
import { addWords } from "../../words/words.ts";
import { asScheduled, copyOf, emptyBroadcast, type Broadcast } from "./broadcast.ts";
import { ComposeForm } from "./compose-form.tsx";
import * as words from "./words.ts";

addWords("compose", words);

interface ComposeProps {
  readonly params: { readonly sessionId: string };
}

/** A new broadcast; `from` in the address takes what another said, `campaign` changes one that is scheduled. */
export default function Compose({ params: { sessionId } }: ComposeProps) {
  const { t } = useTranslation("compose");
  const [asked] = useSearchParams();
  const { mayWrite } = useRights();
  const sessions = useQuery(sessionsQuery);
  const session = sessions.data?.find((one) => one.sessionId === sessionId);
  const changedId = asked.get("campaign");
  const campaignId = changedId ?? asked.get("from");
  const campaign = useQuery({
    queryKey: ["campaigns", sessionId, "as-written", campaignId],
    queryFn: async ({ signal }) =>
      (await api().getCampaign({ sessionId, campaignId: campaignId ?? "" }, { signal })).data,
    enabled: campaignId !== null,
    staleTime: Infinity,
    gcTime: 0,
  });
  const failing = sessions.error === null ? campaign : sessions;
  const isThere = sessions.data !== undefined && (campaignId === null || campaign.data !== undefined);
  const isChange = changedId !== null;
  const title = isChange ? t("titleOfChange", { name: campaign.data?.name ?? "" }) : t("title");
  if (!isThere) {
    return (
      <Page title={title}>
        {failing.error === null ? (
          <Waiting />
        ) : (
          <ErrorNote error={failing.error} again={() => void failing.refetch()} />
        )}
      </Page>
    );
  }
  if (isChange && campaign.data?.status !== "scheduled") {
    return (
      <Page title={title}>
        <Alert color="yellow">
          {t("notScheduled")}{" "}
          <Button component={Link} size="compact-sm" href={`/s/${sessionId}/campaigns/${changedId}`} variant="default">
            {t("openCampaign")}
          </Button>
        </Alert>
      </Page>
    );
  }
  // Each address has a draft of its own.
  const name = `${sessionId}?${asked.toString()}`;
  const begun = { ...begunOf(session, campaign.data, isChange), ...askedFor(asked.get("list"), asked.get("template")) };
  return (
    <Page title={title}>
      {!mayWrite && <Alert color="yellow">{t("noReading")}</Alert>}
      <ComposeForm
        key={name}
        sessionId={sessionId}
        session={session}
        draftName={`compose/${name}`}
        begun={begun}
        changedId={changedId ?? undefined}
      />
    </Page>
  );
}

function begunOf(session: Session | undefined, campaign: Campaign | undefined, isChange: boolean): Broadcast {
  const timezone = session?.timezone ?? ownTimezone();
  if (campaign === undefined) return emptyBroadcast(timezone);
  return isChange ? asScheduled(campaign, timezone) : copyOf(campaign, timezone);
}

const askedFor = (listId: string | null, templateId: string | null): Partial<Broadcast> => ({
  ...(listId === null ? {} : { listIds: [listId] }),
  ...(templateId === null ? {} : { kind: "template", templateId }),
});
