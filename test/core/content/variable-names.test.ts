import fc from "fast-check";
import { sameName, variableFinder } from "../../../core/content/variable-names.ts";
import { valuesFor } from "../../../core/content/message-template.ts";

describe("the value that a variable stands for", () => {
  const names = ["name", "number", "Kota", "No Pesanan", "Jum at", "Stra\u00dfe", "\u0130L", "Caf\u00e9"];
  const find = variableFinder(names);

  test.each([
    ["Kota", "Kota"],
    ["kota", "Kota"],
    ["KOTA", "Kota"],
    [" kota ", "Kota"],
    ["no_pesanan", "No Pesanan"],
    ["No-Pesanan", "No Pesanan"],
    ["No.  Pesanan", "No Pesanan"],
    ["Jum'at", "Jum at"],
    ["STRASSE", "Stra\u00dfe"],
    ["il", "\u0130L"],
    ["cafe\u0301", "Caf\u00e9"],
    ["\uff2b\uff4f\uff54\uff41", "Kota"],
    ["Nama", "name"],
    ["nama_lengkap", "name"],
    ["NAMA PELANGGAN", "name"],
    ["Nama_1", "name"],
    ["HP", "number"],
    ["no_hp", "number"],
    ["No. WhatsApp", "number"],
    ["phone", "number"],
    ["Number", "number"],
    // Another person's, another phone, other things altogether.
    ["nama_2", undefined],
    ["nama_ibu", undefined],
    ["hp_2", undefined],
    ["telepon_rumah", undefined],
    ["no", undefined],
    ["1", undefined],
    ["kode", undefined],
    ["", undefined],
    ["_", undefined],
    ["constructor", undefined],
    ["__proto__", undefined],
  ])("%j is that of %j", (written, name) => {
    expect(find(written)).toBe(name);
  });

  test("is that of the very name first, then of one that differs in case, then in spaces and signs", () => {
    const several = sameName(["kota", "Kota", "no pesanan", "No_Pesanan"]);
    expect(["kota", "Kota", "KOTA"].map(several)).toEqual(["kota", "Kota", "Kota"]);
    expect(["No Pesanan", "no_pesanan", "no-pesanan"].map(several)).toEqual(["no pesanan", "No_Pesanan", "No_Pesanan"]);
  });

  test("is the contact's own field before its name or number", () => {
    const ofContact = variableFinder(["name", "number", "Nama", "Telepon"]);
    expect(["name", "nama", "Nama", "telepon", "HP"].map(ofContact)).toEqual([
      "name",
      "Nama",
      "Nama",
      "Telepon",
      "number",
    ]);
  });

  test("is none where the contact has none", () => {
    expect(variableFinder(["number"])("Nama")).toBeUndefined();
    expect(variableFinder([])("HP")).toBeUndefined();
  });

  test("is the same in whatever order the names come, and each name finds itself", () => {
    const name = fc.string({ unit: fc.constantFrom("k", "K", "\u0131", "i", "\u0130", " ", "_", "-", "1") });
    fc.assert(
      fc.property(fc.uniqueArray(name), name, (all, written) => {
        const found = variableFinder(all)(written);
        expect(variableFinder(all.toReversed())(written)).toBe(found);
        expect(variableFinder(all.map((one) => one.toUpperCase()))(written) === undefined).toBe(found === undefined);
        for (const one of all) expect(variableFinder(all)(one)).toBe(one);
      }),
    );
  });
});

test("the campaign's values stand in for what a contact lacks, however it is written", () => {
  const contact = { number: "6281", name: "Ayu", fields: { Kota: "Solo" } };
  expect(valuesFor({ kota: "kotamu", toko: "Maju", Name: "Kak" }, contact)).toEqual({
    number: "6281",
    name: "Ayu",
    Kota: "Solo",
    toko: "Maju",
  });
  expect(valuesFor({ kota: "kotamu" }, { number: "6281", fields: {} })).toEqual({ number: "6281", kota: "kotamu" });
});

test("a value that is empty is none, as in a list: the campaign's stands in for it", () => {
  const contact = { number: "6281", name: "", fields: { Kota: "", kode: " " } };
  expect(valuesFor({}, contact)).toEqual({ number: "6281", kode: " " });
  expect(valuesFor({ kota: "kotamu" }, contact)).toEqual({ number: "6281", kode: " ", kota: "kotamu" });
});
