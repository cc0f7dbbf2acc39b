import { Button, Stack, Text, type ButtonProps } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSessionZone } from "../../api/session-zone.ts";
import { addWords } from "../../words/words.ts";
import { Dialog } from "../dialog.tsx";
import { ErrorNote } from "../error-note.tsx";
import { saveCsv } from "./save-csv.ts";
import * as words from "./words.ts";

addWords("download", words);

interface CsvButtonProps extends Pick<ButtonProps, "variant"> {
  readonly sessionId: string;
  /** Of what the file is about. */
  readonly name: string;
  readonly make: (signal: AbortSignal) => Promise<string>;
  readonly children: string;
}

/** Gives a list or a report as a file. A large one is made first: the client asks until it is there, or the person leaves. */
export function CsvButton({ sessionId, name, make, children, ...button }: CsvButtonProps) {
  const { t } = useTranslation("download");
  const zone = useSessionZone(sessionId);
  const ending = useRef<AbortController>(undefined);
  const making = useMutation({
    mutationFn: async () => {
      ending.current = new AbortController();
      return await make(ending.current.signal);
    },
    onSuccess: (csv) => saveCsv(csv, name, zone),
  });
  useEffect(() => () => ending.current?.abort(), []);
  const stop = (): void => {
    ending.current?.abort();
    making.reset();
  };
  return (
    <>
      <Button
        {...button}
        loading={making.isPending}
        onClick={() => making.mutate()}
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {children}
      </Button>
      {making.isPending && (
        <Stack gap={0} className="after-a-moment" role="status">
          <Text size="xs" maw={260}>
            {t("making")}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={stop}>
            {t("stop")}
          </Button>
        </Stack>
      )}
      <Dialog isOpen={making.isError} close={making.reset} title={children}>
        <ErrorNote error={making.error} again={() => making.mutate()} />
      </Dialog>
    </>
  );
}
