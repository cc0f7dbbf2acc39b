import type { Import } from "../../../../clients/typescript/src/index.ts";
import { given } from "../../api/given.ts";

/** What a person says of a file. Empty is found out by the API. */
export interface Choices {
  /** Of the file that they are about. */
  readonly fileName: string;
  /** Target by the column's place from 1: `number`, `name`, the name of a field, or null to leave it out. */
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly encoding: string;
  readonly delimiter: string;
  readonly header: "" | "true" | "false";
  readonly country: string;
  readonly mode: Import["mode"];
  /** Of a large file, which was uploaded: it is there after a reload, too. */
  readonly uploadKey: string;
}

export const noChoices: Choices = {
  fileName: "",
  mapping: {},
  encoding: "",
  delimiter: "",
  header: "",
  country: "",
  mode: "upsert",
  uploadKey: "",
};

export type Column = NonNullable<Import["columns"]>[number];

/** What a column is for, as it is chosen in its drop-down. */
export const uses = ["number", "name", "field", "left_out"] as const;
export type Use = (typeof uses)[number];

export const usedAs = (target: string | null): Use =>
  target === null ? "left_out" : target === "number" || target === "name" ? target : "field";

/** As a header can be a field's name: the nearest. */
export function fieldNameOf({ header = "", place }: Pick<Column, "header" | "place">): string {
  const plain = header
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}_ -]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[^\p{L}\p{N}_]+/u, "")
    .slice(0, 64)
    .trim();
  return plain === "" || plain === "number" || plain === "name" ? `column ${place}` : plain;
}

/** The mapping after a column got another use; one column alone has the number, and one the name. */
export function mapped(mapping: Choices["mapping"], column: Column, use: Use, field?: string): Choices["mapping"] {
  const target = use === "left_out" ? null : use === "field" ? (field ?? column.field ?? fieldNameOf(column)) : use;
  const others = Object.entries(mapping).filter(
    ([place, other]) => place !== String(column.place) && (target === null || other !== target),
  );
  return Object.fromEntries([...others, [String(column.place), target]]);
}

/** What the API is told of the file. */
export const optionsOf = ({ mapping, encoding, delimiter, header, country, mode }: Choices) => ({
  mode,
  ...given({ encoding, defaultCountry: country }),
  ...(delimiter === "" ? {} : { delimiter: delimiter as "comma" }),
  ...(header === "" ? {} : { header: header === "true" }),
  ...(Object.keys(mapping).length === 0 ? {} : { mapping: { ...mapping } }),
});

/** The file as it goes to the API: as the body of the request, or by the name of its upload. */
export type Source = { readonly csv: File } | { readonly uploadKey: string };

/** What the API takes as a body is at most 4 MiB. */
export const mostBytesOfBody = 4 * 1024 * 1024;

/** An Excel workbook and the like: the API would refuse it, after it was sent. */
export const isWorkbook = (name: string): boolean => /\.(xlsx?|xlsm|xlsb|ods|numbers)$/i.test(name);
