import { ActionIcon, Alert, Group, Select, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../error-note.tsx";
import { PhoneNumber } from "../phone-number.tsx";
import type { ShownFile } from "../files/file-picture.tsx";
import { addWords } from "../../words/words.ts";
import { PhoneMessage } from "./phone-message.tsx";
import type { Preview } from "./use-preview.ts";
import * as words from "./words.ts";

addWords("message", words);

interface ContactPreviewProps {
  readonly sender: string;
  /** As it is written, for where no contact is known. */
  readonly text: string;
  readonly file: ShownFile | undefined;
  readonly preview: Preview;
  /** Which of the contacts is on show. */
  readonly at?: number;
  readonly setAt?: (at: number) => void;
  /** To choose whose contacts are shown, where it goes to several lists. */
  readonly lists?: readonly { readonly value: string; readonly label: string }[];
  readonly listId?: string | undefined;
  readonly chooseList?: (listId: string) => void;
  /** Its one contact is no one's. */
  readonly isMadeUp?: boolean;
}

/** The message for one contact after the other, as each gets it. */
export function ContactPreview(props: ContactPreviewProps) {
  const { sender, text, file, preview, lists = [], listId, chooseList, isMadeUp = false } = props;
  const { at: wanted = 0, setAt = nowhere } = props;
  const { t } = useTranslation("message");
  const { contacts, query } = preview;
  const at = Math.min(wanted, Math.max(0, contacts.length - 1));
  const contact = contacts[at];
  return (
    <Stack gap="xs">
      {lists.length > 1 && (
        <Select
          size="xs"
          label={t("ofList")}
          data={[...lists]}
          value={listId ?? null}
          onChange={(chosen) => {
            setAt(0);
            if (chosen !== null) chooseList?.(chosen);
          }}
          allowDeselect={false}
        />
      )}
      {contact !== undefined && !isMadeUp && (
        <Group gap="xs" wrap="nowrap" component="nav" aria-label={t("pages")}>
          <ActionIcon
            variant="default"
            disabled={at === 0}
            onClick={() => setAt(at - 1)}
            aria-label={t("contactBefore")}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <div style={{ flex: 1, minWidth: 0, textAlign: "center" }} aria-live="polite">
            <Text size="sm" fw={600} truncate>
              {contact.name === undefined || contact.name === "" ? (
                <PhoneNumber digits={contact.number} copy={false} />
              ) : (
                contact.name
              )}
            </Text>
            <Text size="xs" c="dimmed">
              {t("contactOf", { at: at + 1, count: contacts.length })}
            </Text>
          </div>
          <ActionIcon
            variant="default"
            disabled={at >= contacts.length - 1}
            onClick={() => setAt(at + 1)}
            aria-label={t("contactAfter")}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      )}
      <PhoneMessage sender={sender} text={contact?.message ?? text} file={file} />
      {contact !== undefined && <WhatBecomes contact={contact} />}
      {contact === undefined && text !== "" && !isMadeUp && (query.isSuccess || isUnasked(query)) && (
        <Text size="xs" c="dimmed" ta="center">
          {query.isSuccess ? t("noContacts") : t("chooseList")}
        </Text>
      )}
      <ErrorNote error={query.error} besideFields={["message"]} />
    </Stack>
  );
}

const nowhere = (): void => undefined;

/** No list is chosen; one that is asked about, or was refused, says so by itself. */
const isUnasked = ({ isPending, fetchStatus }: Preview["query"]): boolean => isPending && fetchStatus === "idle";

function WhatBecomes({ contact: { ok, missing, problem } }: { readonly contact: Preview["contacts"][number] }) {
  const { t } = useTranslation("message");
  if (ok) {
    return (
      <Group gap={6} justify="center" c="dimmed">
        <IconCheck size={14} aria-hidden />
        <Text size="xs">{t("goes")}</Text>
      </Group>
    );
  }
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} p="xs">
      <Text size="sm" className="written">
        {missing.length > 0 ? t("lacks", { names: missing.join(", ") }) : t("problem", { problem: problem ?? "" })}
      </Text>
    </Alert>
  );
}
