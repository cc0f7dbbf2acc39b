import { CloseButton, TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

interface SearchFieldProps extends Pick<TextInputProps, "inputMode"> {
  readonly label: string;
  /** What is searched for now, such as the address says. */
  readonly value: string;
  readonly search: (text: string) => void;
  /** It has the focus when the dialog around it opens. */
  readonly "data-autofocus"?: boolean;
}

/** The API takes so many characters. */
const longest = 100;

/** Searches a moment after the last key. */
export function SearchField({ label, value, search, ...input }: SearchFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  // The way back in the browser's history changes it from outside.
  if (seen !== value) {
    setSeen(value);
    if (typed.trim() !== value) setTyped(value);
  }
  const later = useDebouncedCallback((text: string) => search(text.trim()), 350);
  const change = (text: string): void => {
    setTyped(text);
    later(text);
  };
  return (
    <TextInput
      {...input}
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={longest}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      rightSection={
        typed === "" ? undefined : (
          <CloseButton
            size="sm"
            aria-label={`${t("action.close")}: ${label}`}
            onClick={() => {
              setTyped("");
              later.cancel();
              search("");
            }}
          />
        )
      }
    />
  );
}
