/** A CSV of 500 contacts as people really write them, and what must become of each row. */

/** What the row is, known from how it was made and not from how it is read. */
export type RowKind =
  | "reachable"
  /** The number stands further up, written another way. */
  | "repeated"
  /** No phone number at all. */
  | "no_number"
  | "not_on_whatsapp"
  | "refuses"
  | "phone_off"
  /** Lacks a field that the message needs. */
  | "lacks_city";

export interface SampleRow {
  readonly kind: RowKind;
  /** Digits only, international; absent where there is none. */
  readonly number?: string;
  readonly name: string;
  readonly city: string;
  /** The number as it is written in the file. */
  readonly written: string;
}

export const sampleSize = 500;

const names = [
  "Ayu Lestari",
  "Budi Santoso, S.E.",
  'Siti "Sisi" Rahma',
  "José Álvarez",
  "Nguyễn Thị Hoa",
  "Łukasz Żółć",
  "Putri 🌸",
  "王小明",
  "محمد",
  "O'Connor",
  "Dewi\tAnggraini",
  "Kak Ros, Ibu",
];
const cities = ["Bandung", "Jakarta Selatan, DKI", "Surabaya", "Yogyakarta", "São Paulo", "Denpasar 🏝️"];

/** The ways in which the same Indonesian number is written; `rest` is what follows the 62. */
const writings: readonly ((rest: string) => string)[] = [
  (rest) => `+62 ${rest.slice(0, 3)}-${rest.slice(3, 7)}-${rest.slice(7)}`,
  (rest) => `0${rest}`,
  (rest) => `62${rest}`,
  (rest) => `(0${rest.slice(0, 3)}) ${rest.slice(3, 7)} ${rest.slice(7)}`,
  (rest) => `0062${rest}`,
  (rest) => `0${rest.slice(0, 3)}.${rest.slice(3, 7)}.${rest.slice(7)}`,
  (rest) => `  +62${rest} `,
];
const noNumbers = ["-", "tidak ada", "0812", "n/a", "0812-ABC-DEF", "+", "12", "08123456789012345678"];

/** Which rows are not simply reachable: every so many rows, one of a kind. */
function kindOf(index: number): RowKind {
  if (index % 17 === 16) return "no_number";
  if (index % 19 === 18) return "repeated";
  if (index % 29 === 28) return "not_on_whatsapp";
  if (index % 97 === 96) return "refuses";
  if (index % 83 === 82) return "phone_off";
  return index % 61 === 60 ? "lacks_city" : "reachable";
}

const pick = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};

const restOf = (index: number): string => `812${String(30_000_000 + index * 7_919).slice(0, 8)}`;

export function sampleRows(): readonly SampleRow[] {
  return Array.from({ length: sampleSize }, (_, index): SampleRow => {
    const kind = kindOf(index);
    const city = kind === "lacks_city" ? "" : pick(cities, index);
    const name = pick(names, index * 5 + 1);
    if (kind === "no_number") return { kind, name, city, written: pick(noNumbers, index) };
    // Nine rows up stands a number of its own: kinds repeat every 17 and 19 rows.
    const rest = restOf(kind === "repeated" ? firstBefore(index) : index);
    return { kind, number: `62${rest}`, name, city, written: pick(writings, index)(rest) };
  });
}

function firstBefore(index: number): number {
  let before = index - 1;
  while (kindOf(before) === "no_number" || kindOf(before) === "repeated") before -= 1;
  return before;
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The rows as a file: byte order mark, Windows line ends, empty lines here and there. */
export function sampleCsv(rows: readonly SampleRow[]): string {
  const lines = rows.flatMap(({ name, written, city }, index) => {
    const line = [name, written, city].map(quoted).join(",");
    return index % 40 === 39 ? [line, "", ",,"] : [line];
  });
  return `\uFEFF${["Nama,No HP,kota", ...lines].join("\r\n")}\r\n`;
}

/** The personalised message, and what it must read for a row. */
export const sampleMessage = "Halo {{ name }}, promo di {{ kota }} sampai Minggu! *Diskon 20%*";
export const textFor = ({ name, city }: SampleRow): string =>
  `Halo ${name.trim()}, promo di ${city} sampai Minggu! *Diskon 20%*`;
