import fc from "fast-check";
import { csvLine } from "../../../core/import/csv-export.ts";
import { mapColumns, maxColumns } from "../../../core/import/csv-columns.ts";
import { isCsvProblem, readCsv, type CsvTable } from "../../support/csv.ts";
import { maxRecordBytes } from "../../../core/import/csv-records.ts";
import { readRow } from "../../../core/import/csv-row.ts";
import { detectDelimiter, type FileOptions } from "../../../core/import/csv-survey.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A file that is a list of contacts; one that is none fails the test. */
function tableOf(file: string | Uint8Array, options: FileOptions = { defaultCountry: "ID" }): CsvTable {
  const table = readCsv(typeof file === "string" ? utf8(file) : file, options);
  if (isCsvProblem(table)) throw new Error(`line ${table.line}: ${table.came}, wanted ${table.wanted}`);
  return table;
}

const contactsOf = (file: string | Uint8Array) => {
  const { rows, columns } = tableOf(file);
  return rows.map((row) => readRow(row.cells, columns, "ID"));
};

const siti = { ok: true, row: { number: "628123456789", name: "Siti", fields: { kota: "Bandung" } } };
const budi = { ok: true, row: { number: "628123456788", name: "Budi", fields: {} } };

describe("a list as people write it", () => {
  test.each([
    ["plain", "nomor,nama,kota\n08123456789,Siti,Bandung\n08123456788,Budi,\n"],
    ["without a last line end", "nomor,nama,kota\n08123456789,Siti,Bandung\n08123456788,Budi,"],
    ["from Windows", "nomor,nama,kota\r\n08123456789,Siti,Bandung\r\n08123456788,Budi,\r\n"],
    ["from an old Mac", "nomor,nama,kota\r08123456789,Siti,Bandung\r08123456788,Budi,\r"],
    ["glued together of both", "nomor,nama,kota\r\n08123456789,Siti,Bandung\n08123456788,Budi,\r\n"],
    ["glued the other way", "nomor,nama,kota\n08123456789,Siti,Bandung\r\n08123456788,Budi,\n"],
    ["from Excel, with semicolons", "nomor;nama;kota\n08123456789;Siti;Bandung\n08123456788;Budi;\n"],
    ["with tabs", "nomor\tnama\tkota\n08123456789\tSiti\tBandung\n08123456788\tBudi\t\n"],
    ["with bars", "nomor|nama|kota\n08123456789|Siti|Bandung\n08123456788|Budi|\n"],
    ["with a byte order mark", "\uFEFFnomor,nama,kota\n08123456789,Siti,Bandung\n08123456788,Budi,\n"],
    ["all quoted", '"nomor","nama","kota"\n"08123456789","Siti","Bandung"\n"08123456788","Budi",""\n'],
    ["with empty lines", "\n\nnomor,nama,kota\n\n08123456789,Siti,Bandung\n,,\n \n08123456788,Budi,\n\n"],
    ["with space around cells", "nomor , nama, kota\n 08123456789 ,Siti , Bandung\n08123456788,Budi,  \n"],
    ["in another order of columns", "kota,No. HP,Nama\nBandung,+62 812-3456-789,Siti\n,62 812 3456 788,Budi\n"],
    ["with short and long lines", "nomor,nama,kota\n08123456789,Siti,Bandung,,\n08123456788,Budi\n"],
    ["as this system exports it", "number,name,kota\r\n'+628123456789,Siti,Bandung\r\n628123456788,Budi,\r\n"],
  ])("%s", (_, file) => {
    expect(contactsOf(file)).toEqual([siti, budi]);
  });

  test.each([
    ["UTF-16, little end first", "utf16le", [0xff, 0xfe]],
    ["UTF-16, big end first", "utf16be", [0xfe, 0xff]],
  ])("in %s", (_, encoding, mark) => {
    const bytes = Buffer.from("nomor,nama,kota\n08123456789,Zoë,Łódź", "utf16le");
    const file = Buffer.concat([Buffer.from(mark), encoding === "utf16be" ? bytes.swap16() : bytes]);
    expect(contactsOf(file)).toEqual([
      { ok: true, row: { number: "628123456789", name: "Zoë", fields: { kota: "Łódź" } } },
    ]);
  });

  test("in Windows-1252, with its own quotes and euro", () => {
    const file = Buffer.from("nomor,nama,harga\n08123456789,Zo\xeb \x93Z\x94,\x80 5", "latin1");
    expect(tableOf(file).survey).toMatchObject({ layout: { encoding: "windows-1252" }, told: { warnings: [] } });
    expect(contactsOf(file)).toEqual([
      { ok: true, row: { number: "628123456789", name: "Zoë “Z”", fields: { harga: "€ 5" } } },
    ]);
  });

  test("with quotes in names, and names over two lines", () => {
    const file =
      'nomor,nama\n08123456789,"Siti ""Bos"", S.E."\n08123456788,Joni "si" Hitam\n08123456787,"Budi\nJakarta"\n';
    expect(contactsOf(file).map((read) => read.ok && read.row.name)).toEqual([
      'Siti "Bos", S.E.',
      'Joni "si" Hitam',
      "Budi\nJakarta",
    ]);
  });

  test("without a header, the number's column is where a number stands", () => {
    const table = tableOf("Siti,0812-3456-789\nBudi,08123456788\n");
    expect(table.columns).toEqual({ number: 1, name: 0, fields: [], hasHeader: false });
    expect(table.rows.length).toBe(2);
    expect(tableOf("+62 812 3456 789\n08123456788").rows.length).toBe(2);
  });

  test.each([
    "number",
    "Phone Number",
    "No. HP",
    "NOMOR WA",
    "whatsapp",
    "Nomor Telepon",
    "msisdn",
    "no_wa",
    "Mobile",
    "WhatsApp Number",
    "WhatsApp No.",
    "Mobile Phone",
    "Phone 1 - Value",
    "Nomor WhatsApp",
    "No. WA",
    "Telp/HP",
    "No. Telp/HP",
    "Contact Number",
  ])("a column named %s is the number's", (header) => {
    expect(mapColumns(["kota", header])).toMatchObject({ number: 1, hasHeader: true });
  });

  test.each(["number of children", "Phone 1 - Label", "phone model", "whatsapp group", "house number", "nomor rumah"])(
    "a column named %s is not the number's",
    (header) => {
      expect(mapColumns([header, "nama"])).toHaveProperty("wanted");
      expect(mapColumns([header, "nomor"])).toMatchObject({ number: 1, fields: [[0, header]] });
    },
  );

  test.each([
    [";", "sep=;\n"],
    [";", "sep=;\r\n"],
    ["|", "SEP=|\r"],
    ["\t", "sep=\t\n"],
    ["^", "\uFEFFsep=^\n"],
    [";", '"sep=;"\r\n'],
    [",", "sep=,,,\n"],
    [";", "\nsep=;\n"],
  ])("with the delimiter %j told in a first line %j, as Excel has it", (delimiter, told) => {
    const lines = ["nomor,nama,kota", "08123456789,Siti,x", "08123456788,Budi,y"];
    const file =
      told +
      lines
        .map((line) =>
          line
            .split(",")
            .map((cell) => `"${cell}"`)
            .join(delimiter),
        )
        .join("\n");
    expect(contactsOf(file)).toMatchObject([
      { row: { name: "Siti" } },
      { row: { name: "Budi", fields: { kota: "y" } } },
    ]);
    const before = told.split(/\r\n|\n|\r/).length;
    expect(tableOf(file).rows.map(({ line }) => line)).toEqual([before + 1, before + 2]);
  });

  test("with a delimiter told by whoever imports, over the one that the file tells", () => {
    expect(tableOf("sep=;\nnumber|kota\n1|a;b", { delimiter: "|" }).rows).toMatchObject([
      { line: 3, cells: ["1", "a;b"] },
    ]);
  });
});

