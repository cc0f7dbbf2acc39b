import { Button, Group, Modal, Stack, type ModalProps } from "@mantine/core";
import type { ReactNode, SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "./error-note.tsx";

interface DialogProps extends Pick<ModalProps, "size"> {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** A dialog whose cross says what it does. */
export function Dialog({ title, isOpen, close, children, ...more }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
      {...more}
    >
      {children}
    </Modal>
  );
}

interface DialogFormProps {
  /** On the button that sends it. */
  readonly verb: string;
  readonly submit: () => void;
  readonly close: () => void;
  readonly isBusy: boolean;
  /** It lacks what it can't be sent without. */
  readonly isIncomplete?: boolean;
  readonly error: unknown;
  /** Fields that show what the API says of them themselves. */
  readonly besideFields: readonly string[];
  readonly children: ReactNode;
}

/** The form of a dialog: its fields, what the API said, and the two ways out. */
export function DialogForm(props: DialogFormProps) {
  const { verb, submit, close, isBusy, isIncomplete = false, error, besideFields, children } = props;
  const { t } = useTranslation();
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    submit();
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {children}
        <ErrorNote error={error} besideFields={besideFields} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={isBusy} disabled={isIncomplete}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
