import { Button, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { datedName } from "../../parts/days.ts";
import { saveText } from "../../parts/save-file.ts";
import type { OfList } from "../../parts/lists/queries.ts";

/** The whole list as a CSV. A large one is made first, which the client waits for. */
export function ExportContacts({ of, name }: { readonly of: OfList; readonly name: string }) {
  const { t } = useTranslation("lists");
  const zone = useSessionZone(of.sessionId);
  const exporting = useMutation({
    mutationFn: async () => await api().exportContacts(of),
    onSuccess: (csv) => saveText(csv, datedName(name, "csv", zone)),
  });
  return (
    <Stack gap={0}>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={exporting.isPending}
        onClick={() => exporting.mutate()}
      >
        {t("contacts.export")}
      </Button>
      <div role="status">
        {exporting.isPending && (
          <Text size="xs" c="dimmed" maw={220} className="after-a-moment">
            {t("contacts.exporting")}
          </Text>
        )}
      </div>
      <ErrorNote error={exporting.error} />
    </Stack>
  );
}
