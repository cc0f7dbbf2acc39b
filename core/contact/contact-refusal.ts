import { invalidField, type NamedError } from "../errors.ts";
import { contactProblem, isFieldName } from "./contact.ts";

interface Written {
  readonly number: string;
  readonly name?: string | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/**
 * A contact that a request names is refused by the field that is wrong.
 *
 * @param wanted what contactProblem or parsePhone says
 * @param at pointer to the contact
 */
export function contactRefusal({ number, name, fields = {} }: Written, wanted: string, at = ""): NamedError {
  if (wanted.includes("phone number")) return invalidField(`${at}/number`, number, wanted);
  if (wanted.startsWith("a name")) return invalidField(`${at}/name`, name, wanted);
  const [field, value] =
    Object.entries(fields).find(
      ([field, value]) => !isFieldName(field) || contactProblem({ fields: { [field]: value } }),
    ) ?? [];
  return field === undefined
    ? invalidField(`${at}/fields`, fields, wanted)
    : invalidField(
        `${at}/fields/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`,
        isFieldName(field) ? value : field,
        wanted,
      );
}
