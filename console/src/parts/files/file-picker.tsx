import { Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Media } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useFormat } from "../../words/format.ts";
import { PageButtons, useCursorPages } from "../cursor-pages.tsx";
import { Dialog } from "../dialog.tsx";
import { ErrorNote } from "../error-note.tsx";
import { Nothing, WaitingRows } from "../page.tsx";
import { SearchField } from "../search-field.tsx";
import { FilePicture } from "./file-picture.tsx";

interface FilePickerProps {
  readonly sessionId: string;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly take: (media: Media) => void;
}

/** Files that are ready to be sent, to choose one. */
export function FilePicker({ sessionId, isOpen, close, take }: FilePickerProps) {
  const { t } = useTranslation("files");
  return (
    <Dialog isOpen={isOpen} close={close} title={t("chooseTitle")}>
      <Choices sessionId={sessionId} take={take} />
    </Dialog>
  );
}

function Choices({ sessionId, take }: Pick<FilePickerProps, "sessionId" | "take">) {
  const { t } = useTranslation("files");
  const { t: common } = useTranslation();
  const { bytes, ago } = useFormat();
  const [search, setSearch] = useState("");
  const pages = useCursorPages(
    ["media", sessionId, "ready", search],
    async (cursor, signal) =>
      await api().listUploads(
        {
          sessionId,
          state: "ready",
          purpose: "media",
          limit: 10,
          ...given({ search, cursor }),
        },
        { signal },
      ),
  );
  const { data, error, refetch } = pages.query;
  return (
    <Stack gap="xs">
      <SearchField label={common("action.search")} value={search} search={setSearch} data-autofocus />
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows rows={5} height={56} />}
      {data?.data.length === 0 && <Nothing>{search === "" ? t("none") : t("noneFound")}</Nothing>}
      {data?.data.map((media) => (
        <UnstyledButton
          key={media.filename}
          className="choice"
          onClick={() => take(media)}
          aria-label={t("take", { name: media.originalName })}
        >
          <Group wrap="nowrap" gap="sm">
            <FilePicture file={media} size={40} />
            <div style={{ minWidth: 0 }}>
              <Text size="sm" truncate>
                {media.originalName}
              </Text>
              <Text size="xs" c="dimmed">
                {bytes(media.size)} · {ago(media.createdAt)}
              </Text>
            </div>
          </Group>
        </UnstyledButton>
      ))}
      <PageButtons pages={pages} />
    </Stack>
  );
}
