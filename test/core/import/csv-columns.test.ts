import fc from "fast-check";
import { nameRank, namePart, phoneRank } from "../../../core/import/csv-headers.ts";
import { isCsvProblem, readCsv } from "../../support/csv.ts";
import { readRow } from "../../../core/import/csv-row.ts";
import type { FileOptions } from "../../../core/import/csv-survey.ts";

/** Which column of a file is what, as people hand files in. */

const read = (file: string, options: FileOptions = {}) => {
  const table = readCsv(Buffer.from(file), options);
  if (isCsvProblem(table)) return `${table.came}; wanted ${table.wanted}`;
  return table.rows.map(({ cells, problem }) => {
    const row = readRow(cells, table.columns, options.defaultCountry, problem);
    return row.ok ? [row.row.number, row.row.name].filter((value) => value !== undefined).join(" ") : "refused";
  });
};
const toldOf = (file: string, options: FileOptions = {}) => {
  const table = readCsv(Buffer.from(file), options);
  if (isCsvProblem(table)) throw new Error(table.came);
  return table.survey.told;
};
const id = { defaultCountry: "ID" };

describe("the column of the number", () => {
  test.each([
    [
      "behind a birthday, without a header",
      "Ayu,1990-01-02,081234567890\nBudi,1985-11-20,081311112222\n",
      id,
      ["6281234567890 Ayu", "6281311112222 Budi"],
    ],
    [
      "behind a landline, in a column of WhatsApp's",
      "First Name,Phone Number,WhatsApp Phone Number\nAyu,021-5551234,0812-3456-7890\nBudi,,0812-3456-7891\n",
      id,
      ["6281234567890 Ayu", "6281234567891 Budi"],
    ],
    [
      "beside serial numbers in a column Number",
      "Number,Name,Phone\n2026110001,Ayu,+6281234567890\n",
      {},
      ["6281234567890 Ayu"],
    ],
    [
      "beside serial numbers in a column number",
      "number,name,phone\n2026110001,Ayu,+6281234567890\n",
      {},
      ["6281234567890 Ayu"],
    ],
    ["behind a count of rows", "No.,Nama,No. HP\n1,Ayu,0812-3456-7890\n", id, ["6281234567890 Ayu"]],
    ["behind an identity number", "Nama,NIK,Telepon\nAyu,3201234567890123,0812-3456-7890\n", id, ["6281234567890 Ayu"]],
    [
      "behind an identity number, without a header",
      "3201234567890123,Ayu,0812-3456-7890\n3201234567890124,Budi,0812-3456-7891\n",
      id,
      ["6281234567890 Ayu", "6281234567891 Budi"],
    ],
    [
      "behind a landline, without a header",
      "Ayu,021-5551234,0812-3456-7890\nBudi,021-5551235,0812-3456-7891\n",
      id,
      ["6281234567890 Ayu", "6281234567891 Budi"],
    ],
    [
      "behind a count, an amount and a date, without a header",
      "1;Ayu;150000;02/01/1990;081234567890\n2;Budi;25000000;03/01/1990;081234567891\n",
      id,
      ["6281234567890 Ayu", "6281234567891 Budi"],
    ],
    ["under a header that says nothing of it", "Siapa,Ke mana\nAyu,0812-3456-7890\n", id, ["6281234567890"]],
    ["under Kontak, beside a name", "Nama,Kontak\nAyu,0812-3456-7890\n", id, ["6281234567890 Ayu"]],
    [
      "of two, where few rows have the one that is named better",
      `Nama,WA,Telepon\n${"Ayu,,0812-3456-7890\n".repeat(3)}Budi,0812-3456-7891,0812-3456-7892\n`,
      id,
      ["6281234567890 Ayu", "6281234567890 Ayu", "6281234567890 Ayu", "6281234567892 Budi"],
    ],
    [
      "that is the first of a series",
      "Name,Phone 1 - Value,Phone 2 - Value\nAyu,+6281234567890,+6281234567891\n",
      {},
      ["6281234567890 Ayu"],
    ],
    [
      "whose numbers are all national and no country is known",
      "Nama,Lahir,HP\nAyu,19900102,0812-3456-7890\n",
      {},
      ["refused"],
    ],
    [
      "whose numbers are all national, without a header and a country",
      "Ayu,1990-01-02,081234567890\n",
      {},
      ["refused"],
    ],
    [
      "whose first row has none, without a header",
      "Ayu,12345\nBudi,081234567890\nCitra,081234567891\n",
      id,
      ["refused", "6281234567890 Budi", "6281234567891 Citra"],
    ],
    [
      "beside what could be numbers abroad, where no country is known",
      "Nama,Member,HP\nAyu,628100000001,0812-3456-7890\n",
      {},
      ["refused"],
    ],
    [
      "behind dates that a country has as numbers",
      "Navn,Dato,Kontakt\nAnna,2025-01-01,+45 20 12 34 56\nBo,2026-11-20,+45 20 12 34 57\n",
      { defaultCountry: "DK" },
      ["4520123456 Anna", "4520123457 Bo"],
    ],
    ["of links", "Nama,Link WA\nAyu,https://wa.me/6281234567890\n", {}, ["6281234567890 Ayu"]],
    [
      "with several numbers a cell",
      "First Name,Phone 1 - Label,Phone 1 - Value\nAyu,Work ::: Mobile,+62 21 5551234 ::: +62 812-3456-7890\n",
      {},
      ["6281234567890 Ayu"],
    ],
  ] as const)("%s", (_, file, options, contacts) => {
    expect(read(file, options)).toEqual(contacts);
  });

  test.each([
    [
      "two columns of one name",
      "Nama,HP,HP\nAyu,0812-3456-7890,0812-3456-7891\n",
      ['"HP" (column 2), "HP" (column 3)', 'mapping={"2":"number"}'],
    ],
    [
      "two columns of one kind",
      "Nama,HP,Ponsel\nAyu,0812-3456-7890,0812-3456-7891\n",
      ['"HP" (column 2), "Ponsel" (column 3)'],
    ],
    [
      "two columns without a header",
      "Ayu,0812-3456-7890,0812-3456-7891\nBudi,0812-3456-7892,0812-3456-7893\n",
      ["column 2, column 3", "mapping"],
    ],
    ["no column of numbers", "Nama,Kota\nAyu,Solo\n", ['columns "Nama, Kota"', "mapping"]],
    ["no column of numbers, though there are dates", "Ayu,1990-01-02\nBudi,1985-11-20\n", ["columns", "mapping"]],
  ])("is not chosen of %s: the file is refused with what to do", (_, file, wanted) => {
    const problem = read(file, id);
    for (const part of wanted) expect(problem).toContain(part);
  });

  test("is what the mapping says, whatever would have been chosen", () => {
    const file = "Nama,HP,Ponsel\nAyu,0812-3456-7890,0812-3456-7891\n";
    expect(read(file, { ...id, mapping: { ponsel: "number" } })).toEqual(["6281234567891 Ayu"]);
    expect(read(file, { ...id, mapping: { "2": "number" } })).toEqual(["6281234567890 Ayu"]);
    expect(read(file, { ...id, mapping: { HP: null } })).toEqual(["6281234567891 Ayu"]);
  });
});

