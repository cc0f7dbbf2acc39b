import { Anchor, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api } from "../../api/client.ts";
import { pathOf, type OfCampaign } from "../../parts/states/campaign-query.ts";
import { Card } from "../../parts/charts/card.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { WaitingRows } from "../../parts/page.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { useFormat } from "../../words/format.ts";

interface RepliesProps {
  readonly of: OfCampaign;
  readonly replied: number;
  readonly zone: string;
}
const shown = 20;

/** The most engaged: those who wrote back. */
export function Replies({ of, replied, zone }: RepliesProps) {
  const { t } = useTranslation("report");
  const format = useFormat(zone);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["recipients", of.sessionId, of.campaignId, "replied", replied],
    queryFn: async ({ signal }) =>
      (await api().listRecipients({ ...of, status: "replied", limit: shown }, { signal })).data,
    enabled: replied > 0,
    placeholderData: (before) => before,
  });
  if (replied === 0) {
    return (
      <Card title={t("engaged")}>
        <Text size="sm">{t("noReplies")}</Text>
      </Card>
    );
  }
  const hint =
    data !== undefined && data.length < replied
      ? { hint: t("engagedHint", { number: format.count(data.length) }) }
      : {};
  return (
    <Card title={t("engaged")} {...hint}>
      <ErrorNote error={error} again={() => void refetch()} />
      {isPending && <WaitingRows rows={Math.min(replied, shown)} height={36} />}
      {data !== undefined && (
        <Table verticalSpacing={6} horizontalSpacing="xs">
          <caption className="for-readers">{t("engaged")}</caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("number")}</Table.Th>
              <Table.Th scope="col">{t("name")}</Table.Th>
              <Table.Th scope="col" visibleFrom="sm">
                {t("repliedAt")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map(({ number, name, repliedAt }) => (
              <Table.Tr key={number}>
                <Table.Td className="numbers" style={{ whiteSpace: "nowrap" }}>
                  {numberAsWritten(number)}
                </Table.Td>
                <Table.Td className="written">{name}</Table.Td>
                <Table.Td visibleFrom="sm">{repliedAt === undefined ? "" : format.time(repliedAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Text size="sm" mt="xs" className="not-printed">
        <Anchor component={Link} href={`${pathOf(of)}/recipients?status=replied`} inherit underline="always">
          {t("allReplied")}
        </Anchor>
      </Text>
    </Card>
  );
}
