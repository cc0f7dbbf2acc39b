import { Alert, Button, Group, Paper, Progress, Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import "@mantine/dropzone/styles.css";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useFormat } from "../../words/format.ts";
import { isWorkbook, mostBytesOfBody } from "./choices.ts";

interface DropProps {
  readonly sessionId: string;
  /** A file that was chosen before the page was loaded anew. */
  readonly lost: string;
  /** @param uploadKey of a file that is too large for a request */
  readonly chosen: (file: File, uploadKey?: string) => void;
}

/** Where the file comes in. A large one is uploaded first, since a request takes only so much. */
export function Drop({ sessionId, lost, chosen }: DropProps) {
  const { t } = useTranslation("imports");
  const choose = useRef<() => void>(null);
  const [refused, setRefused] = useState<string>();
  const [sent, setSent] = useState(0);
  const cut = useRef<AbortController | undefined>(undefined);
  const uploading = useMutation({
    mutationFn: async (file: File) => {
      cut.current = new AbortController();
      setSent(0);
      const { signal } = cut.current;
      return await api().uploadFile(
        { sessionId, file, contentType: "text/csv", purpose: "contacts" },
        { signal, onProgress: ({ sent: bytes, total }) => setSent(bytes / total) },
      );
    },
    onSuccess: ({ uploadKey }, file) => chosen(file, uploadKey),
  });
  useEffect(
    () => () => {
      cut.current?.abort();
    },
    [],
  );
  const take = (files: readonly File[]): void => {
    const [file] = files;
    if (file === undefined) return;
    setRefused(undefined);
    uploading.reset();
    if (isWorkbook(file.name)) setRefused(t("drop.workbook", { name: file.name }));
    else if (file.size === 0) setRefused(t("drop.empty", { name: file.name }));
    else if (file.size > mostBytesOfBody) uploading.mutate(file);
    else chosen(file);
  };
  if (uploading.isPending) {
    return <Uploading file={uploading.variables} sent={sent} stop={() => cut.current?.abort()} />;
  }
  return (
    <Stack gap="sm">
      {lost !== "" && refused === undefined && (
        <Alert color="yellow" className="written">
          {t("drop.again", { name: lost })}
        </Alert>
      )}
      {refused !== undefined && (
        <Alert color="red" role="alert" className="written">
          {refused}
        </Alert>
      )}
      {!isStopped(uploading.error) && <ErrorNote error={uploading.error} />}
      <Dropzone
        onDrop={take}
        multiple={false}
        enablePointerEvents
        openRef={choose}
        activateOnKeyboard={false}
        tabIndex={-1}
        inputProps={{ "aria-label": t("drop.file") }}
        p="xl"
      >
        <Group justify="center" gap="md" mih={140}>
          <IconFileSpreadsheet size={44} stroke={1.5} aria-hidden />
          <Stack gap="xs" align="start">
            <Text size="lg" fw={600}>
              {t("drop.title")}
            </Text>
            <Text size="sm" c="dimmed" maw={460}>
              {t("drop.lead")}
            </Text>
            <Button
              onClick={(event) => {
                // The place around it opens the choice, too.
                event.stopPropagation();
                choose.current?.();
              }}
            >
              {t("drop.choose")}
            </Button>
          </Stack>
        </Group>
      </Dropzone>
    </Stack>
  );
}

/** The person stopped it. */
const isStopped = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

function Uploading({ file, sent, stop }: { readonly file: File; readonly sent: number; readonly stop: () => void }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} className="written" role="status">
          {t("drop.upload", { name: file.name })}
        </Text>
        <Text className="numbers" style={{ whiteSpace: "nowrap" }}>
          {format.bytes(file.size * sent)} / {format.bytes(file.size)}
        </Text>
      </Group>
      <Progress.Root size="lg" my="sm">
        <Progress.Section value={sent * 100} aria-label={t("drop.upload", { name: file.name })} animated />
      </Progress.Root>
      <Button variant="default" size="xs" onClick={stop}>
        {t("drop.cancel")}
      </Button>
    </Paper>
  );
}
