import { contactProblem, isFieldName, maxFields, type ContactRow } from "./contact.ts";
import { brief } from "./errors.ts";
import { parsePhone } from "./phone.ts";

/** Which column of a file is what of a contact. */

/** Contacts of one list may have fields that others have not: a file has more columns than any of them has fields. */
export const maxColumns = 3 * maxFields + 2;

/** Which column is what. */
export interface ColumnMap {
  readonly number: number;
  readonly name?: number;
  /** Column index and the field's name. */
  readonly fields: readonly (readonly [number, string])[];
  /** False when the first row is a contact already. */
  readonly hasHeader: boolean;
}

/**
 * What a person says of the columns, by their header's name in any case, or by their place counted from 1: `number`,
 * `name`, the name of a field, or null for a column that is left out. Other columns are found as without it.
 */
export type ColumnMapping = Readonly<Record<string, string | null>>;

interface ColumnProblem {
  readonly came: string;
  readonly wanted: string;
}

/** Names that people give the column of numbers and of names, folded as foldHeader does. */
const numberHeaders = new Set(
  [
    "number phone phonenumber phoneno phone1 phone1value telephone telephonenumber tel telno msisdn",
    "mobile mobilenumber mobileno mobilephone mobilephonenumber cellphone cellphonenumber contactnumber contactno",
    "wa wanumber whatsapp whatsappnumber whatsappno whatsappphone whatsappphonenumber",
    "nomor nomorhp nomorwa nomorwhatsapp nomortelepon nomortelp nomorponsel nomorhandphone nomorkontak",
    "nohp nowa nowhatsapp notelp notelepon noponsel nohandphone nokontak nohpwa nowahp notelphp nohptelp",
    "hp hpwa wahp telepon telp telphp hptelp teleponhp handphone ponsel",
  ].flatMap((names) => names.split(" ")),
);
const nameHeaders = new Set("name nama fullname namalengkap contact kontak".split(" "));
const foldHeader = (header: string): string =>
  header
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Finds the columns by the header's names; without a header, by where the first row has a number. */
export function mapColumns(first: readonly string[], mapping?: ColumnMapping): ColumnMap | ColumnProblem {
  if (first.length > maxColumns) {
    return {
      came: `${first.length} columns`,
      wanted: `at most ${maxColumns} columns: number, name and fields`,
    };
  }
  const told = mapping === undefined ? [] : toldColumns(first, mapping);
  if (!Array.isArray(told)) return told;
  return mapByHeader(first, new Map(told)) ?? mapByNumber(first);
}

type ToldColumn = readonly [number, string | null];

function toldColumns(first: readonly string[], mapping: ColumnMapping): ToldColumn[] | ColumnProblem {
  const told: ToldColumn[] = [];
  const folded = first.map((header) => header.trim().toLowerCase());
  for (const [column, target] of Object.entries(mapping)) {
    const byName = folded.indexOf(column.trim().toLowerCase());
    const index = byName >= 0 ? byName : /^[1-9]\d?$/.test(column) ? Number(column) - 1 : -1;
    if (index < 0 || index >= first.length) {
      return {
        came: `columns ${brief(first.join(", "))}`,
        wanted: `a column ${brief(column)}, which the mapping names`,
      };
    }
    told.push([index, target]);
  }
  return told;
}

function mapByHeader(
  first: readonly string[],
  told: ReadonlyMap<number, string | null>,
): ColumnMap | ColumnProblem | undefined {
  const folded = first.map(foldHeader);
  const find = (target: string, names: ReadonlySet<string>) => {
    const index = [...told].find(([, one]) => one === target)?.[0];
    return index ?? folded.findIndex((header, at) => !told.has(at) && names.has(header));
  };
  const number = find("number", numberHeaders);
  if (number < 0) return undefined;
  const name = find("name", nameHeaders);
  const fields = first.flatMap((header, index) => {
    const field = told.has(index) ? told.get(index) : header.trim();
    return index === number || index === name || field == null || field === "" ? [] : [[index, field] as const];
  });
  const bad = fields.find(([, field]) => !isFieldName(field));
  if (bad !== undefined)
    return { came: `a column named ${brief(bad[1])}`, wanted: "names of letters, digits, _ and -" };
  const twice = fields.find(([index, field]) => fields.some(([other, same]) => other < index && same === field));
  if (twice !== undefined)
    return { came: `two columns named ${brief(twice[1])}`, wanted: "a name of its own for each" };
  return { number, ...(name >= 0 ? { name } : {}), fields, hasHeader: true };
}

function mapByNumber(first: readonly string[]): ColumnMap | ColumnProblem {
  const written = first.findIndex((cell) => /^[+\d\s().-]{8,}$/.test(cell) && cell.replace(/\D/g, "").length >= 8);
  if (written < 0) {
    return {
      came: `columns ${brief(first.join(", "))}`,
      wanted: "a column of numbers named number, phone, nomor, no hp, whatsapp or the like",
    };
  }
  const name = first.findIndex((cell, index) => index !== written && /\p{L}/u.test(cell));
  return { number: written, ...(name >= 0 ? { name } : {}), fields: [], hasHeader: false };
}

export type ReadRow =
  | { readonly ok: true; readonly row: ContactRow }
  | { readonly ok: false; readonly number: string; readonly reason: string };

/** One record as a contact, or why it is none. Empty cells are fields that the contact doesn't have. */
export function readRow(cells: readonly string[], columns: ColumnMap, defaultCountry?: string): ReadRow {
  const written = cells[columns.number] ?? "";
  const phone = parsePhone(written, defaultCountry);
  if (!phone.ok) return { ok: false, number: written, reason: `wanted ${phone.wanted}` };
  const name = columns.name === undefined ? undefined : cells[columns.name];
  const fields = Object.fromEntries(
    columns.fields.flatMap(([index, field]) => {
      const value = cells[index];
      return value === undefined || value === "" ? [] : [[field, value] as const];
    }),
  );
  const row = { number: phone.number, ...(name === undefined || name === "" ? {} : { name }), fields };
  const problem = contactProblem(row);
  return problem === undefined ? { ok: true, row } : { ok: false, number: written, reason: `wanted ${problem}` };
}
