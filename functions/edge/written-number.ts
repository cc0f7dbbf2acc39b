import { parsePhone } from "../../core/contact/phone.ts";
import { invalidField } from "../../core/errors.ts";

/**
 * The number of a request that is about one, which its document says is international: of two readings that one is meant.
 * @throws NamedError VALIDATION_FAILED naming the field
 */
export function numberIn(written: string, pointer: string, defaultCountry?: string): string {
  const parsed = parsePhone(written, defaultCountry, "international");
  if (!parsed.ok) throw invalidField(pointer, written, parsed.wanted);
  return parsed.number;
}
