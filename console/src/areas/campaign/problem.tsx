import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../parts/error-note.tsx";

interface ProblemProps {
  readonly error: unknown;
  readonly title: string;
  readonly close: () => void;
}

/** Why an action that asks nothing did not go through. */
export function Problem({ error, title, close }: ProblemProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={error !== null} onClose={close} title={title} closeButtonProps={{ "aria-label": t("action.close") }}>
      <ErrorNote error={error} />
    </Modal>
  );
}
