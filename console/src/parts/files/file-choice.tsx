import { ActionIcon, Button, Group, Input, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFiles, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Media } from "../../../../clients/typescript/src/index.ts";
import { useFormat } from "../../words/format.ts";
import { chosenOf, type ChosenFile } from "./chosen-file.ts";
import { FilePicture } from "./file-picture.tsx";
import { FilePicker } from "./file-picker.tsx";
import { UploadDrop } from "./upload-drop.tsx";
import { useUploads } from "./use-uploads.ts";

interface FileChoiceProps {
  readonly sessionId: string;
  readonly value: ChosenFile | null;
  readonly onChange: (file: ChosenFile | null) => void;
  readonly error?: string | undefined;
  /** Where a file can be replaced, but not taken out. */
  readonly mustStay?: boolean;
}

/** The file that goes with a message: dropped in, uploaded, or one of those that are there. */
export function FileChoice({ sessionId, value, onChange, error, mustStay = false }: FileChoiceProps) {
  const { t } = useTranslation("files");
  const [isOpen, { open, close }] = useDisclosure();
  const take = (media: Media): void => {
    close();
    onChange(chosenOf(media));
  };
  const uploads = useUploads(sessionId, take);
  return (
    <Stack gap={6} role="group" aria-label={t("withMessage")}>
      <Input.Label component="div">{t("withMessage")}</Input.Label>
      {value === null ? (
        <UploadDrop {...uploads} />
      ) : (
        <Chosen file={value} takeOut={mustStay ? undefined : () => onChange(null)} />
      )}
      <Group>
        <Button size="compact-sm" variant="default" leftSection={<IconFiles size={16} aria-hidden />} onClick={open}>
          {value === null ? t("choose") : t("change")}
        </Button>
      </Group>
      {value?.contentType === "image/gif" && (
        <Text size="xs" c="dimmed">
          {t("still")}
        </Text>
      )}
      {error !== undefined && <Input.Error>{error}</Input.Error>}
      <FilePicker sessionId={sessionId} isOpen={isOpen} close={close} take={take} />
    </Stack>
  );
}

function Chosen({ file, takeOut }: { readonly file: ChosenFile; readonly takeOut: (() => void) | undefined }) {
  const { t } = useTranslation("files");
  const { bytes } = useFormat();
  return (
    <Paper withBorder p="xs">
      <Group wrap="nowrap" gap="sm">
        <FilePicture file={file} size={48} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text size="sm" className="written" lineClamp={2}>
            {file.originalName}
          </Text>
          {file.size !== undefined && (
            <Text size="xs" c="dimmed">
              {bytes(file.size)}
            </Text>
          )}
        </div>
        {takeOut !== undefined && (
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={takeOut}
            aria-label={t("takeOut", { name: file.originalName })}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        )}
      </Group>
    </Paper>
  );
}