describe("a header", () => {
  const bare = "6281234567890,Ayu\n6281311112222,Budi\n";
  test("is none where the first row has a number, also where a mapping says which column is what", () => {
    const both = ["6281234567890 Ayu", "6281311112222 Budi"];
    expect(read(bare)).toEqual(both);
    expect(read(bare, { mapping: { "1": "number", "2": "name" } })).toEqual(both);
    expect(read(bare, { mapping: { "1": "number" } })).toEqual(both);
  });

  test("is what the person says", () => {
    expect(read(bare, { header: true })).toEqual(["6281311112222"]);
    expect(read("nomor,nama\n6281234567890,Ayu\n", { header: false })).toEqual(["refused", "6281234567890 Ayu"]);
    expect(read("Nama;0812\nAyu;6281234567890\n", { header: true })).toEqual(["6281234567890 Ayu"]);
    expect(read(bare, { header: false, mapping: { Ayu: "name" } })).toContain('a column "Ayu"');
  });

  describe("with an unreadable number in the first row", () => {
    const byPlace = { ...id, mapping: { "1": "number", "2": "name" } };
    const warningsOf = (file: string, options: FileOptions) => toldOf(file, options).warnings;

    test.each([
      ["rusak,Ayu\n0812-7777-5002,Budi\n", ["refused", "6281277775002 Budi"]],
      ["-,Ayu\n0812-7777-5002,Budi\n", ["refused", "6281277775002 Budi"]],
      [",Ayu\n0812-7777-5002,Budi\n", ["refused", "6281277775002 Budi"]],
      ["rusak,Jl. Telepon 3\n0812-7777-5002,Budi\n", ["refused", "6281277775002 Budi"]],
      ["HP,Nama\n0812-7777-5002,Budi\n", ["6281277775002 Budi"]],
      ["Nomernya,Nama\n0812-7777-5002,Budi\n", ["6281277775002 Budi"]],
    ])("of a file with a mapping by place, %j is read as %j: only what names a column is a header", (file, rows) => {
      expect(read(file, byPlace)).toEqual(rows);
      expect(warningsOf(file, byPlace)).toEqual([]);
    });

    test("header=true holds, and so does a field that a mapping by place names as the file does", () => {
      expect(read("rusak,Ayu\n0812-7777-5002,Budi\n", { ...byPlace, header: true })).toEqual(["6281277775002 Budi"]);
      const mapping = { "1": "number", "2": "kota" };
      expect(read("Siapa,Kota\n0812-7777-5002,Solo\n", { ...id, mapping })).toEqual(["6281277775002"]);
    });

    test.each([
      ["Ayu,rusak\nBudi,0812-7777-5002\nCitra,0812-7777-5003\n", id, 1],
      ["\n\nAyu,rusak\nBudi,0812-7777-5002\n", id, 3],
      ["Ayu,Jl. Telepon 3\nBudi,0812-7777-5002\n", id, 1],
    ])("without a mapping, %j is told to have been read as a header", (file, options, line) => {
      expect(warningsOf(file, options)).toMatchObject([{ code: "header_unsure", line }]);
    });

    test.each([
      ["Nama,rusak\nBudi,0812-7777-5002\n", id],
      ["Siapa,HP\nBudi,0812-7777-5002\n", id],
      ["Siapa,Ke mana\nBudi,0812-7777-5002\n", { ...id, header: true }],
      ["Siapa,Ke mana\nBudi,0812-7777-5002\n", { ...id, mapping: { "Ke mana": "number" } }],
      ["Budi,0812-7777-5002\n", id],
    ])("a header that says something, or that the person names, is told of no doubt: %j", (file, options) => {
      expect(warningsOf(file, options)).toEqual([]);
    });
  });

  test("names the fields of a file without one by the mapping", () => {
    const table = readCsv(Buffer.from("6281234567890,Ayu,Solo\n"), { mapping: { "3": "kota" } });
    expect(table).toMatchObject({ columns: { number: 0, name: 1, fields: [[2, "kota"]], hasHeader: false } });
  });
});

