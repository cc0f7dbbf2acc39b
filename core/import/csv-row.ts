import { contactProblem, type ContactRow } from "../contact/contact.ts";
import type { ColumnMap } from "./csv-column-map.ts";
import { isMobileNumber, parsePhone, type ParsedPhone } from "../contact/phone.ts";

/** One record as a contact. */

export type ReadRow =
  | { readonly ok: true; readonly row: ContactRow }
  | { readonly ok: false; readonly number: string; readonly reason: string };

/** One record as a contact, or why it is none. Empty cells are fields that the contact doesn't have. */
export function readRow(
  cells: readonly string[],
  columns: ColumnMap,
  defaultCountry?: string,
  problem?: string,
): ReadRow {
  const written = cells[columns.number] ?? "";
  if (problem !== undefined) return { ok: false, number: written, reason: problem };
  const phone = numberOfCell(written, defaultCountry);
  if (!phone.ok) return { ok: false, number: written, reason: `wanted ${phone.wanted}` };
  const name = nameIn(cells, columns);
  const fields = Object.fromEntries(
    columns.fields.flatMap(([index, field]) => {
      const value = cells[index];
      return value === undefined || value === "" ? [] : [[field, value] as const];
    }),
  );
  const headers = (columns.headers ?? []).filter(
    ([, target]) => target === "number" || (target === "name" ? name !== "" : fields[target] !== undefined),
  );
  const row = {
    number: phone.number,
    ...(name === "" ? {} : { name }),
    fields,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
  };
  const wrong = contactProblem(row);
  return wrong === undefined ? { ok: true, row } : { ok: false, number: written, reason: `wanted ${wrong}` };
}

function nameIn(cells: readonly string[], { name, names = [] }: ColumnMap): string {
  const whole = name === undefined ? "" : (cells[name] ?? "");
  const parts = names.map((index) => cells[index] ?? "").filter((part) => part !== "");
  if (whole !== "") return whole;
  // Names in Chinese characters and in Hangul are written without a space.
  return parts.join(parts.every((part) => /^[\p{Script=Han}\p{Script=Hangul}]+$/u.test(part)) ? "" : " ");
}

/** What Google's export puts between several numbers of one kind. */
const between = " ::: ";

/** The number of a cell: of several, the first that a mobile phone may have, or else the first. */
export function numberOfCell(cell: string, defaultCountry: string | undefined): ParsedPhone {
  if (!cell.includes(between)) return parsePhone(cell, defaultCountry);
  const read = cell.split(between).map((part) => parsePhone(part, defaultCountry));
  return (
    read.find((phone) => phone.ok && isMobileNumber(phone.number)) ??
    read.find(({ ok }) => ok) ??
    parsePhone(cell, defaultCountry)
  );
}
