import { lackingVariables, nearestFirst } from "../../../../core/campaign/plan/lacking-variables.ts";
import { RenderTime } from "../../../../core/content/render-time.ts";
import { isTemplateProblem, parseTemplate } from "../../../../core/content/template.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

function parsed(text: string) {
  const template = parseTemplate(text);
  if (isTemplateProblem(template)) throw new Error(template.problem);
  return template;
}

const lackingIn = (
  text: string,
  fields: Readonly<Record<string, number>>,
  variables: Readonly<Record<string, string>> = {},
) =>
  lackingVariables(parsed(text), variables, { contacts: 10, fields }, new RenderTime(new FakeClock(0))).map(
    ({ variable, have }) => `${variable} ${have}`,
  );

test.each([
  ["what every contact has is lacked by nobody", "Halo {{ name }}, {{ number }}", [], {}],
  ["what some lack is named with how many have it", "{{ name }} {{ kota }} {{ kode }}", ["kota 7", "kode 1"], {}],
  [
    "what nobody has is had by 0, as what is had no more",
    "{{ tidak_ada }} {{ hilang }}",
    ["tidak_ada 0", "hilang 0"],
    {},
  ],
  ["a campaign's own value is for everybody", "{{ kota }} {{ promo }}", ["kota 7"], { promo: "50%" }],
  ["a default stands in", '{{ kota | default: "kotamu" }} {{ x | default: name }}', [], {}],
  ["a default that is no value of everybody is none", "{{ x | default: kota }}", ["kota 7"], {}],
  ["a default behind another filter comes too late", '{{ kota | upcase | default: "-" }}', ["kota 7"], {}],
  [
    "a condition stands before",
    "{% if kota %}{{ kota }}{% else %}{{ x }}{% endif %} {% unless y %}{{ y }}{% endunless %}",
    [],
    {},
  ],
  [
    "a case and a loop are conditions, too",
    "{% case x %}{% when 'a' %}{{ y }}{% endcase %}{% for a in x %}{{ z }}{% endfor %}",
    [],
    {},
  ],
  [
    "what a text sets itself is nobody's",
    '{% assign a = "x" %}{% if kota %}{% assign b = kota %}{% endif %}{{ a }} {{ b }}',
    [],
    {},
  ],
  ["an echo needs its value", "{% echo kode %}", ["kode 1"], {}],
  ["a part of a value is what no contact has", "{{ name }} {{ kota.nama }}", ["kota 7", "kota.nama 0"], {}],
  ["each is named once", "{{ kota }} {{ kota }}", ["kota 7"], {}],
  ["a name with spaces is one", '{{ ["kode pos"] }} {{ ["kode toko"] }}', ["kode pos 4", "kode toko 0"], {}],
])("%s", (_, text, lacking, variables) => {
  const fields = { name: 10, kota: 7, kode: 1, "kode pos": 4, hilang: 0 };
  expect(lackingIn(text, fields, variables as Record<string, string>)).toEqual(lacking);
});

test("counts that are off name no more contacts than there are", () => {
  expect(lackingIn("{{ kota }} {{ kode }}", { kota: 12, kode: -3 })).toEqual(["kode 0"]);
});

test("a variable stands at its first place", () => {
  const { placeOf } = parsed('Halo\n  {{ ["kode pos"] | upcase }} {{ kota.nama }} {{ kota }}');
  expect([placeOf("kode pos"), placeOf("kota.nama"), placeOf("kota")]).toEqual([
    { line: 2, column: 6 },
    { line: 2, column: 34 },
    { line: 2, column: 34 },
  ]);
});

test("names come nearest first", () => {
  expect(nearestFirst("ktoa", ["alamat", "Kota", "name", "kode"])).toEqual(["Kota", "kode", "name", "alamat"]);
});
