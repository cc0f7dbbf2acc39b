import { Group, Input, Stack, Text, Textarea } from "@mantine/core";
import { useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { FormatButtons } from "./format-buttons.tsx";
import { withMark, withPiece, type Edited } from "./text-edit.ts";
import { VariableChips } from "./variable-chips.tsx";
import { variableText } from "./variables.ts";
import { marks } from "./whatsapp-format.ts";
import * as words from "./words.ts";

addWords("message", words);

/** The longest message that WhatsApp takes. */
export const longestMessage = 4_096;

interface MessageEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
  /** Fields of the contacts that it goes to. */
  readonly fields: readonly string[];
  readonly label?: string;
  readonly isFixed?: boolean;
}

/** A text with WhatsApp's formats and variables, written by keys or by buttons. */
export function MessageEditor({ value, onChange, error, fields, label, isFixed = false }: MessageEditorProps) {
  const { t } = useTranslation("message");
  const { count } = useFormat();
  const field = useRef<HTMLTextAreaElement>(null);
  const toChoose = useRef<Edited>(undefined);
  const fieldId = useId();
  // What is chosen can be set only once the new text stands in the field.
  useLayoutEffect(() => {
    const chosen = toChoose.current;
    toChoose.current = undefined;
    if (chosen === undefined || field.current === null) return;
    field.current.focus();
    field.current.setSelectionRange(chosen.from, chosen.to);
  }, [value]);
  const edit = (change: (before: Edited) => Edited): void => {
    const { selectionStart: from = value.length, selectionEnd: to = value.length } = field.current ?? {};
    const next = change({ text: value, from, to });
    toChoose.current = next;
    onChange(next.text);
  };
  const mark = (sign: string): void => edit((before) => withMark(before, sign));
  const insert = (piece: string): void => edit((before) => withPiece(before, piece));
  const byKey = (event: KeyboardEvent): void => {
    const sign = markOfKey(event);
    if (sign === undefined) return;
    event.preventDefault();
    mark(sign);
  };
  return (
    <Stack gap={6}>
      <Input.Label htmlFor={fieldId}>{label ?? t("text")}</Input.Label>
      {!isFixed && <FormatButtons mark={mark} insert={insert} />}
      <Textarea
        id={fieldId}
        ref={field}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={isFixed ? undefined : byKey}
        readOnly={isFixed}
        error={error}
        autosize
        minRows={6}
        maxRows={18}
      />
      <Group justify="space-between" align="start" gap="xs">
        {!isFixed && <VariableChips fields={fields} insert={(name) => insert(variableText(name))} />}
        <Text size="xs" c="dimmed" className="numbers">
          {t("count", { count: value.length, most: count(longestMessage) })}
        </Text>
      </Group>
    </Stack>
  );
}

/** As WhatsApp's own editor has them. */
function markOfKey({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): string | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  const letter = key.toLowerCase();
  if (shiftKey) return letter === "x" ? marks.strike : letter === "m" ? marks.code : undefined;
  if (letter === "b") return marks.bold;
  if (letter === "i") return marks.italic;
  return letter === "e" ? marks.code : undefined;
}
