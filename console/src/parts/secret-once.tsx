import { Alert, Button, Code, Group, Modal, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CopyText } from "./copy-text.tsx";

interface SecretOnceProps {
  readonly title: string;
  readonly hint: string;
  /** Shown until it is closed by its own button: no key and no press beside it closes it. */
  readonly secret: string | undefined;
  readonly close: () => void;
}

/** A secret that the API answers this once. */
export function SecretOnce({ title, hint, secret, close }: SecretOnceProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={secret !== undefined}
      onClose={close}
      title={title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Alert color="yellow">{hint}</Alert>
        <Group wrap="nowrap" gap="xs">
          <Code block className="written" flex={1}>
            {secret}
          </Code>
          <CopyText text={secret ?? ""} />
        </Group>
        <Group justify="flex-end">
          <Button onClick={close}>{t("action.stored")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
