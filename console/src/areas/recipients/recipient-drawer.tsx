import { Drawer, Group, Stack, Text, Timeline, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Recipient } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import type { OfCampaign } from "../../parts/states/campaign-query.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Waiting } from "../../parts/page.tsx";
import { PhoneNumber } from "../../parts/phone-number.tsx";
import { looksOfRecipients, RecipientState, useReason } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";
import { Facts } from "./recipient-facts.tsx";

interface RecipientDrawerProps {
  readonly of: OfCampaign;
  /** Empty while none is open. */
  readonly number: string;
  /** As its row shows it: asked for again, since its row may be of before. */
  readonly known: Recipient | undefined;
  readonly zone: string;
  readonly close: () => void;
}

/** One recipient: every state it went through, with its time, and why. */
export function RecipientDrawer({ of, number, known, zone, close }: RecipientDrawerProps) {
  const { t } = useTranslation("recipients");
  const { t: common } = useTranslation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["recipients", of.sessionId, of.campaignId, "one", number],
    queryFn: async ({ signal }) =>
      (await api().listRecipients({ ...of, search: number, limit: 5 }, { signal })).data.find(
        (found) => found.number === number,
      ) ?? null,
    enabled: number !== "" && known === undefined,
  });
  const recipient = known ?? data ?? undefined;
  return (
    <Drawer
      opened={number !== ""}
      onClose={close}
      position="right"
      title={t("history")}
      closeButtonProps={{ "aria-label": common("action.close") }}
    >
      <ErrorNote error={error} again={() => void refetch()} />
      {recipient === undefined ? (
        isPending && number !== "" && known === undefined ? (
          <Waiting />
        ) : (
          error === null && <Nothing>{t("noneFound")}</Nothing>
        )
      ) : (
        <Stack>
          <div>
            <Title order={3} size="h4" className="written">
              {recipient.name ?? <PhoneNumber digits={recipient.number} copy={false} />}
            </Title>
            <Group gap="sm">
              <PhoneNumber digits={recipient.number} />
              <RecipientState state={recipient.status} />
            </Group>
          </div>
          <History recipient={recipient} zone={zone} />
          <Facts sessionId={of.sessionId} recipient={recipient} />
        </Stack>
      )}
    </Drawer>
  );
}

function History({ recipient: { history }, zone }: { readonly recipient: Recipient; readonly zone: string }) {
  const { t } = useTranslation("recipients");
  const { t: common } = useTranslation();
  const { time } = useFormat(zone);
  const inWords = useReason();
  if (history.length === 0) return <Text size="sm">{t("notTried")}</Text>;
  return (
    <Timeline active={history.length} bulletSize={24} lineWidth={2} color="gray">
      {history.map(({ status, at, reason, attempt }, index) => {
        const { icon: Picture, color } = looksOfRecipients[status];
        return (
          <Timeline.Item
            key={`${at} ${status} ${index}`}
            color={color}
            bullet={<Picture size={14} aria-hidden />}
            title={common(`recipientState.${status}`)}
          >
            <Text size="sm" c="dimmed">
              {time(at)}
              {attempt !== undefined && ` · ${t("attempt", { number: attempt })}`}
            </Text>
            {reason !== undefined && <Text size="sm">{inWords("reason", reason)}</Text>}
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
