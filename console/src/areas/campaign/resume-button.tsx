import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { useAskAgain, type ActionProps } from "./props.ts";
import { Problem } from "./problem.tsx";

/** Goes on; where the session is linked to another number than the campaign went from, only after asking. */
export function ResumeButton({ sessionId, campaign: { campaignId, pausedBecause } }: ActionProps) {
  const { t } = useTranslation("campaign");
  const [isAsking, { open, close }] = useDisclosure();
  const askAgain = useAskAgain({ sessionId });
  const resuming = useMutation({
    mutationFn: async (acceptNumber: boolean) =>
      await api().resumeCampaign({ sessionId, campaignId, ...(acceptNumber ? { acceptNumber } : {}) }),
    onSuccess: close,
    onError: (error) => {
      if (isOtherNumber(error)) open();
    },
    onSettled: askAgain,
  });
  const resume = (): void => {
    if (pausedBecause === "number_changed") open();
    else resuming.mutate(false);
  };
  // What was refused while it was asked is not told once more outside.
  const leave = (): void => {
    close();
    resuming.reset();
  };
  return (
    <>
      <Button
        loading={resuming.isPending && !isAsking}
        onClick={resume}
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
      >
        {t("resume")}
      </Button>
      <Problem
        error={isAsking || isOtherNumber(resuming.error) ? null : resuming.error}
        title={t("resume")}
        close={resuming.reset}
      />
      <OtherNumber
        opened={isAsking}
        error={resuming.error}
        isPending={resuming.isPending}
        close={leave}
        accept={() => resuming.mutate(true)}
      />
    </>
  );
}

export const isOtherNumber = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === "NUMBER_CHANGED";

interface OtherNumberProps {
  readonly opened: boolean;
  /** What the request was refused with, which names both numbers, or what going on failed with. */
  readonly error: unknown;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly accept: () => void;
}

export function OtherNumber({ opened, error, isPending, close, accept }: OtherNumberProps) {
  const { t } = useTranslation("campaign");
  const { t: common } = useTranslation();
  const { sender, number } = isOtherNumber(error) ? error.facts : {};
  const isNamed = typeof sender === "string" && typeof number === "string";
  return (
    <Dialog isOpen={opened} close={close} title={t("numberTitle")}>
      <Stack>
        <Text size="sm">
          {isNamed
            ? t("numberQuestion", { sender: numberAsWritten(sender), number: numberAsWritten(number) })
            : t("numberUnknown")}
        </Text>
        <ErrorNote error={isOtherNumber(error) ? null : error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {common("action.cancel")}
          </Button>
          <Button loading={isPending} onClick={accept}>
            {t("numberAccept")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
