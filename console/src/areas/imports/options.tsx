import { Fieldset, Radio, Select, SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Import } from "../../../../clients/typescript/src/index.ts";
import { CountrySelect, useCountryName } from "../../parts/country-select.tsx";
import type { Choices } from "./choices.ts";

interface OptionsProps {
  readonly choices: Choices;
  readonly read: Import | undefined;
  readonly change: (changes: Partial<Choices>) => void;
}

/** By what files of shops are written in; the API knows more of them. */
const encodings = [
  "utf-8",
  "windows-1252",
  "utf-16le",
  "macintosh",
  "windows-1251",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-kr",
];
const delimiterNames = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" } as const;
export const delimiters = Object.values(delimiterNames);
export const delimiterNamed = (sign: string | undefined) =>
  sign !== undefined && sign in delimiterNames ? delimiterNames[sign as keyof typeof delimiterNames] : undefined;
const modes = ["upsert", "skip", "replace"] as const;

/** How the file is read, and what becomes of contacts that are there. What was found stands in each first choice. */
export function Options({ choices, read, change }: OptionsProps) {
  const { t } = useTranslation("imports");
  const nameOf = useCountryName();
  const found = (what: string | undefined, isFound: boolean): string =>
    isFound && what !== undefined ? t("options.found", { found: what }) : t("options.find");
  const delimiter = delimiterNamed(read?.delimiter);
  return (
    <Stack>
      <Fieldset legend={t("options.title")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <CountrySelect
            label={t("options.country")}
            description={t("options.countryHint")}
            value={choices.country}
            none={
              choices.country === "" && read?.defaultCountry !== undefined
                ? t("options.found", { found: nameOf(read.defaultCountry) })
                : t("options.ofSession")
            }
            choose={(country) => change({ country })}
          />
          <Select
            label={t("options.encoding")}
            description={t("options.encodingHint")}
            data={[
              { value: "", label: found(read?.encoding, choices.encoding === "") },
              ...encodings.map((name) => ({
                value: name,
                label: name === "windows-1252" ? t("options.western") : name.toUpperCase(),
              })),
            ]}
            value={choices.encoding}
            onChange={(encoding) => change({ encoding: encoding ?? "" })}
            allowDeselect={false}
          />
          <Select
            label={t("options.header")}
            data={[
              {
                value: "",
                label: found(
                  read?.header === undefined ? undefined : t(read.header ? "options.headerYes" : "options.headerNo"),
                  choices.header === "",
                ),
              },
              { value: "true", label: t("options.headerYes") },
              { value: "false", label: t("options.headerNo") },
            ]}
            value={choices.header}
            onChange={(header) => change({ header: header === "true" || header === "false" ? header : "" })}
            allowDeselect={false}
          />
          <Select
            label={t("options.delimiter")}
            data={[
              {
                value: "",
                label: found(
                  delimiter === undefined ? read?.delimiter : t(`options.${delimiter}`),
                  choices.delimiter === "",
                ),
              },
              ...delimiters.map((name) => ({ value: name, label: t(`options.${name}`) })),
            ]}
            value={choices.delimiter}
            onChange={(sign) => change({ delimiter: sign ?? "", mapping: {} })}
            allowDeselect={false}
          />
        </SimpleGrid>
      </Fieldset>
      <Radio.Group
        label={t("options.mode")}
        value={choices.mode}
        onChange={(mode) => change({ mode: modes.find((one) => one === mode) ?? "upsert" })}
      >
        <Stack gap="xs" mt="xs">
          {modes.map((mode) => (
            <Radio key={mode} value={mode} label={t(`options.${mode}`)} description={t(`options.${mode}Hint`)} />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  );
}
