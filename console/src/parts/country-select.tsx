import { Select } from "@mantine/core";
import { getCountries, getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/min";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** `ID` as `Indonesia`, in the page's language; a code that is none as it is written. */
export function useCountryName(): (code: string) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: "region" });
    return (code) => (isSupportedCountry(code) ? (names.of(code) ?? code) : code);
  }, [language]);
}

interface CountrySelectProps {
  readonly label: string;
  readonly description?: string;
  /** An ISO 3166 code; empty for none. */
  readonly value: string;
  /** What stands in its place. */
  readonly none: string;
  readonly error?: string | undefined;
  readonly choose: (code: string) => void;
}

/** A country by its name or its calling code. */
export function CountrySelect({ label, description, value, none, error, choose }: CountrySelectProps) {
  const nameOf = useCountryName();
  const countries = useMemo(
    () =>
      getCountries()
        .map((code) => ({ value: code, label: `${nameOf(code)} (+${getCountryCallingCode(code)})` }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [nameOf],
  );
  return (
    <Select
      label={label}
      description={description}
      data={[{ value: "", label: none }, ...countries]}
      value={value}
      onChange={(code) => choose(code ?? "")}
      error={error}
      limit={60}
      searchable
      allowDeselect={false}
    />
  );
}
