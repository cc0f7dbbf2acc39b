import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { CopyText } from "./copy-text.tsx";

/** `628123456789` as people write it, `+62 812-3456-789`; what is no number of a country's plan as `+` and its digits. */
export function numberAsWritten(digits: string): string {
  return parsePhoneNumberFromString(`+${digits}`)?.formatInternational() ?? `+${digits}`;
}

/** ISO 3166; undefined of a number without one, and of a calling code that several countries have. */
export const countryOfNumber = (digits: string | undefined): string | undefined =>
  digits === undefined ? undefined : parsePhoneNumberFromString(`+${digits}`)?.country;

/** A number to be read; what is copied is digits. */
export function PhoneNumber({ digits, copy = true }: { readonly digits: string; readonly copy?: boolean }) {
  return (
    <span className="numbers" style={{ whiteSpace: "nowrap" }}>
      {numberAsWritten(digits)}
      {copy && <CopyText text={digits} />}
    </span>
  );
}
