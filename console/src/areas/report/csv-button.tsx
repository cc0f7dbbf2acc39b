import { Button, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { Dialog } from "../../parts/dialog.tsx";
import type { OfCampaign } from "../../parts/states/campaign-query.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { datedName } from "../../parts/days.ts";
import { saveText } from "../../parts/save-file.ts";

/** The report as a file with a line a recipient. A large one is made first: the client asks until it is there. */
export function CsvButton({ of, name }: { readonly of: OfCampaign; readonly name: string }) {
  const { t } = useTranslation("report");
  const zone = useSessionZone(of.sessionId);
  const ending = useRef<AbortController>(undefined);
  const fetching = useMutation({
    mutationFn: async () => {
      ending.current = new AbortController();
      return await api().exportCampaign(of, { signal: ending.current.signal });
    },
    onSuccess: (csv) => saveText(csv, datedName(name, "csv", zone)),
  });
  useEffect(() => () => ending.current?.abort(), []);
  const stop = (): void => {
    ending.current?.abort();
    fetching.reset();
  };
  return (
    <>
      <Button
        loading={fetching.isPending}
        onClick={() => fetching.mutate()}
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t("csv")}
      </Button>
      {fetching.isPending && (
        <Stack gap={0} className="after-a-moment" role="status">
          <Text size="xs">{t("making")}</Text>
          <Button size="compact-xs" variant="subtle" onClick={stop}>
            {t("stopMaking")}
          </Button>
        </Stack>
      )}
      <Dialog isOpen={fetching.isError} close={fetching.reset} title={t("csv")}>
        <ErrorNote error={fetching.error} again={() => fetching.mutate()} />
      </Dialog>
    </>
  );
}
