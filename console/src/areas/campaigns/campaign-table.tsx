import { Anchor, Group, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { doneOf } from "../../parts/states/campaign-counts.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, WaitingRows } from "../../parts/page.tsx";
import { StateBar } from "../../parts/states/state-bar.tsx";
import { CampaignState } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";
import { CampaignFilters, useCampaignFilters } from "./campaign-filters.tsx";
import { CampaignWhen } from "./campaign-when.tsx";

export function CampaignTable({ sessionId }: { readonly sessionId: string }) {
  const { t } = useTranslation("campaigns");
  const { filters, isFiltered } = useCampaignFilters();
  const pages = useCursorPages(
    ["campaigns", sessionId, "list", filters],
    (cursor, signal) => api().listCampaigns({ sessionId, limit: 25, ...given({ cursor }), ...filters }, { signal }),
    { isMoving: ({ data }) => data.some(({ status }) => status === "running") },
  );
  const { query } = pages;
  const found = query.data?.data;
  const nothing = isFiltered ? (pages.next === undefined ? t("noneFound") : t("lookOn")) : t("none");
  return (
    <Stack>
      <CampaignFilters />
      <ErrorNote error={query.error} again={() => void query.refetch()} />
      {found === undefined ? (
        query.isPending && <WaitingRows rows={8} height={76} />
      ) : found.length === 0 ? (
        <Nothing>{nothing}</Nothing>
      ) : (
        <Rows sessionId={sessionId} campaigns={found} />
      )}
      <PageButtons pages={pages} />
    </Stack>
  );
}

function Rows({ sessionId, campaigns }: { readonly sessionId: string; readonly campaigns: readonly Campaign[] }) {
  const { t } = useTranslation("campaigns");
  return (
    <Table verticalSpacing="sm" highlightOnHover layout="fixed">
      <caption className="for-readers">{t("caption")}</caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("name")}</Table.Th>
          <Table.Th scope="col" w="32%">
            {t("progress")}
          </Table.Th>
          <Table.Th scope="col" w={270} visibleFrom="md">
            {t("when")}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {campaigns.map((campaign) => (
          <Row key={campaign.campaignId} sessionId={sessionId} campaign={campaign} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ sessionId, campaign }: { readonly sessionId: string; readonly campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const zone = useSessionZone(sessionId);
  const format = useFormat(zone);
  const { campaignId, name, status, counts } = campaign;
  const { done, of } = doneOf(campaign);
  return (
    <Table.Tr>
      <Table.Td valign="top">
        <Stack gap={4} align="flex-start">
          <Anchor
            component={Link}
            href={`/s/${sessionId}/campaigns/${campaignId}`}
            fw={600}
            lineClamp={2}
            className="written"
          >
            {name}
          </Anchor>
          <CampaignState state={status} />
          <Text size="xs" c="dimmed" hiddenFrom="md" component="div">
            <CampaignWhen campaign={campaign} zone={zone} />
          </Text>
        </Stack>
      </Table.Td>
      <Table.Td valign="top">
        <Stack gap={6} pt={6}>
          <StateBar counts={counts} of={of} />
          <Group gap="xs" justify="space-between">
            <Text size="sm" className="numbers">
              {t("doneOf", { done: format.count(done), total: format.count(of) })}
            </Text>
            <Text size="sm" c="dimmed" className="numbers">
              {format.percent(campaign.progress)}
            </Text>
          </Group>
        </Stack>
      </Table.Td>
      <Table.Td valign="top" visibleFrom="md">
        <Text size="sm" component="div">
          <CampaignWhen campaign={campaign} zone={zone} />
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
