import { contactProblem, isFieldName } from "../../core/contact/contact.ts";
import { invalidField, type NamedError } from "../../core/errors.ts";
import type { WrittenContact } from "../routes/contact-fields.ts";

/** One contact alone is refused by the field that is wrong. @param wanted what contactProblem or parsePhone says */
export function contactRefusal({ number, name, fields = {} }: WrittenContact, wanted: string): NamedError {
  if (wanted.includes("phone number")) return invalidField("/number", number, wanted);
  if (wanted.includes("a name")) return invalidField("/name", name, wanted);
  const [field, value] =
    Object.entries(fields).find(
      ([field, value]) => !isFieldName(field) || contactProblem({ fields: { [field]: value } }),
    ) ?? [];
  return field === undefined
    ? invalidField("/fields", fields, wanted)
    : invalidField(`/fields/${field}`, isFieldName(field) ? value : field, wanted);
}
