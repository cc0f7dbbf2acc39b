import { Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconHourglass,
  IconTrash,
  type Icon,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Media } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { FilePicture } from "../../parts/files/file-picture.tsx";
import { useRejection } from "../../parts/files/rejection.ts";
import { StateBadge } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";

interface FileTableProps {
  readonly sessionId: string;
  readonly files: readonly Media[];
}

export function FileTable({ sessionId, files }: FileTableProps) {
  const { t } = useTranslation("files");
  const { t: common } = useTranslation();
  const { mayWrite } = useRights();
  return (
    <Table verticalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("file")}</Table.Th>
          <Table.Th scope="col" w={170} visibleFrom="sm">
            {t("state")}
          </Table.Th>
          <Table.Th scope="col" w={110} visibleFrom="md">
            {t("size")}
          </Table.Th>
          <Table.Th scope="col" w={190} visibleFrom="md">
            {t("uploaded")}
          </Table.Th>
          {mayWrite && (
            <Table.Th scope="col" w={124}>
              <VisuallyHidden>{common("action.remove")}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {files.map((file) => (
          <Row key={file.filename} sessionId={sessionId} file={file} mayWrite={mayWrite} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  readonly sessionId: string;
  readonly file: Media;
  readonly mayWrite: boolean;
}

function Row({ sessionId, file, mayWrite }: RowProps) {
  const { t } = useTranslation("files");
  const { bytes, time } = useFormat(useSessionZone(sessionId));
  const rejection = useRejection();
  const { kind, state, usedBy } = file;
  const about = state === "rejected" ? rejection(file) : file.note;
  return (
    <Table.Tr>
      <Table.Td>
        <Group wrap="nowrap" gap="sm" align="start">
          <FilePicture file={file} size={44} />
          <Stack gap={2} style={{ minWidth: 0 }}>
            <Text size="sm" fw={600} className="written" lineClamp={2} title={file.originalName}>
              {file.originalName}
            </Text>
            <Text size="xs" c="dimmed">
              {t(`kinds.${kind}`)}
              <Text span inherit hiddenFrom="md">
                {" · "}
                {bytes(file.size)}
              </Text>
              {usedBy.length > 0 && ` · ${t("usedBy", { count: usedBy.length })}`}
            </Text>
            <Text span hiddenFrom="sm">
              <FileState state={state} />
            </Text>
            {about !== undefined && about !== "" && (
              <Text size="xs" c={state === "rejected" ? "var(--mantine-color-error)" : "dimmed"} className="written">
                {about}
              </Text>
            )}
          </Stack>
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <FileState state={state} />
      </Table.Td>
      <Table.Td visibleFrom="md" className="numbers">
        {bytes(file.size)}
      </Table.Td>
      <Table.Td visibleFrom="md" className="numbers">
        {time(file.createdAt)}
      </Table.Td>
      {mayWrite && (
        <Table.Td ta="right">
          <Remove sessionId={sessionId} file={file} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function Remove({ sessionId, file: { filename, originalName } }: Pick<RowProps, "sessionId" | "file">) {
  const { t } = useTranslation("files");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  return (
    <ConfirmButton
      size="compact-sm"
      leftSection={<IconTrash size={14} aria-hidden />}
      aria-label={t("remove", { name: originalName })}
      title={t("removeTitle")}
      question={t("removeQuestion", { name: originalName })}
      verb={common("action.remove")}
      act={async () => await api().deleteUpload({ sessionId, filename })}
      done={() => void queries.invalidateQueries({ queryKey: ["media", sessionId] })}
    >
      {common("action.remove")}
    </ConfirmButton>
  );
}

const looks: Readonly<Record<Media["state"], { readonly color: string; readonly icon: Icon }>> = {
  awaiting_upload: { color: "gray", icon: IconClock },
  checking: { color: "blue", icon: IconHourglass },
  ready: { color: "green", icon: IconCircleCheck },
  rejected: { color: "red", icon: IconAlertTriangle },
};

function FileState({ state }: { readonly state: Media["state"] }) {
  const { t } = useTranslation("files");
  return <StateBadge looks={looks} state={state} word={t(`states.${state}`)} />;
}
