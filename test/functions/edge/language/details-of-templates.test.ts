import { readFileSync } from "node:fs";
import { longestTextMs } from "../../../../core/content/render-time.ts";
import { isTemplateProblem, parseTemplate } from "../../../../core/content/template.ts";
import { detailIn, translated } from "../../../../functions/edge/language/detail-in.ts";

/** Each message that the engine of templates has is provoked, and is said in Indonesian as a whole. */

const unread: readonly (readonly [text: string, said: string])[] = [
  ["Halo {{ name", 'output "{{ name" not closed'],
  ["Halo {% if name", 'tag "{% if name" not closed'],
  ["{% jika kota %}", 'tag "jika" not found'],
  ["{{ name | besar }}", "undefined filter: besar"],
  ["{{ }}", 'invalid value expression: ""'],
  ["{{ | upcase }}", 'invalid value expression: "| upcase"'],
  ["{% if %}x{% endif %}", 'invalid value expression: ""'],
  ["{% case %}{% endcase %}", 'invalid value expression: ""'],
  ["{% assign x = %}", 'invalid value expression: ""'],
  ["{% echo | upcase %}", 'invalid value expression: "| upcase"'],
  ["{{ name & kota }}", 'expected "|" before filter'],
  ["{{ name | | upcase }}", "expected filter name"],
  ['{{ name | append "x" }}', 'expected ":" after filter name'],
  ['{{ name | append: "x" "y" }}', 'unexpected character "\\"y\\""'],
  ["{{ [name }}", "[ not closed"],
  ["{% for i in (1..2 %}{% endfor %}", "invalid range syntax"],
  ["{% for i in (1) %}{% endfor %}", "invalid range syntax"],
  ["{% for i in (1..) %}{% endfor %}", 'unexpected token ")", value expected'],
  ["{% case kota %}{% when %}x{% when , %}{% endcase %}", 'unexpected token ",", value expected'],
  ["{% raw %}{{ name }}", 'raw "{% raw %}{{ name }}" not closed'],
  ["{% %}x", "illegal tag syntax, tag name expected"],
  ["{% =x %}", "illegal tag syntax, tag name expected"],
  ["{% liquid\n assign x = 1\n = %}", "illegal liquid tag syntax"],
  ['{% assign = "x" %}', "expected variable name"],
  ['{% assign x "y" %}', 'expected "="'],
  ["{% for %}{% endfor %}", "illegal tag: {% for %}"],
  ["{% for i (1..2) %}{% endfor %}", "illegal tag: {% for i (1..2) %}"],
  ["{% tablerow i %}{% endtablerow %}", "illegal tag: {% tablerow i %}"],
  ["{% for i\nin %}{% endfor %}", "illegal tag: {% for i\nin %}"],
  ["{% for a, line:1, col:1 %}{% endfor %}", "illegal tag: {% for a, line:1, col:1 %}"],
  ["{% capture %}x{% endcapture %}", "invalid capture name"],
  ["{% cycle %}", 'empty candidates: "{% cycle %}"'],
  ["{% if a %}{% else %}{% elsif b %}{% endif %}", "unexpected elsif after else"],
  ["{% if a %}{% else %}{% else %}{% endif %}", "duplicated else"],
  ["{% if a %}{% else x %}{% endif %}", 'unexpected "x"'],
  ["{% if a %}{% endif a %}", 'unexpected "a"'],
  ["{% for i in a %}{% endfor i %}", 'unexpected "i"'],
  ["{% # satu\n dua %}", "every line of an inline comment must start with a '#' character"],
  ...["if a", "unless a", "for i in a", "case a", "capture a", "comment", "tablerow i in a"].map(
    (tag) => [`{% ${tag} %}x`, `tag {% ${tag} %} not closed`] as const,
  ),
];