describe("the line of a row", () => {
  const linesOf = (file: string) => tableOf(file).rows.map(({ line }) => line);
  const file = '\nnomor,nama\n\n081234567890,"Siti\nS.E."\n081234567891,Budi\n,\n081234567892,Ani\n';

  test.each([
    ["\\n", "\n"],
    ["\\r\\n", "\r\n"],
    ["\\r", "\r"],
  ])("is where it begins in the file, counted from 1, with line ends %s", (_, lineEnd) => {
    expect(linesOf(file.replaceAll("\n", lineEnd))).toEqual([4, 6, 8]);
  });

  test("is the file's, whatever is in the cells before it", () => {
    const anyText = fc.string({ unit: fc.constantFrom("a", "\r\n", "\n", '"', ",", " x") });
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 6 }), (names) => {
        let written = csvLine(["number", "name"]);
        const begins = names.map((name) => {
          const line = written.split(/\r\n|\n/).length;
          written += csvLine(["628123456789", `n${name}n`]);
          return line;
        });
        expect(linesOf(written)).toEqual(begins);
      }),
    );
  });
});

describe("a list exported and imported again", () => {
  test("is the same list, formulas, line ends and all", () => {
    const anyValue = fc
      .string({ unit: fc.constantFrom(...Array.from("'=+-@,;\"\n\r a1é")), minLength: 1, maxLength: 8 })
      .filter((value) => value.trim() !== "");
    fc.assert(
      fc.property(fc.array(fc.tuple(anyValue, anyValue), { minLength: 1, maxLength: 5 }), (contacts) => {
        const rows = contacts.map(([name, kota], index) => ({ number: `62812345678${index}`, name, fields: { kota } }));
        const lines = rows.map(({ number, name, fields }) => csvLine([number, name, fields.kota]));
        const read = contactsOf(csvLine(["number", "name", "kota"]) + lines.join(""));
        expect(read).toEqual(rows.map((row) => ({ ok: true, row })));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what is no list of contacts", () => {
  test.each([
    ["an empty file", new Uint8Array(), 1, "an empty file"],
    ["nothing but line ends", utf8("\r\n\n \n"), 1, "an empty file"],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0), 1, "bytes that are no text"],
    ["a workbook", Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0), 1, "bytes that are no text"],
    ["UTF-16 that does not say so", Buffer.from("nomor\n0812", "utf16le"), 1, "bytes that are no text"],
    ["a file without a number column", utf8("\nkota,nama\nSolo,Siti\n"), 2, 'columns "kota, nama"'],
    ["600 columns", utf8(`number,${Array.from({ length: 599 }, (_, n) => `c${n}`).join(",")}\n1`), 1, "600 columns"],
    ["a line without end", utf8(`number,name\n1,2\n3,${"x".repeat(maxRecordBytes + 9)}\n`), 3, "a line of more than"],
    ["nothing but a told delimiter", utf8("sep=;\r\n"), 1, "an empty file"],
  ])("%s is told with its line", (_, file, line, came) => {
    const problem = readCsv(file);
    expect(problem).toMatchObject({ line, came: expect.stringContaining(came) as string });
    expect(problem).toHaveProperty("wanted");
  });

  test.each([
    ["text behind a closing quote", '2,"x"y', ["2", "xy"], 'text behind a closing "'],
    ["a quote in a name", '2,"Si" Ayu', ["2", "Si Ayu"], 'text behind a closing "'],
    ["a quote never closed", '2,"x', ["2", "x"], "a quote that is never closed"],
  ])("%s costs one row, told with its line, whatever ends the lines", (_, bad, cells, came) => {
    for (const lineEnd of ["\n", "\r\n", "\r"]) {
      const { rows } = tableOf(["number,name", "1,ok", bad, "3,y", "4,z", ""].join(lineEnd));
      expect(rows.map(({ line, problem }) => [line, problem === undefined])).toEqual([
        [2, true],
        [3, false],
        [4, true],
        [5, true],
      ]);
      expect(rows[1]).toMatchObject({ cells, problem: expect.stringContaining(came) as string });
    }
  });

  test("a quote never closed before rows that are quoted costs one row, too", () => {
    const file = 'number,name\n1,"ok"\n2,"x\n3,"y, z"\n4,"a ""b"""\n5,""\n';
    expect(tableOf(file).rows.map(({ line, cells, problem }) => [line, cells[1], problem === undefined])).toEqual([
      [2, "ok", true],
      [3, "x", false],
      [4, "y, z", true],
      [5, 'a "b"', true],
      [6, "", true],
    ]);
  });

  describe("a quote that finds its partner in another row", () => {
    const numbered = (row: number) => `+62812${String(10_000_000 + row)}`;
    const fileOf = (rows: number, at: Readonly<Record<number, (number: string) => string>>, last = "") =>
      `Nama,HP${last === "" ? "" : ",Alamat"}\n${Array.from({ length: rows }, (_, row) => (at[row] ?? ((number: string) => `N${row},${number}${last}`))(numbered(row))).join("\n")}\n`;
    const rejectedOf = (file: string) => {
      const { rows, columns } = tableOf(file);
      const read = rows.map((row) => ({ line: row.line, ...readRow(row.cells, columns, "ID", row.problem) }));
      return { kept: read.filter(({ ok }) => ok).length, lines: read.flatMap(({ ok, line }) => (ok ? [] : [line])) };
    };

    test.each([
      ["490 rows below", 3_000, 10, 500],
      ["in the next row", 12, 3, 4],
      ["some rows below, from the first row on", 300, 0, 7],
      ["in the last row", 300, 5, 299],
    ])("%s costs one row", (_, rows, opened, closed) => {
      const file = fileOf(rows, { [opened]: (number) => `"Budi,${number}`, [closed]: (number) => `Ayu",${number}` });
      expect(rejectedOf(file)).toEqual({ kept: rows - 1, lines: [opened + 2] });
    });

    test("costs one row where the header has more cells than the rows", () => {
      const file = fileOf(60, { 4: (number) => `"Budi,${number}`, 50: (number) => `Ayu",${number}` });
      expect(rejectedOf(file.replace("Nama,HP", "Nama,HP,,,"))).toEqual({ kept: 59, lines: [6] });
    });

    test("costs two rows where it stands before the number, and one that has none", () => {
      const file = fileOf(300, { 4: (number) => `Budi,"${number}`, 20: () => 'Ani,"' });
      const { kept, lines } = rejectedOf(file);
      expect({ kept, lines }).toEqual({ kept: 298, lines: [6, 22] });
      expect(rejectedOf(fileOf(300, { 4: () => '"Budi,', 20: (number) => `Ayu",${number}` }))).toEqual({
        kept: 299,
        lines: [6],
      });
    });

    test("costs one row where it stands behind the number, with many rows below", () => {
      const at = { 4: (number: string) => `Budi,${number},"catatan`, 20: (number: string) => `Ayu,${number},x"` };
      expect(rejectedOf(fileOf(300, at, ",Jl. 1"))).toEqual({ kept: 299, lines: [6] });
    });

    test("is told with what it is", () => {
      const { rows } = tableOf(fileOf(9, { 2: (number) => `"Budi,${number}`, 5: (number) => `Ayu",${number}` }));
      expect(rows.find(({ line }) => line === 4)?.problem).toContain("closed in another row");
    });

    test.each([
      ["an address before the number", 'Nama,Alamat,HP\nAyu,"Jl. Sudirman 1\nKebayoran, Jakarta",+6281234567890\n'],
      ["an address behind it", 'Nama,HP,Alamat\nAyu,+6281234567890,"Jl. Sudirman 1\nRT 3, RW 4, Jakarta\n12190"\n'],
      ["a telephone in an address", 'HP,Alamat\n+6281234567890,"Jl. Sudirman 1\nTelp. 021-5551234, Jakarta\n12190"\n'],
      ["lines that are empty", 'HP,Nama,Alamat\n+6281234567890,Ayu,"\n\nJakarta\n\n"\n'],
      ["a person in an address", 'Nama,HP,Alamat\nAyu,081277771111,"Jl. Merdeka 5\nhub. Budi, 081277772222, istri"\n'],
      [
        "a person in an address of a file that quotes all",
        '"Nama","HP","Alamat"\n"Ayu","081277771111","Jl. Merdeka 5\nhub. Budi, 081277772222, istri"\n',
      ],
      ["a person in an address of two columns", 'HP,Alamat\n081277771111,"Jl. Merdeka 5\n081277772222, Budi"\n'],
      [
        "four persons in a note",
        `HP,Nama,Catatan\n081277771111,Ayu,"titip ke\n${"081277772222,Budi,istri\n".repeat(4)}"\n`,
      ],
      ["a note of 60 lines", `HP,Catatan\n+6281234567890,"${"a, b\n".repeat(60)}"\n`],
    ])("%s is of one row all the same", (_, file) => {
      expect(rejectedOf(file)).toEqual({ kept: 1, lines: [] });
    });
  });

  test("no bytes at all make reading throw", () => {
    const csvish = fc.string({
      unit: fc.constantFrom("sep=", "number", "name", ",", ";", '"', "\n", "\r\n", "0812345678", " ", "é"),
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), csvish.map(utf8)), (bytes) => {
        const table = readCsv(bytes);
        if (isCsvProblem(table)) expect(table.line).toBeGreaterThanOrEqual(1);
        else for (const row of table.rows) expect(typeof readRow(row.cells, table.columns, "ID").ok).toBe("boolean");
      }),
      { numRuns: 500 },
    );
  });

  test("as many columns as a list can need are taken", () => {
    const headers = ["number", "name", ...Array.from({ length: maxColumns - 2 }, (_, n) => `c${n}`)];
    expect(mapColumns(headers)).toMatchObject({ number: 0, name: 1 });
    expect(mapColumns([...headers, "more"])).toMatchObject({ came: `${maxColumns + 1} columns` });
  });
});

