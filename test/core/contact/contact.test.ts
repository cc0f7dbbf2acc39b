import fc from "fast-check";
import {
  contactProblem,
  isFieldName,
  maxFieldNameLength,
  maxFields,
  maxFieldValueLength,
  maxNameLength,
  mergeContact,
  changeContact,
  importModes,
  isReplaced,
  type Contact,
  type ContactRow,
  type ImportMode,
  type MergeEffect,
} from "../../../core/contact/contact.ts";
import { aContact, someTime } from "../../support/builders.ts";

const where = { tenantId: "acme", listId: "lst_1", now: someTime + 1_000 };

const anyRow: fc.Arbitrary<ContactRow> = fc.record(
  {
    number: fc.constantFrom("6281", "6282", "6283"),
    name: fc.constantFrom("Siti", "Budi"),
    fields: fc.dictionary(fc.constantFrom("kota", "kode"), fc.constantFrom("a", "b")),
  },
  { requiredKeys: ["number", "fields"] },
);

/** Runs the rows of one import over a list, as its slices do. */
function importRows(list: Map<string, Contact>, rows: readonly ContactRow[], mode: ImportMode, now: number) {
  return rows.map((row, index): MergeEffect => {
    const mark = { importId: "imp_1", row: index, askedAt: where.now };
    const { effect, contact } = mergeContact(list.get(row.number), row, { ...where, now }, mode, mark);
    if (contact !== undefined) list.set(row.number, contact);
    return effect;
  });
}

const aListBefore = (numbers: readonly string[]) =>
  new Map(numbers.map((number) => [number, aContact({ number, updatedAt: someTime + 5_000 })]));

const anyModes = fc.constantFrom<ImportMode>("upsert", "skip", "replace");
const anyNumbers = fc.subarray(["6281", "6282", "6283"]);

describe("a row written into a list", () => {
  test("adds a contact that was not there", () => {
    const row = { number: "6281", name: "Siti", fields: { kota: "Solo" } };
    expect(mergeContact(undefined, row, where)).toEqual({
      effect: "added",
      contact: { ...where, now: undefined, ...row, addedAt: where.now, updatedAt: where.now, byHandAt: where.now },
    });
  });

  test("keeps fields and a name that it doesn't bring", () => {
    const { effect, contact } = mergeContact(aContact(), { number: "628123456789", fields: { kode: "7" } }, where);
    expect(effect).toBe("updated");
    expect(contact).toMatchObject({ name: "Siti", fields: { kota: "Bandung", kode: "7" } });
  });

  test("brings a new name and new values", () => {
    const row = { number: "628123456789", name: "Budi", fields: { kota: "Solo" } };
    expect(mergeContact(aContact(), row, where).contact).toMatchObject({ name: "Budi", fields: { kota: "Solo" } });
  });

  test("leaves a contact alone that is there, in mode skip", () => {
    expect(mergeContact(aContact(), { number: "628123456789", fields: {} }, where, "skip")).toEqual({
      effect: "skipped",
    });
  });

  test("keeps addedAt, and updatedAt rises strictly, whatever the clock says", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyRow, fc.integer({ min: 0, max: 10 })), { maxLength: 20 }), (steps) => {
        let contact = aContact();
        for (const [row, now] of steps) {
          const before = contact;
          contact = mergeContact(before, row, { ...where, now: someTime + now }).contact ?? before;
          expect(contact.addedAt).toBe(someTime);
          expect(contact.updatedAt).toBeGreaterThan(before.updatedAt);
        }
      }),
    );
  });
});

describe("an import's slice that is run again", () => {
  test("counts alike and leaves the same list, whenever it was cut off", () => {
    fc.assert(
      fc.property(
        fc.array(anyRow, { maxLength: 12 }),
        anyModes,
        anyNumbers,
        fc.nat(12),
        (rows, mode, known, cutOffAt) => {
          const undisturbed = aListBefore(known);
          const effects = importRows(undisturbed, rows, mode, where.now);
          const disturbed = aListBefore(known);
          importRows(disturbed, rows.slice(0, cutOffAt), mode, where.now);
          expect(importRows(disturbed, rows, mode, where.now + 7)).toEqual(effects);
          const withoutTimes = (list: Map<string, Contact>) =>
            [...list.values()].map((contact) => ({ ...contact, addedAt: 0, updatedAt: 0 }));
          expect(withoutTimes(disturbed)).toEqual(withoutTimes(undisturbed));
        },
      ),
    );
  });

  test("lets the first of two rows with one number stand", () => {
    const list = new Map<string, Contact>();
    const rows = [
      { number: "6281", name: "first", fields: {} },
      { number: "6281", name: "second", fields: {} },
    ];
    expect(importRows(list, rows, "upsert", where.now)).toEqual(["added", "duplicate"]);
    expect(list.get("6281")?.name).toBe("first");
  });

  test("neither counts differently nor undoes what somebody changed in between", () => {
    const list = new Map<string, Contact>();
    const rows = [{ number: "6281", name: "from the file", fields: {} }];
    const effects = importRows(list, rows, "upsert", where.now);
    const byHand = { number: "6281", name: "by hand", fields: {} };
    const changed = mergeContact(list.get("6281"), byHand, where).contact;
    if (changed !== undefined) list.set("6281", changed);
    expect(importRows(list, rows, "upsert", where.now)).toEqual(effects);
    expect(list.get("6281")?.name).toBe("by hand");
  });

  test("of another import updates what the first one wrote", () => {
    const list = new Map<string, Contact>();
    importRows(list, [{ number: "6281", fields: {} }], "upsert", where.now);
    const mark = { importId: "imp_2", row: 0, askedAt: where.now };
    const { effect, contact } = mergeContact(list.get("6281"), { number: "6281", fields: {} }, where, "upsert", mark);
    expect(effect).toBe("updated");
    expect(contact?.writtenBy).toEqual({ importId: "imp_2", row: 0, effect: "updated" });
  });
});

