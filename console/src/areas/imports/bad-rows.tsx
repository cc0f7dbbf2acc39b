import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { useCountryName } from "../../parts/country-select.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { WaitingRows } from "../../parts/page.tsx";
import { saveCsv } from "../../parts/download/save-csv.ts";
import { useFormat } from "../../words/format.ts";
import type { OfList } from "../../parts/lists/queries.ts";
import { badRowsIn, type BadReason } from "./bad-reasons.ts";

interface BadRowsProps {
  readonly of: OfList;
  readonly importId: string;
  readonly count: number;
  /** Of the list, for the file's name. */
  readonly name: string;
}

/** Why rows became no contact, how many for each reason, and all of them as a file. */
export function BadRows({ of, importId, count, name }: BadRowsProps) {
  const { t } = useTranslation("imports");
  const zone = useSessionZone(of.sessionId);
  const format = useFormat();
  const { data, error, refetch, isPending } = useQuery({
    queryKey: ["import-errors", importId],
    queryFn: async ({ signal }) => {
      const csv = await api().getImportErrors({ ...of, importId }, { signal });
      return { csv, groups: badRowsIn(csv) };
    },
    staleTime: Infinity,
    enabled: count > 0,
  });
  if (count === 0) return null;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t("bad.title", { count, total: format.count(count) })}
        </Title>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
          disabled={data === undefined}
          onClick={() => {
            if (data !== undefined) saveCsv(data.csv, `${name}-errors`, zone);
          }}
        >
          {t("bad.download")}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t("bad.lead")}
      </Text>
      <ErrorNote error={error} again={() => void refetch()} />
      {isPending && <WaitingRows rows={2} />}
      {data !== undefined && <Reasons groups={data.groups} />}
    </Stack>
  );
}

const mostReasons = 12;

function Reasons({ groups }: { readonly groups: readonly BadReason[] }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const nameOf = useCountryName();
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("bad.reason")}</Table.Th>
          <Table.Th scope="col" ta="right" w={72}>
            {t("bad.rows")}
          </Table.Th>
          <Table.Th scope="col">{t("bad.examples")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groups.slice(0, mostReasons).map(({ kind, reason, country, count, examples }) => (
          <Table.Tr key={`${kind} ${country ?? ""} ${kind === "other" ? reason : ""}`}>
            <Table.Th scope="row" fw={400} className="written">
              {t(`bad.${kind}`, { reason, country: country === undefined ? "" : nameOf(country) })}
            </Table.Th>
            <Table.Td ta="right" className="numbers">
              {format.count(count)}
            </Table.Td>
            <Table.Td className="written">
              {examples.map(({ line, number }) => (
                <Text key={line} size="sm" c="dimmed" lineClamp={1}>
                  {number === "" ? t("bad.exampleEmpty", { line }) : t("bad.example", { line, number })}
                </Text>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
