import "@mantine/dropzone/styles.css";
import { ActionIcon, Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconAlertTriangle, IconUpload, IconX } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, UploadError } from "../../../../clients/typescript/src/index.ts";
import { ErrorNote } from "../error-note.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import type { Upload } from "./use-uploads.ts";
import { useRejection } from "./rejection.ts";
import * as words from "./words.ts";

addWords("files", words);

interface UploadDropProps {
  readonly uploads: readonly Upload[];
  readonly start: (file: File) => Promise<void>;
  readonly remove: (id: string) => void;
  readonly multiple?: boolean;
}

/** Where files are dropped or chosen, and how far those are that are on their way. */
export function UploadDrop({ uploads, start, remove, multiple = false }: UploadDropProps) {
  const { t } = useTranslation("files");
  const open = useRef<() => void>(null);
  return (
    <Stack gap="xs">
      <Dropzone
        onDrop={(files) => {
          for (const file of files) void start(file);
        }}
        multiple={multiple}
        openRef={open}
        // The button within opens the choice, by keys as well.
        activateOnClick={false}
        activateOnKeyboard={false}
        tabIndex={-1}
        p="md"
      >
        <Stack gap={6} align="center" style={{ pointerEvents: "all" }}>
          <Button variant="default" leftSection={<IconUpload size={18} aria-hidden />} onClick={() => open.current?.()}>
            {t("upload")}
          </Button>
          <div style={{ textAlign: "center" }}>
            <Text size="sm">{t("drop")}</Text>
            <Text size="xs" c="dimmed">
              {t("dropHint")}
            </Text>
          </div>
        </Stack>
      </Dropzone>
      <div aria-live="polite">
        {uploads.map((upload) =>
          upload.error === undefined ? (
            <Running key={upload.id} upload={upload} stop={() => remove(upload.id)} />
          ) : (
            <Failed key={upload.id} upload={upload} start={start} hide={() => remove(upload.id)} />
          ),
        )}
      </div>
    </Stack>
  );
}

function Running({ upload: { file, sent }, stop }: { readonly upload: Upload; readonly stop: () => void }) {
  const { t } = useTranslation("files");
  const { percent } = useFormat();
  const share = file.size === 0 ? 1 : sent / file.size;
  const label = share >= 1 ? t("checking", { name: file.name }) : t("uploading", { name: file.name });
  return (
    <Group gap="sm" wrap="nowrap" py={4}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm" truncate>
            {label}
          </Text>
          <Text size="sm" className="numbers">
            {percent(share)}
          </Text>
        </Group>
        <Progress value={share * 100} animated={share >= 1} aria-label={label} />
      </div>
      <ActionIcon variant="subtle" color="gray" onClick={stop} aria-label={t("cancel", { name: file.name })}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

interface FailedProps {
  readonly upload: Upload;
  readonly start: (file: File) => Promise<void>;
  readonly hide: () => void;
}

function Failed({ upload: { file, error }, start, hide }: FailedProps) {
  const { t } = useTranslation("files");
  const rejection = useRejection();
  const media = error instanceof UploadError ? error.media : undefined;
  if (media !== undefined) {
    return (
      <Alert
        color="red"
        my={4}
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={t("failedTo", { name: file.name })}
      >
        <Text size="sm" className="written">
          {rejection(media)}
        </Text>
        <Button size="xs" variant="default" onClick={hide} mt="xs">
          {t("dismiss")}
        </Button>
      </Alert>
    );
  }
  const again = (): void => {
    hide();
    void start(file);
  };
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" truncate>
          {t("failedTo", { name: file.name })}
        </Text>
        <ActionIcon variant="subtle" color="gray" onClick={hide} aria-label={t("hide", { name: file.name })}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <ErrorNote error={error} {...(mayPass(error) ? { again } : {})} />
    </>
  );
}

/** A file that the API refuses is refused again. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status >= 500 || error.status === 429 || error.status === 409;
