import { ActionIcon, Group, Popover, SimpleGrid, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBold, IconCode, IconItalic, IconMoodSmile, IconStrikethrough } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { emojis } from "./emojis.ts";
import { marks } from "./whatsapp-format.ts";

export const formats = [
  { name: "bold", icon: IconBold, key: "B" },
  { name: "italic", icon: IconItalic, key: "I" },
  { name: "strike", icon: IconStrikethrough, key: "Shift+X" },
  { name: "code", icon: IconCode, key: "E" },
] as const;

interface FormatButtonsProps {
  readonly mark: (mark: string) => void;
  readonly insert: (text: string) => void;
}

/** WhatsApp's formats, and emoji. A button leaves the focus in the text. */
export function FormatButtons({ mark, insert }: FormatButtonsProps) {
  const { t } = useTranslation("message");
  return (
    <Group gap={2} role="group" aria-label={t("formats")}>
      {formats.map(({ name, icon: Picture, key }) => (
        <Tooltip key={name} label={`${t(name)} (Ctrl+${key})`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t(name)}
            onMouseDown={stay}
            onClick={() => mark(marks[name])}
          >
            <Picture size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      <EmojiChoice insert={insert} />
    </Group>
  );
}

const stay = (event: { preventDefault: () => void }): void => event.preventDefault();

function EmojiChoice({ insert }: Pick<FormatButtonsProps, "insert">) {
  const { t } = useTranslation("message");
  const [isOpen, { toggle, close }] = useDisclosure();
  return (
    <Popover opened={isOpen} onChange={close} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("insertEmoji")} onClick={toggle}>
          <IconMoodSmile size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("emoji")} p="xs">
        <SimpleGrid cols={8} spacing={2} verticalSpacing={2}>
          {emojis.map((emoji) => (
            <UnstyledButton
              key={emoji}
              className="emoji"
              onClick={() => {
                close();
                insert(emoji);
              }}
            >
              {emoji}
            </UnstyledButton>
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  );
}