describe("a header that is no field's name", () => {
  test.each([
    ["No.", "No"],
    ["#", "column 3"],
    ["Kota/Kab", "Kota Kab"],
    ["Alamat\nLengkap", "Alamat Lengkap"],
    ["Harga (Rp)", "Harga Rp"],
    ["E-mail 1 - Value", "E-mail 1 - Value"],
    ["100%", "100"],
    ["__proto__", "column 3"],
    ["constructor", "column 3"],
    ["x".repeat(80), "x".repeat(64)],
    ["a\u0000b", "a b"],
    ["💰 Saldo", "Saldo"],
    ["", "column 3"],
  ])("%j is the field %j, and told", (header, field) => {
    const { columns, warnings } = toldOf(`nomor,nama,"${header}"\n6281234567890,Ayu,x\n`);
    expect(columns[2]).toMatchObject({ place: 3, readAs: "field", field });
    expect(warnings.map(({ code }) => code)).toEqual(header === field ? [] : ["column_renamed"]);
    if (header !== field) expect(warnings[0]).toMatchObject({ column: 3, field });
  });

  test("that stands twice gets its count, and delimiters behind the last column are nothing", () => {
    const { columns, warnings } = toldOf("nomor,kota,kota,Kota 2,kota,,\n6281234567890,a,b,c,d,,\n");
    expect(columns.map(({ field }) => field)).toEqual([
      undefined,
      "kota",
      "kota 2",
      "Kota 2",
      "kota 3",
      "column 6",
      "column 7",
    ]);
    expect(warnings).toHaveLength(2);
  });

  test("never costs the file: any headers at all become fields of names of their own", () => {
    const header = fc.string({
      unit: fc.constantFrom(...Array.from("aB1 _-./#\n\"'é中💰"), "kota"),
      maxLength: 80,
    });
    fc.assert(
      fc.property(fc.array(header, { maxLength: 12 }), (headers) => {
        const line = ["nomor", ...headers].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
        const table = readCsv(Buffer.from(`${line}\n6281234567890${",x".repeat(headers.length)}\n`));
        if (isCsvProblem(table)) throw new Error(table.came);
        expect(table.columns.number).toBe(0);
        const fields = table.columns.fields.map(([, field]) => field);
        expect(new Set(fields).size).toBe(fields.length);
        expect(table.rows.map(({ cells }) => readRow(cells, table.columns).ok)).toEqual([true]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the name", () => {
  test.each([
    [
      "first and last",
      "First Name,Last Name,Phone 1 - Label,Phone 1 - Value\nAyu,Lestari,Mobile,+62 812-7777-5002\n",
      "Ayu Lestari",
    ],
    [
      "first, middle and last",
      "First Name,Middle Name,Last Name,Phone\nAyu,Dewi,Lestari,+6281277775002\n",
      "Ayu Dewi Lestari",
    ],
    ["last before first", "Last Name,First Name,Phone\nLestari,Ayu,+6281277775002\n", "Ayu Lestari"],
    ["last alone", "First Name,Last Name,Phone\n,Lestari,+6281277775002\n", "Lestari"],
    ["depan dan belakang", "Nama Depan,Nama Belakang,HP\nAyu,Lestari,+6281277775002\n", "Ayu Lestari"],
    ["whole beside its parts", "Name,Given Name,Family Name,Phone\nAyu L.,Ayu,Lestari,+6281277775002\n", "Ayu L."],
    [
      "in parts beside an empty whole",
      "Display Name,First Name,Last Name,Phone\n,Ayu,Lestari,+6281277775002\n",
      "Ayu Lestari",
    ],
    [
      "in parts beside a company's",
      "Company Name,First Name,Last Name,Phone\nPT Maju,Ayu,Lestari,+6281277775002\n",
      "Ayu Lestari",
    ],
    ["of a customer", "Nama Pelanggan,No WA\nAyu,+6281277775002\n", "Ayu"],
    ["of a customer, in English", "Customer Name,Mobile\nAyu,+6281277775002\n", "Ayu"],
    ["written together", "NamaPelanggan,NoHP\nAyu,+6281277775002\n", "Ayu"],
    ["under Pelanggan", "Pelanggan,HP\nAyu,+6281277775002\n", "Ayu"],
  ])("%s", (_, file, name) => {
    expect(read(file)).toEqual([`6281277775002 ${name}`]);
  });

  test.each([
    ["Имя;Телефон\nИван;+79123456789\n", "Иван"],
    ["Фамилия;Имя;Отчество;Мобильный телефон\nПетров;Иван;Ильич;+79123456789\n", "Иван Ильич Петров"],
    ["ФИО;Телефон\nПетров Иван Ильич;+79123456789\n", "Петров Иван Ильич"],
    ["Ф.И.О.;Тел.\nПетров Иван;+79123456789\n", "Петров Иван"],
    ["Ім'я;Телефон\nОлена;+380671234567\n", "Олена"],
    ["Nom;Téléphone\nMartin;+33612345678\n", "Martin"],
    ["Nom;Prénom;Portable\nMartin;Zoé;+33612345678\n", "Zoé Martin"],
    ["NOM DE FAMILLE;PRÉNOM;Tél. portable\nMartin;Zoé;+33612345678\n", "Zoé Martin"],
    ["Vorname;Nachname;Handynummer\nAnna;Müller;+4915123456789\n", "Anna Müller"],
    ["Name;Vorname;Mobilnummer\nMüller;Anna;+4915123456789\n", "Anna Müller"],
    ["Name;Vorname;Telefon\nAnna Müller;Anna;+4915123456789\n", "Anna Müller"],
    ["Name,Surname,Mobile\nAyu,Lestari,+6281234567890\n", "Ayu Lestari"],
    ["Nombre;Apellidos;Teléfono móvil\nLucía;Gómez Ruiz;+34612345678\n", "Lucía Gómez Ruiz"],
    ["Nombre completo;Celular\nLucía Gómez;+34612345678\n", "Lucía Gómez"],
    ["Nome;Sobrenome;Celular\nAna;Souza;+5511987654321\n", "Ana Souza"],
    ["Nome;Cognome;Cellulare\nAnna;Rossi;+393401234567\n", "Anna Rossi"],
    ["Voornaam;Achternaam;Mobiel\nEva;Jansen;+31612345678\n", "Eva Jansen"],
    ["Imię;Nazwisko;Telefon komórkowy\nEwa;Nowak;+48512345678\n", "Ewa Nowak"],
    ["Ad;Soyad;Cep Telefonu\nElif;Yılmaz;+905321234567\n", "Elif Yılmaz"],
    ["Adı Soyadı;Telefon Numarası\nElif Yılmaz;+905321234567\n", "Elif Yılmaz"],
    ["Họ và tên;Số điện thoại\nNguyễn An;+84912345678\n", "Nguyễn An"],
    ["Họ;Tên;Di động\nNguyễn;An;+84912345678\n", "Nguyễn An"],
    ["姓名,手机号\n王小明,+8613812345678\n", "王小明"],
    ["姓,名,手机号码\n王,小明,+8613812345678\n", "王小明"],
    ["名前,電話番号\n田中 花子,+819012345678\n", "田中 花子"],
    ["氏名,携帯電話\n田中花子,+819012345678\n", "田中花子"],
    ["이름,휴대폰\n김민준,+821012345678\n", "김민준"],
    ["الاسم,رقم الجوال\nسارة,+966512345678\n", "سارة"],
    ["नाम,मोबाइल नंबर\nआशा,+919812345678\n", "आशा"],
    ["ชื่อ,เบอร์โทรศัพท์\nมาลี,+66812345678\n", "มาลี"],
  ])("is found in %j", (file, name) => {
    const told = toldOf(file);
    expect(read(file)).toEqual([expect.stringMatching(new RegExp(`^\\d+ ${name}$`)) as string]);
    expect(told.warnings).toEqual([]);
    expect(phoneRank(told.columns.find(({ readAs }) => readAs === "number")?.header ?? "")).toBeGreaterThan(1);
  });

  test("is no company's, no product's and no file's", () => {
    for (const header of ["Company Name", "Nama Toko", "Product name", "Nama Ibu", "File name", "Nama Orang Tua"]) {
      expect([header, nameRank(header)]).toEqual([header, 0]);
    }
    expect(
      ["First Name", "Given Name", "Additional Name", "Family Name", "Nama Belakang", "Kota"].map(namePart),
    ).toEqual(["first", "first", "middle", "last", "last", undefined]);
  });

  test("is in the column that is called name; another of that meaning stays a field of its own", () => {
    const { columns } = toldOf("Nama,name,HP\nAyu,Ayu Lestari,+6281234567890\n");
    expect(columns).toMatchObject([{ readAs: "field", field: "Nama" }, { readAs: "name" }, { readAs: "number" }]);
  });
});

test("headers of phones are ranked by what they say", () => {
  const ranked = ["WhatsApp Phone Number", "No. HP", "Phone Number", "Nomor", "Kota"].map(phoneRank);
  expect(ranked).toEqual([4, 3, 2, 1, 0]);
  for (const header of [
    "Mobile Phone",
    "iPhone",
    "Phone (mobile)",
    "Ponsel",
    "NoHP",
    "nomor_hp",
    "Telp/HP",
    "Mobile Number",
  ])
    expect([header, phoneRank(header)]).toEqual([header, 3]);
  for (const header of [
    "Home Fax",
    "Phone 1 - Label",
    "Phone Type",
    "NIK",
    "Kode Pos",
    "WhatsApp Group",
    "SMS Marketing Status",
  ])
    expect([header, phoneRank(header)]).toEqual([header, -1]);
  for (const header of [
    "Business Phone",
    "Home Phone 2",
    "Telepon Rumah",
    "Company Main Phone",
    "Default Address Phone",
  ]) {
    expect([header, phoneRank(header) > 1 && phoneRank(header) < 2]).toEqual([header, true]);
  }
  for (const header of ["Teléfono fijo", "Рабочий телефон", "Telefon Büro", "Téléphone fixe", "Telefono ufficio"])
    expect([header, phoneRank(header) > 1 && phoneRank(header) < 2]).toEqual([header, true]);
  for (const header of ["CPF", "Código postal", "Geburtsdatum", "ИНН", "Número de pedido"])
    expect([header, phoneRank(header)]).toEqual([header, -1]);
  for (const header of ["No.", "Nomor Rumah", "Customer Number", "Kota", "Mobil", "CEP", "Nr."])
    expect([header, phoneRank(header)]).toEqual([header, 0]);
});

test("whatever stands beside it, a column of WhatsApp numbers is the one that is read", () => {
  const other: fc.Arbitrary<readonly [string, string]> = fc.constantFrom(
    ["Lahir", "1990-01-02"],
    ["NIK", "3201234567890123"],
    ["Total", "1500000"],
    ["Telepon", "021-5551234"],
    ["Kode Pos", "40111"],
    ["Nama", "Ayu"],
    ["HP", "0813-1111-2222"],
  );
  fc.assert(
    fc.property(fc.uniqueArray(other, { selector: ([header]) => header }), fc.nat(7), (columns, place) => {
      const all = columns.toSpliced(place, 0, ["No. WA", "0812-3456-7890"]);
      const file = [0, 1, 1].map((row) => all.map((column) => column[row]).join(",")).join("\n");
      const contacts = read(file, id);
      expect(contacts).toHaveLength(2);
      for (const contact of contacts) expect(contact).toMatch(/^6281234567890/);
    }),
  );
});

test("the first rows are shown as they are read", () => {
  const told = toldOf(`Nama;HP;Catatan\nAyu;0812-3456-7890;${"x".repeat(100)}\nBudi;12;\n`, id);
  expect(told).toMatchObject({
    encoding: "utf-8",
    delimiter: ";",
    header: true,
    columns: [
      { place: 1, header: "Nama", readAs: "name" },
      { place: 2, header: "HP", readAs: "number" },
      { place: 3, header: "Catatan", readAs: "field", field: "Catatan" },
    ],
    firstRows: [
      { line: 2, number: "6281234567890", name: "Ayu", fields: { Catatan: `${"x".repeat(77)}...` } },
      { line: 3, number: "12", problem: expect.stringContaining("phone number") as string },
    ],
    warnings: [],
  });
});

test("a header made to be taken apart in many ways takes no time", () => {
  const startedAt = performance.now();
  for (const part of ["cellphone", "telephone", "nohp", "wawa", "nonum"]) phoneRank(`${part.repeat(20_000)}x`);
  expect(performance.now() - startedAt).toBeLessThan(500);
});
