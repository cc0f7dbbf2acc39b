import { fieldNameOf, isWorkbook, mapped, noChoices, optionsOf } from "../../../console/src/areas/imports/choices.ts";

const column = (place: number, header: string) => ({ place, header, readAs: "field", field: header }) as const;

describe("what a person says of a CSV", () => {
  it("is nothing but the mode as long as nothing was chosen", () => {
    expect(optionsOf(noChoices)).toEqual({ mode: "upsert" });
  });

  it("reaches the API by the names that it knows", () => {
    const choices = {
      ...noChoices,
      country: "ID",
      encoding: "utf-8",
      delimiter: "semicolon",
      mapping: { 2: "number" },
    };
    expect(optionsOf({ ...choices, header: "false", mode: "replace" })).toEqual({
      mode: "replace",
      defaultCountry: "ID",
      encoding: "utf-8",
      delimiter: "semicolon",
      header: false,
      mapping: { 2: "number" },
    });
  });

  it("gives the number, and the name, to one column alone", () => {
    const first = mapped({}, column(2, "hp"), "number");
    expect(mapped(first, column(3, "wa"), "number")).toEqual({ 3: "number" });
    expect(mapped(first, column(3, "nama"), "name")).toEqual({ 2: "number", 3: "name" });
  });

  it("leaves out several columns, and names a field as its column or as the person says", () => {
    const one = mapped({}, column(1, "No"), "left_out");
    expect(mapped(one, column(4, "x"), "left_out")).toEqual({ 1: null, 4: null });
    expect(mapped({}, column(4, "Kota"), "field")).toEqual({ 4: "Kota" });
    expect(mapped({}, column(4, "Kota"), "field", "kota")).toEqual({ 4: "kota" });
  });

  it.each([
    ["Kota/Kab", "Kota Kab"],
    ["  (Tgl) Lahir ", "Tgl Lahir"],
    ["", "column 3"],
    ["***", "column 3"],
    ["name", "column 3"],
  ])("the header %j can be the field %j", (header, field) => {
    expect(fieldNameOf({ header, place: 3 })).toBe(field);
  });

  it("is asked of a CSV alone", () => {
    expect(["a.xlsx", "A.XLS", "b.ods"].every((name) => isWorkbook(name))).toBe(true);
    expect(["a.csv", "a.txt", "xlsx", "a.xlsx.csv"].some((name) => isWorkbook(name))).toBe(false);
  });
});
