import { cellsOf, likelyDelimiter, textOf, withoutSep } from "../../../console/src/areas/imports/csv.ts";

describe("the beginning of a CSV on the console", () => {
  it("has cells with quotes, line ends and delimiters in them", () => {
    const text = 'nama;catatan\r\n"Ayu; ""A""";"dua\r\nbaris"\r\nBudi;\r\n';
    expect(cellsOf(text, ";")).toEqual([
      ["nama", "catatan"],
      ['Ayu; "A"', "dua\r\nbaris"],
      ["Budi", ""],
    ]);
  });

  it("has no rows of blank lines and of delimiters alone", () => {
    expect(cellsOf("\n\na,b\n , \n\n1,2", ",")).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  it("is read up to so many rows, and to a quote that the cut left open", () => {
    expect(cellsOf('a\nb\n"c\nd', "\t", 2)).toEqual([["a"], ["b"]]);
    expect(cellsOf('a\n"c\nd', ",")).toEqual([["a"], ["c\nd"]]);
  });

  it.each([
    ["nama,no hp", ","],
    ["\r\nnama;no hp;kota, kab", ";"],
    ["nama\tno hp", "\t"],
    ["nama|no hp", "|"],
    ["nama", ","],
  ])("%j has the delimiter %j", (text, delimiter) => {
    expect(likelyDelimiter(text)).toBe(delimiter);
  });

  it("is read without Excel's line that names the delimiter", () => {
    expect(withoutSep("sep=;\r\nnama;no")).toBe("nama;no");
    expect(withoutSep('"sep=;"\nnama;no')).toBe("nama;no");
    expect(withoutSep("separator\n1")).toBe("separator\n1");
  });

  it.each([
    ["as UTF-8", new TextEncoder().encode("Renée"), undefined],
    ["as UTF-8 with a mark", new TextEncoder().encode("\uFEFFRenée"), undefined],
    ["as Windows-1252", Uint8Array.of(0x52, 0x65, 0x6e, 0xe9, 0x65), undefined],
    ["as UTF-16 with a mark", Uint8Array.from(Buffer.from("\uFEFFRenée", "utf16le")), undefined],
    ["as it was told", Uint8Array.of(0x52, 0x65, 0x6e, 0x8e, 0x65), "macintosh"],
  ])("is read %s", (_, bytes, encoding) => {
    expect(textOf(bytes, encoding)).toBe("Renée");
  });

  it("is read as UTF-8 where the cut goes through a letter", () => {
    expect(textOf(new TextEncoder().encode("Renée").subarray(0, 4))).toBe("Ren");
  });
});
