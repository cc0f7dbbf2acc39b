import { Group, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Import } from "../../../../clients/typescript/src/index.ts";
import { useFormat } from "../../words/format.ts";

/** Contacts of the file that come in or are updated. */
export const readyIn = ({ added, updated }: Pick<Import, "added" | "updated">): number => added + updated;

/** What a file would come to: the contacts that are ready, then all that is not simply one of them. */
export function Counts({ read }: { readonly read: Import }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const ready = readyIn(read);
  const others = [
    [read.added, t("check.new")],
    [read.updated + Math.max(0, read.skipped - read.duplicates), t("check.known")],
    [read.invalid, t("check.bad")],
    [read.duplicates, t("check.twice")],
    [read.optedOut, t("check.optedOut")],
    [read.removed, t("check.goes")],
  ] as const;
  return (
    <Paper withBorder p="md" role="status">
      <Group gap="xl" align="end">
        <Stack gap={0}>
          <Text fz={34} fw={700} lh={1.1} className="numbers">
            {format.count(ready)}
          </Text>
          <Text size="sm">{t("check.ready", { count: ready })}</Text>
        </Stack>
        {others
          .filter(([count]) => count > 0)
          .map(([count, word]) => (
            <Stack key={word} gap={0} maw={200}>
              <Text fz="xl" fw={650} lh={1.1} className="numbers">
                {format.count(count)}
              </Text>
              <Text size="sm" c="dimmed">
                {word}
              </Text>
            </Stack>
          ))}
      </Group>
    </Paper>
  );
}