test("a name that is changed to nothing is taken away, as null takes it", () => {
  for (const name of ["", null]) expect(changeContact(aContact(), { name }, 1_000)).not.toHaveProperty("name");
  expect(changeContact(aContact({ name: "Siti" }), { fields: {} }, 1_000)).toMatchObject({ name: "Siti", fields: {} });
});

describe("an import and what a person did since it was asked for", () => {
  const mark = { importId: "imp_1", row: 0, askedAt: 1_000 };
  const row = { number: "628123456789", name: "Budi", fields: { kota: "Solo" } };
  const byHand = (now: number) => changeContact(aContact(), { name: "Siti by hand" }, now);

  test.each(importModes)("in mode %s leaves alone what was changed by hand", (mode) => {
    expect(mergeContact(byHand(1_001), row, { ...where, now: 2_000 }, mode, mark)).toEqual({ effect: "skipped" });
    expect(isReplaced(byHand(1_001), mark)).toBe(false);
  });

  test("changes what was changed by hand before", () => {
    const { contact } = mergeContact(byHand(999), row, { ...where, now: 2_000 }, "upsert", mark);
    expect(contact).toMatchObject({ name: "Budi", fields: { kota: "Solo" } });
    expect(contact).not.toHaveProperty("byHandAt");
    expect(isReplaced(byHand(999), mark)).toBe(true);
  });

  test("that replaces takes the row as it is, and leaves when it was added", () => {
    const there = aContact({ fields: { kode: "7" } });
    const { effect, contact } = mergeContact(there, { number: there.number, fields: {} }, where, "replace", mark);
    expect([effect, contact?.addedAt, contact?.fields]).toEqual(["updated", there.addedAt, {}]);
    expect(contact).not.toHaveProperty("name");
    expect(contact === undefined || isReplaced(contact, mark)).toBe(false);
  });
});

describe("a contact's bounds", () => {
  const fieldsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, "x"]));

  test("hold what is just within them", () => {
    const fields = { ...fieldsOf(maxFields - 1), ["n".repeat(maxFieldNameLength)]: "v".repeat(maxFieldValueLength) };
    expect(contactProblem({ name: "n".repeat(maxNameLength), fields })).toBeUndefined();
  });

  test.each([
    [{ name: "n".repeat(maxNameLength + 1), fields: {} }, `at most ${maxNameLength} characters, got 201`],
    [{ fields: fieldsOf(maxFields + 1) }, `at most ${maxFields} fields, got 51`],
    [{ fields: { ["n".repeat(maxFieldNameLength + 1)]: "x" } }, `up to ${maxFieldNameLength} characters`],
    [{ fields: { kota: "v".repeat(maxFieldValueLength + 1) } }, `kota has 1025`],
    [{ fields: { "a*": "x" } }, 'got "a*"'],
    [{ fields: { kota: "a\u0000" } }, "without control characters, kota has some"],
    [{ name: "\ud800", fields: {} }, "a name without U+D800, which is its character 1"],
    [{ name: "a\u{1F44D}\u202Eb", fields: {} }, "a name without U+202E, which is its character 3"],
    [{ fields: { kota: "Bandung\uFFFF" } }, "a value of kota without U+FFFF, which is its character 8"],
  ])("are told with what came", (row, problem) => {
    expect(contactProblem(row)).toContain(problem);
  });

  test.each(["kota", "Kode Pos", "no-1", "_x", "città", "город", "電話", "1st"])("%s is a field's name", (name) => {
    expect(isFieldName(name)).toBe(true);
  });

  test.each(["", " a", "a ", "a.b", "a/b", "-a", "__proto__", "constructor", "prototype", "a\nb", "{{x}}"])(
    "%j is no field's name",
    (name) => {
      expect(isFieldName(name)).toBe(false);
    },
  );
});
