import {
  changedFields,
  fieldProblems,
  fieldsOf,
  typedFields,
} from "../../../console/src/areas/lists/fields-of-contact.ts";

describe("a contact's fields while they are typed", () => {
  it("are the contact's own, and those that were emptied are none", () => {
    const typed = typedFields({ kota: "Bandung", poin: "7" }).map((field) =>
      field.name === "poin" ? { ...field, value: "" } : field,
    );
    expect(fieldsOf([...typed, { name: " kelas ", value: "A", isNew: true }])).toEqual({ kota: "Bandung", kelas: "A" });
  });

  it("have each a name of its own", () => {
    const typed = [...typedFields({ kota: "Bandung" }), { name: "kota ", value: "x", isNew: true }];
    expect(fieldProblems(typed)).toEqual([undefined, "same"]);
  });

  it("need a name where they have a value, and none where both are empty", () => {
    const typed = [
      { name: "", value: "x", isNew: true },
      { name: "", value: "", isNew: true },
    ];
    expect(fieldProblems(typed)).toEqual(["unnamed", undefined]);
  });

  it("are saved over what others changed meanwhile only where they were changed here", () => {
    const begun = { kota: "Bandung", kelas: "A", poin: "7" };
    const typed = typedFields({ kota: "Jakarta", kelas: "A", poin: "" });
    const now = { kota: "Bandung", kelas: "B", poin: "8", kasir: "Sari" };
    expect(changedFields(begun, typed, now)).toEqual({ kota: "Jakarta", kelas: "B", kasir: "Sari" });
    expect(changedFields(begun, typedFields(begun), {})).toEqual({});
    expect(changedFields({}, typedFields({ constructor: "x" }), {})).toEqual({ constructor: "x" });
  });
});
