import fc from "fast-check";
import { maxMessageLength } from "../../../core/content/message-text.ts";
import { longestTextMs } from "../../../core/content/render-time.ts";
import { isTemplateProblem, parseTemplate, type Rendering } from "../../../core/content/template.ts";

/** The text for one contact; a text that does not parse fails the test. */
function rendered(text: string, values: Readonly<Record<string, string>> = {}): Rendering {
  const parsed = parseTemplate(text);
  if (isTemplateProblem(parsed)) throw new Error(`${parsed.problem} at ${parsed.line}:${parsed.column}`);
  return parsed.render(values, () => longestTextMs);
}

function missingIn(text: string, values: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parseTemplate(text);
  if (isTemplateProblem(parsed)) throw new Error(parsed.problem);
  return parsed.missing(values, () => longestTextMs);
}

const variablesOf = (text: string) => {
  const parsed = parseTemplate(text);
  return isTemplateProblem(parsed) ? parsed : parsed.variables;
};

describe("a message", () => {
  test("is its text with the contact's own values", () => {
    const values = { name: "Siti", kota: "Bandung", "kode pos": "40111" };
    expect(rendered("Halo {{ name }} di {{kota}} {{ ['kode pos'] }}!", values)).toEqual({
      ok: true,
      text: "Halo Siti di Bandung 40111!",
    });
  });

  test("without variables is itself, whatever it holds but braces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        fc.pre(!/\{[{%]/.test(text) && text.trim() !== "");
        expect(rendered(text)).toEqual({ ok: true, text });
      }),
    );
  });

  test("puts in any value as it is: what a contact is called is never run", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("{{ number }}", "{% raw %}", "{{", "}}")), (name) => {
        expect(rendered("[{{ name }}]", { name })).toEqual({ ok: true, text: `[${name}]` });
      }),
    );
  });

  test("names the variable that a contact lacks", () => {
    expect(rendered("Halo {{ kota }}", { name: "Siti" })).toEqual({
      ok: false,
      reason: "missing_variable",
      wanted: expect.stringContaining("kota") as string,
    });
  });

  test.each(["constructor", "__proto__", "toString", "name.constructor", "name.__proto__"])(
    "%s is no variable that everybody has",
    (variable) => {
      expect(rendered(`{{ ${variable} }}`, { name: "Siti" })).toMatchObject({ reason: "missing_variable" });
    },
  );

  test("takes what default says for a variable that is not there, and only then", () => {
    const text = '{{ kota | default: "kotamu" }}';
    expect(rendered(text)).toEqual({ ok: true, text: "kotamu" });
    expect(rendered(text, { kota: "Solo" })).toEqual({ ok: true, text: "Solo" });
  });

  test("may ask whether a variable is there", () => {
    const text = "{% if kota %}di {{ kota }}{% else %}di mana{% endif %}";
    expect(rendered(text)).toEqual({ ok: true, text: "di mana" });
    expect(rendered(text, { kota: "Solo" })).toEqual({ ok: true, text: "di Solo" });
  });

  test("of nothing but space is none, and names what is blank", () => {
    expect(rendered("{{ name }}\n", { name: " " })).toMatchObject({ ok: false, reason: "missing_variable" });
    expect(missingIn("{{ Nama }}{% if kota %}{{ kota }}{% endif %}", { name: " " })).toEqual(["Nama", "kota"]);
  });
});

