import { Button, Group, Stack, Text, type ButtonProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./dialog.tsx";
import { ErrorNote } from "./error-note.tsx";

interface ConfirmButtonProps extends ButtonProps {
  readonly children: ReactNode;
  readonly title: string;
  /** What goes: how many contacts, which campaign. */
  readonly question: ReactNode;
  /** The verb on the button that does it. */
  readonly verb: string;
  readonly act: () => Promise<unknown>;
  readonly done?: () => void;
  /** The question holds a field that has to be filled in first. */
  readonly isIncomplete?: boolean;
}

/** A step that can't be undone asks first, naming what goes; where it fails, the question stays with the reason. */
export function ConfirmButton({
  children,
  title,
  question,
  verb,
  act,
  done,
  isIncomplete = false,
  ...button
}: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();
  const doing = useMutation({
    mutationFn: act,
    onSuccess: () => {
      close();
      done?.();
    },
  });
  return (
    <>
      <Button
        color="red"
        variant="light"
        {...button}
        onClick={() => {
          doing.reset();
          open();
        }}
      >
        {children}
      </Button>
      <Dialog isOpen={isOpen} close={close} title={title}>
        <Stack>
          <Text size="sm" component="div" className="written">
            {question}
          </Text>
          <ErrorNote error={doing.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t("action.cancel")}
            </Button>
            <Button
              color="red.9"
              loading={doing.isPending}
              disabled={isIncomplete}
              onClick={() => {
                doing.mutate();
              }}
            >
              {verb}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
