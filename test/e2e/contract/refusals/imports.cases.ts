import { type Case, bulk, csv, invalid } from "./case.ts";

const bytes = (...values: number[]) => new Uint8Array(values);
const unreadable = (line: number): Pick<Case, "wanted"> => ({
  wanted: [422, "CSV_UNREADABLE", `/file/line/${line}`],
});
const upload = (name: string, body: NonNullable<Case["body"]>, wanted: Pick<Case, "wanted">): Case => ({
  name,
  ask: bulk,
  headers: csv,
  body,
  ...wanted,
});
const form = (
  name: string,
  parts: readonly (readonly [field: string, content: string, file?: string])[],
  pointer: string,
): Case => ({
  name,
  ask: bulk,
  body: () => {
    const data = new FormData();
    for (const [field, content, file] of parts) {
      if (file === undefined) data.append(field, content);
      else data.append(field, new Blob([content]), file);
    }
    return data;
  },
  wanted: invalid(pointer),
});
const rawForm = (name: string, lines: readonly string[], pointer: string): Case => ({
  name,
  ask: bulk,
  headers: { "content-type": "multipart/form-data; boundary=b" },
  body: () => lines.join("\r\n"),
  wanted: invalid(pointer),
});
const good = "number,name\n628123456789,Ayu\n";
const filePart = ["--b", 'content-disposition: form-data; name="file"; filename="a.csv"', "", "number", "628123456789"];
const columns = (count: number) => Array.from({ length: count }, (_, index) => `kolom${index}`).join(",");

/** A CSV is refused. */
export const importCases: readonly Case[] = [
  upload("a picture", () => bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d), unreadable(1)),
  upload("text of many NULs", () => `number\n6281${"\u0000".repeat(9)}23456789\n`, unreadable(1)),
  upload("nothing", () => "", unreadable(1)),
  upload("a header and nothing below", () => "number,name\n\n,,\n", unreadable(2)),
  upload("no column of numbers", () => "nama,kota\nAyu,Bandung\n", unreadable(1)),
  upload("200 columns", () => `number,${columns(199)}\n628123456789\n`, unreadable(1)),
  upload("200 columns without a header", () => `628123456789,${columns(199)}\n`, unreadable(1)),
  upload("two columns of numbers", () => "hp,ponsel\n628123456789,628123456788\n", unreadable(1)),
  upload("two columns of numbers, no header", () => "628123456789,628123456788\n", unreadable(1)),
  upload("a line of 3 MB", () => `number,name\n628123456789,${"a".repeat(3_000_000)}\n`, unreadable(2)),
  upload("a first line of 3 MB", () => "a".repeat(3_000_000), unreadable(1)),
  upload("more than 4 MB", () => `number\n${"628123456789\n".repeat(323_000)}`, {
    wanted: [413, "BODY_TOO_LARGE", ""],
  }),
  {
    name: "JSON instead",
    ask: bulk,
    json: { file: "x" },
    wanted: [422, "VALIDATION_FAILED", "/file"],
  },
  {
    name: "no content type",
    ask: bulk,
    headers: { "content-type": "" },
    body: () => good,
    wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
  },
  form("a form without a file", [["mode", "skip"]], "/file"),
  form(
    "a form with two files",
    [
      ["file", good, "a.csv"],
      ["file", good, "b.csv"],
    ],
    "/file",
  ),
  form(
    "a form with three files",
    [
      ["file", good, "a.csv"],
      ["file", good, "b.csv"],
      ["file", good, "c.csv"],
    ],
    "/file",
  ),
  form("a form whose file has another name", [["csv", good, "a.csv"]], "/file"),
  form("a form whose file is a plain field", [["file", good]], "/file"),
  form(
    "a form with an unknown field",
    [
      ["file", good, "a.csv"],
      ["warna", "biru"],
    ],
    "/warna",
  ),
  form(
    "a form with an unknown mode",
    [
      ["file", good, "a.csv"],
      ["mode", "merge"],
    ],
    "/mode",
  ),
  form(
    "a form with a field named __proto__",
    [
      ["file", good, "a.csv"],
      ["__proto__", "x"],
    ],
    "/__proto__",
  ),
  rawForm("a form that breaks off in its file", filePart, "/file"),
  rawForm("a form that breaks off in a part's head", filePart.slice(0, 2), "/file"),
  rawForm(
    "a form that breaks off before the last boundary",
    [...filePart, "--b", 'content-disposition: form-data; name="mode"', "", "sk"],
    "/file",
  ),
  rawForm("a form of nothing", [], "/file"),
  rawForm("a form that is none", ["halo"], "/file"),
  {
    name: "a form without a boundary",
    ask: bulk,
    headers: { "content-type": "multipart/form-data" },
    body: () => good,
    wanted: invalid("/file"),
  },
  {
    name: "a form with a file that is no CSV",
    ask: bulk,
    body: () => {
      const data = new FormData();
      data.append("file", new Blob([bytes(0, 1, 2)]), "a.csv");
      return data;
    },
    ...unreadable(1),
  },
];
