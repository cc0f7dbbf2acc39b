import { Liquid } from "liquidjs";
import { fieldsOf, sameName, variablesIn, variableText } from "../../../console/src/parts/message/variables.ts";

test.each([
  ["kota", "{{ kota }}"],
  ["No Pesanan", "{{ No_Pesanan }}"],
  ["kode-pos", "{{ kode_pos }}"],
  ["2024", '{{ ["2024"] }}'],
  ["Größe", '{{ ["Größe"] }}'],
  ['a"b', "{{ ['a\"b'] }}"],
])("the field %j is put in as %j, which is a variable", (field, text) => {
  expect(variableText(field)).toBe(text);
  expect(variablesIn(text).map(sameName)).toStrictEqual([sameName(field)]);
  expect(() => new Liquid().parse(text)).not.toThrow();
});

test("variables of a text stand in their order, each once however it is written", () => {
  const text =
    '{{ Kota }}, {{kota|upcase}} {{- name -}} {{ ["No. Pesanan"] }} {{ no_pesanan }} {% if x %}{% endif %} {{ "kata" }}';
  expect(variablesIn(text)).toStrictEqual(["Kota", "name", "No. Pesanan"]);
});

test("fields that most contacts have come first", () => {
  const contacts = [{ fields: { a: "1" } }, { fields: { b: "1", a: "" } }, { fields: {} }];
  expect(fieldsOf(contacts)).toStrictEqual(["a", "b"]);
});
