import { Anchor, Table, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { pathOf } from "../../parts/states/campaign-query.ts";
import { Card } from "../../parts/charts/card.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { WaitingRows } from "../../parts/page.tsx";
import { paintOf } from "../../parts/states/state-bar.tsx";
import { useFormat } from "../../words/format.ts";

const comparedAtMost = 20;

interface ComparedProps {
  readonly sessionId: string;
  readonly bounds: { readonly from?: string; readonly to?: string };
}

/** The rates of the latest campaigns, one below the other. */
export function Compared({ sessionId, bounds }: ComparedProps) {
  const { t } = useTranslation("statistics");
  const { count } = useFormat();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["campaigns", sessionId, "compared", bounds],
    queryFn: async ({ signal }) =>
      (
        await api().listCampaigns(
          { sessionId, status: "running,paused,completed,stopped", limit: comparedAtMost, ...bounds },
          { signal },
        )
      ).data,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (data?.length === 0) return null;
  return (
    <Card title={t("compared")} hint={t("comparedHint", { number: count(data?.length ?? comparedAtMost) })}>
      <ErrorNote error={error} again={() => void refetch()} />
      {isPending && <WaitingRows rows={5} />}
      {data !== undefined && <Rows sessionId={sessionId} campaigns={data} />}
      <Text size="sm" mt="xs" className="not-printed">
        <Anchor component={Link} href={`/s/${sessionId}/campaigns`} inherit underline="always">
          {t("allCampaigns")}
        </Anchor>
      </Text>
    </Card>
  );
}

function Rows({ sessionId, campaigns }: { readonly sessionId: string; readonly campaigns: readonly Campaign[] }) {
  const { t } = useTranslation("statistics");
  const { count } = useFormat();
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing={6} horizontalSpacing="xs" layout="fixed">
        <caption className="for-readers">{t("compared")}</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w="30%">
              {t("campaign")}
            </Table.Th>
            <Table.Th scope="col" ta="right" w={84}>
              {t("sent")}
            </Table.Th>
            <Table.Th scope="col">{t("deliveredRate")}</Table.Th>
            <Table.Th scope="col">{t("readRate")}</Table.Th>
            <Table.Th scope="col">{t("replyRate")}</Table.Th>
            <Table.Th scope="col">{t("failureRate")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {campaigns.map(({ campaignId, name, totals, rates }) => (
            <Table.Tr key={campaignId}>
              <Table.Th scope="row" fw={400}>
                <Anchor
                  component={Link}
                  href={pathOf({ sessionId, campaignId })}
                  size="sm"
                  lineClamp={2}
                  className="written"
                >
                  {name}
                </Anchor>
              </Table.Th>
              <Table.Td ta="right" className="numbers">
                {count(totals.sent)}
              </Table.Td>
              <Rate rate={rates.delivery} color={paintOf("delivered")} />
              <Rate rate={rates.read} color={paintOf("read")} />
              <Rate rate={rates.reply} color={paintOf("replied")} />
              <Rate rate={rates.failure} color={paintOf("failed")} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Rate({ rate, color }: { readonly rate: number; readonly color: string }) {
  const { percent } = useFormat();
  return (
    <Table.Td>
      <span className="numbers">{percent(rate)}</span>
      <div className="bar" style={{ height: 6 }}>
        <div className="bar-fill" style={{ width: `${100 * rate}%`, background: color }} />
      </div>
    </Table.Td>
  );
}