describe("a variable", () => {
  const values = { name: "Ayu", number: "6281", Kota: "Solo", "No Pesanan": "A-17" };

  test("is found in loops, conditions, assignments and filters, whatever its case", () => {
    const text =
      "{% if KOTA == 'Solo' %}{% for i in (1..2) %}{{ kota }}{{ forloop.index }} {% endfor %}{% endif %}{% assign k = kota | upcase %}{{ k }} {{ 'x' | append: no_pesanan }} {{ Hadiah | default: nama }}";
    expect(rendered(text, values)).toEqual({ ok: true, text: "Solo1 Solo2 SOLO xA-17 Ayu" });
  });

  test("that the text sets itself hides the contact's", () => {
    const text =
      "{% assign kota = 'Kota' %}{{ kota }} {{ Kota }}, {% capture nama %}Kak {{ name }}{% endcapture %}{{ nama }}";
    expect(rendered(text, values)).toEqual({ ok: true, text: "Kota Solo, Kak Ayu" });
    expect(rendered("{% for kota in (1..2) %}{{ kota }}{% endfor %}{{ kota }}", values)).toEqual({
      ok: true,
      text: "12Solo",
    });
    expect(rendered("{% increment kota %}{{ kota }}", values)).toEqual({ ok: true, text: "01" });
  });

  test.each(["size", "first", "last", "toString", "hasOwnProperty"])(
    "called %s is the contact's, or missing",
    (name) => {
      expect(rendered(`{{ ${name} }}`, values)).toMatchObject({ ok: false, reason: "missing_variable" });
      expect(rendered(`{{ ${name} }}`, { ...values, [name]: "L" })).toEqual({ ok: true, text: "L" });
      expect(missingIn(`{{ ${name} }}`, values)).toEqual([name]);
    },
  );

  test("that is missing is named as the text writes it, with points and all", () => {
    expect(missingIn('{{ Kode }} {{ ["No. HP Ibu"] }} {{ ["a, b"] }} {{ kota.nama }} {{ x.y }}', values)).toEqual([
      "Kode",
      "No. HP Ibu",
      "a, b",
      "kota.nama",
      "x",
    ]);
  });
});

describe("a bare number", () => {
  const foundIn = (text: string) => {
    const parsed = parseTemplate(text);
    return isTemplateProblem(parsed) ? parsed : parsed.bareNumber;
  };

  test.each([
    ["Halo {{1}}, pesanan {{2}} siap", 6, "{{1}}"],
    ["{{ 1 }}", 1, "{{ 1 }}"],
    ["{{-1-}}", 1, "{{-1-}}"],
    ["{{- 12 -}}", 1, "{{- 12 -}}"],
    ["{{1 | upcase}}", 1, "{{1 | upcase}}"],
    ["{{ 1 | default: 'Kak' }}", 1, "{{ 1 | default: 'Kak' }}"],
    ["{{ 1.0 }}", 1, "{{ 1.0 }}"],
    ["{{ \uff11 }}", 1, "{{ \uff11 }}"],
    ["{% if kota %}{{1}}{% endif %}", 14, "{{1}}"],
    ["{% if kota %}x{% else %}{{1}}{% endif %}", 25, "{{1}}"],
    ["{% unless kota %}{{1}}{% endunless %}", 18, "{{1}}"],
    ["{% case kota %}{% when 'x' %}a{% else %}{{1}}{% endcase %}", 41, "{{1}}"],
    ["{% for i in (1..2) %}{{ 1 }}{% endfor %}", 22, "{{ 1 }}"],
    ["{% capture a %}{{ 1 }}{% endcapture %}{{ a }}", 16, "{{ 1 }}"],
    ["{% echo 1 %}", 1, "{% echo 1 %}"],
  ])("%j is found at its place", (text, column, written) => {
    expect(foundIn(text)).toEqual({ line: 1, column, written });
  });

  test.each([
    "{{ harga | plus: 1 }}",
    "{{ 100 | minus: diskon }}%",
    "{% if jumlah > 1 %}{{ jumlah }}{% endif %}",
    "{% assign n = 1 %}{{ n }}",
    "{% for i in (1..3) %}{{ i }}{% endfor %}",
    "{% raw %}{{1}}{% endraw %}",
    "{% comment %}{{1}} dan {{ nama kota }}{% endcomment %}x",
    '{{ "{{1}}" }}',
    '{{ ["1"] }}',
    "{% cycle 1, 2 %}",
    "{% case kelas %}{% when 1 %}satu{% endcase %}",
    "Nomor {1} dan 1",
  ])("%j has none", (text) => {
    expect(foundIn(text)).toBeUndefined();
  });

  test("of a text that was taken in before is rendered as it was", () => {
    expect(rendered("Halo {{1}}")).toEqual({ ok: true, text: "Halo 1" });
  });
});

