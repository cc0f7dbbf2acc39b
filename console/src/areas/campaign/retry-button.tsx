import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { useFormat } from "../../words/format.ts";
import { useAskAgain, type ActionProps } from "./props.ts";
import { isOtherNumber } from "./resume-button.tsx";

type Status = "failed" | "in_doubt";

/** Tries those again that failed, or of whom it is not known whether they got it. */
export function RetryButton({ sessionId, campaign: { campaignId, counts } }: ActionProps) {
  const { t } = useTranslation("campaign");
  const { t: common } = useTranslation();
  const { count } = useFormat();
  const [isOpen, { open, close }] = useDisclosure();
  const [chosen, setChosen] = useState<readonly Status[]>([]);
  const repeat = useRepeatKey();
  const askAgain = useAskAgain({ sessionId });
  const retrying = useMutation({
    mutationFn: async (acceptNumber: boolean) => {
      const input = { sessionId, campaignId, statuses: [...chosen], ...(acceptNumber ? { acceptNumber } : {}) };
      return await api().retryCampaign(input, { idempotencyKey: repeat.keyOf(input) });
    },
    onSuccess: ({ data: { willRetry } }) => {
      repeat.renew();
      close();
      void tellDone(t("retryDone", { count: willRetry, formatted: count(willRetry) }));
    },
    onSettled: askAgain,
  });
  const begin = (): void => {
    setChosen(counts.failed > 0 ? ["failed"] : []);
    retrying.reset();
    open();
  };
  const other = isOtherNumber(retrying.error);
  return (
    <>
      <Button variant="default" onClick={begin} leftSection={<IconRefresh size={16} aria-hidden />}>
        {t("retry")}
      </Button>
      <Dialog isOpen={isOpen} close={close} title={t("retryTitle")}>
        <Stack>
          <Checkbox.Group
            label={t("retryLead")}
            value={[...chosen]}
            onChange={(words) => {
              setChosen(words);
            }}
          >
            <Stack gap="sm" mt="sm">
              <Checkbox
                value="failed"
                disabled={counts.failed === 0}
                label={t("retryFailed", { number: count(counts.failed) })}
              />
              <Checkbox
                value="in_doubt"
                disabled={counts.in_doubt === 0}
                label={t("retryInDoubt", { number: count(counts.in_doubt) })}
                description={t("retryInDoubtHint")}
              />
            </Stack>
          </Checkbox.Group>
          {other ? <Text size="sm">{t("numberUnknown")}</Text> : <ErrorNote error={retrying.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {common("action.cancel")}
            </Button>
            <Button loading={retrying.isPending} disabled={chosen.length === 0} onClick={() => retrying.mutate(other)}>
              {other ? t("numberAccept") : t("retry")}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