test.each(unread)("%j is: %s", (text, said) => {
  const parsed = parseTemplate(text);
  if (!isTemplateProblem(parsed)) throw new Error("it was read");
  expect(parsed.problem).toBe(said);
  expect(translated(said)).toEqual(expect.any(String));
  const came = `${said} at line 1, column 1`;
  expect(detailIn("en", came)).toBe(came);
  expect(detailIn("id", came)).toMatch(/ di baris 1, kolom 1$/);
  expect(detailIn("id", came)).not.toMatch(
    /\b(?:at line|not closed|not found|expected|unexpected|illegal|invalid|undefined|duplicated|candidates)\b/,
  );
});

const failed: readonly (readonly [text: string, said: string])[] = [
  ["{{ name | append }}", "append expect 2 arguments"],
  ["{{ name | prepend }}", "prepend expect 2 arguments"],
  ['{{ "?" | base64_decode }}', "invalid base64 provided to base64_decode"],
  ['{{ "%" | url_decode }}', "values that the filters can work with; one says: URI malformed"],
  [
    '{{ "now" | date: "%H", "Mars" }}',
    "values that the filters can work with; one says: Invalid time zone specified: Mars",
  ],
  ['{{ "a,b" | split: "," | where_exp: "x", "" }}', 'invalid value expression: ""'],
  ['{{ "a,b" | split: "," | where_exp: "x", "x | besar" }}', "undefined filter: besar"],
  ["{{ kota }}", "undefined variable: kota"],
  ["{% for i in (1..1000000) %}x{% endfor %}", "a text whose filters go through at most 100000 characters"],
];

test.each(failed)("%j fails with: %s", (text, said) => {
  const parsed = parseTemplate(text);
  if (isTemplateProblem(parsed)) throw new Error(parsed.problem);
  const rendered = parsed.render({ name: "Ayu" }, () => longestTextMs);
  expect(rendered).toMatchObject({ ok: false, wanted: said });
  expect(translated(said)).toEqual(expect.any(String));
  expect(translated(said)).not.toMatch(/\b(?:invalid|undefined|malformed|specified|expect)\b/i);
});

test("a text that takes too long is told in Indonesian", () => {
  const parsed = parseTemplate("{% for i in (1..100) %}{{ i }}{% endfor %}");
  if (isTemplateProblem(parsed)) throw new Error(parsed.problem);
  const rendered = parsed.render({}, () => 0);
  expect(rendered.ok ? "" : translated(rendered.wanted)).toMatch(/^teks yang bisa disusun dalam \d+ ms$/);
});

/** What no text can make the engine say here: of files, of options that are not set, and of what the engine is called with. */
const unreachable: readonly string[] = [
  "`outputEscape` need to be of type string or function",
  "`fs.sep` is required for relative reference",
  "`fs.dirname` is required for relative reference",
  "ENOENT: ",
  "readFile not implemented",
  'illegal file path "',
  "illegal file path",
  "block tag cannot be nested",
  "unbalanced parentheses",
  "unable to evaluate: context not defined",
  "FilteredValueToken evaluation requires liquid instance in context",
];

test("a message that a new version of the engine brings is among them", () => {
  const source = readFileSync(require.resolve("liquidjs"), "utf8");
  const thrown =
    /(?:\bassert\((?:[^;'"`]|'[^']*'(?=\)| *[=&|]))*?|\bError\(|\.error\(|\.assert\((?:[^;'"`]|'.'(?=[,)]| *[=&|]))*?)(["'`])((?:\\.|(?!\1).)+)\1/g;
  const messages = [...source.matchAll(thrown)].map(([, , message = ""]) => message.replaceAll("\\'", "'"));
  const said = [...unread, ...failed].map(([, one]) => one);
  const isProvoked = (message: string) => {
    const parts = message.split(/\$\{[^}]*\}+/);
    return said.some((one) => parts.every((part) => one.includes(part)));
  };
  expect(messages.length).toBeGreaterThan(40);
  // A word alone is a part of what is asked.
  const sentences = messages.filter((one) => one.includes(" "));
  expect(sentences.filter((one) => !isProvoked(one) && !unreachable.includes(one.split("${")[0] ?? ""))).toEqual([]);
});