test("variables are listed once each, in order of appearance, without what the text sets itself", () => {
  const text =
    "{% assign sapaan = 'Halo' %}{{ sapaan }} {{ name }} {{ kota | default: tempat }} {{ name }} {{ ['no hp'] }}";
  expect(variablesOf(text)).toEqual(["name", "kota", "tempat", "no hp"]);
  expect(variablesOf("Halo")).toEqual([]);
});

describe("limits", () => {
  test("a message has 4,096 characters at most", () => {
    expect(rendered("{{ a }}", { a: "x".repeat(maxMessageLength) })).toMatchObject({ ok: true });
    expect(rendered("{{ a }}", { a: "x".repeat(maxMessageLength + 1) })).toEqual({
      ok: false,
      reason: "message_too_long",
      wanted: "at most 4096 characters, rendered 4097",
    });
  });

  test.each([
    ["an endless range", "{% for i in (1..900000000) %}x{% endfor %}"],
    [
      "a text doubled again and again",
      "{% for i in (1..60) %}{% capture a %}{{ a }}{{ a }}xxxx{% endcapture %}{% endfor %}",
    ],
    ["loops in loops", "{% for i in (1..9999) %}{% for j in (1..9999) %}{% assign k = j %}{% endfor %}{% endfor %}"],
  ])("%s ends soon, as that recipient's failure", (_, text) => {
    const startedAt = performance.now();
    expect(rendered(text, { a: "x" })).toMatchObject({ ok: false, reason: "template_failed" });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test.each([
    ["a text without end", "x".repeat(100_001)],
    ["nesting without end", "{%if a%}".repeat(5_000) + "{%endif%}".repeat(5_000)],
  ])("%s does not parse", (_, text) => {
    expect(parseTemplate(text)).toMatchObject({ problem: expect.any(String) as string });
  });
});

describe("a text that does not parse", () => {
  test.each([
    ["Halo {{ name", 1, 6, "not closed"],
    ["Halo\n  {% jika x %}", 2, 3, "jika"],
    ["a\nb\nccc {{ name | besar }}", 3, 5, "besar"],
    ["{% if a %}\nx", 1, 1, "not closed"],
    ["{{ a | default: }}{% endif %}", 1, 19, "endif"],
  ])("%j is told with line %d and column %d", (text, line, column, problem) => {
    expect(parseTemplate(text)).toEqual({ line, column, problem: expect.stringContaining(problem) as string });
  });

  test.each(["include", "render", "layout"])("%s is an unknown word: no file is ever read", (tag) => {
    for (const file of ["/etc/passwd", "package.json", "./x.liquid"]) {
      expect(parseTemplate(`{% ${tag} "${file}" %}`)).toMatchObject({ problem: `tag "${tag}" not found` });
    }
  });

  test("says nothing of files on our side", () => {
    const problem = parseTemplate("{{ a");
    expect(JSON.stringify(problem)).not.toMatch(/file|\/work|node_modules/);
  });

  test("is told for any text at all: parsing never throws, and what parses renders or says why not", () => {
    const pieces = fc.constantFrom(
      "{{",
      "}}",
      "{%",
      "%}",
      "if",
      "for",
      "in",
      "name",
      "|",
      "default:",
      "'",
      '"',
      " ",
      "\n",
      "x",
      "(1..3)",
      "endif",
      "endfor",
      "assign",
      "=",
      "raw",
      "comment",
      ".",
      "[",
      "]",
      "-",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 15 }), (parts) => {
        const parsed = parseTemplate(parts.join(""));
        if (isTemplateProblem(parsed)) expect(parsed.line).toBeGreaterThanOrEqual(1);
        else expect(typeof parsed.render({ name: "Siti" }, () => longestTextMs).ok).toBe("boolean");
      }),
      { numRuns: 500 },
    );
  });
});