describe("a row that becomes no contact", () => {
  const columns = { number: 0, name: 1, fields: [[2, "kota"] as const], hasHeader: true };

  test("is told with the number as it was written and why", () => {
    expect(readRow(["12", "Siti"], columns)).toEqual({
      ok: false,
      number: "12",
      reason: expect.stringContaining("wanted an international phone number") as string,
    });
    expect(readRow([], columns, "ID")).toMatchObject({ ok: false, number: "", reason: "wanted a phone number" });
    expect(readRow(["08123456789", "n".repeat(201)], columns, "ID")).toMatchObject({
      ok: false,
      reason: "wanted a name of at most 200 characters, got 201",
    });
  });
});

test("the delimiter is the one that the header line has most of, outside quotes", () => {
  expect(detectDelimiter('\r\n"a;b;c;d",e,f\n;;;;;;')).toBe(",");
  expect(detectDelimiter("a;b,c;d")).toBe(";");
  expect(detectDelimiter("number")).toBe(",");
  expect(tableOf("number|kota\n1,1|2", { delimiter: "|" }).columns.number).toBe(0);
});

describe("columns that a person tells", () => {
  const headers = ["Kontak HP", "Siapa", "Kota", "Catatan"];

  test("by their header in any case or by their place; the others are found as ever", () => {
    const mapping = { "kontak hp": "number", "2": "name", CATATAN: null };
    expect(mapColumns(headers, { mapping })).toEqual({
      number: 0,
      name: 1,
      fields: [[2, "Kota"]],
      hasHeader: true,
      headers: [["Siapa", "name"]],
    });
    expect(mapColumns(["nomor", "nama"], { mapping: { nama: "panggilan" } })).toEqual({
      number: 0,
      fields: [[1, "panggilan"]],
      hasHeader: true,
      headers: [["nama", "panggilan"]],
    });
  });

  test.each([
    [{ Alamat: "alamat" }, 'a column "Alamat", which the mapping names'],
    [{ "9": "alamat" }, 'a column "9"'],
    [{ "Kontak HP": "number", Siapa: "a*b" }, "names of letters"],
    [{ "Kontak HP": "number", Siapa: "Kota" }, "a name of its own"],
  ])("%j is refused with what was wanted", (mapping, wanted) => {
    expect(mapColumns(headers, { mapping })).toMatchObject({ wanted: expect.stringContaining(wanted) as string });
  });
});
