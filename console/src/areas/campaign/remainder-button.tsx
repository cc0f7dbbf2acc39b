import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { pathOf } from "../../parts/states/campaign-query.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useFormat } from "../../words/format.ts";
import { useAskAgain, type ActionProps } from "./props.ts";

/** A new campaign to those whom a stopped one did not reach. */
export function RemainderButton({ sessionId, campaign: { campaignId, counts } }: ActionProps) {
  const { t } = useTranslation("campaign");
  const { t: common } = useTranslation();
  const { count } = useFormat();
  const [, go] = useLocation();
  const [isOpen, { open, close }] = useDisclosure();
  const repeat = useRepeatKey();
  const askAgain = useAskAgain({ sessionId });
  const sending = useMutation({
    mutationFn: async () => {
      const input = { sessionId, remainderOf: campaignId };
      return await api().sendCampaign(input, { idempotencyKey: repeat.keyOf(input) });
    },
    onSuccess: ({ data }) => {
      repeat.renew();
      void askAgain();
      go(pathOf({ sessionId, campaignId: data.campaignId }));
    },
  });
  const begin = (): void => {
    sending.reset();
    open();
  };
  return (
    <>
      <Button onClick={begin} leftSection={<IconSend size={16} aria-hidden />}>
        {t("remainder")}
      </Button>
      <Dialog isOpen={isOpen} close={close} title={t("remainder")}>
        <Stack>
          <Text size="sm">
            {t("remainderQuestion", { count: counts.notReached, formatted: count(counts.notReached) })}
          </Text>
          <ErrorNote error={sending.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {common("action.cancel")}
            </Button>
            <Button loading={sending.isPending} onClick={() => sending.mutate()}>
              {t("remainderSend")}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
