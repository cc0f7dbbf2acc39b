import { execFileSync } from "node:child_process";
import { longestTextMs } from "../../../core/content/render-time.ts";
import { isTemplateProblem, parseTemplate } from "../../../core/content/template.ts";

/** Dates of a text: in the session's timezone, unless the text names another one. */

const ofText = (text: string, timezone?: string, values: Readonly<Record<string, string>> = {}) => {
  const parsed = parseTemplate(text);
  if (isTemplateProblem(parsed)) throw new Error(parsed.problem);
  return parsed.render(values, () => longestTextMs, timezone);
};
const rendered = (...asked: Parameters<typeof ofText>) => {
  const rendering = ofText(...asked);
  return rendering.ok ? rendering.text : rendering;
};

const moment = "2026-12-01T20:30:05Z";
const cases: readonly (readonly [filter: string, timezone: string | undefined, becomes: string])[] = [
  // A moment is shown as the clock on the wall there shows it.
  [`"${moment}" | date: "%d/%m/%Y %H.%M.%S"`, undefined, "01/12/2026 20.30.05"],
  [`"${moment}" | date: "%d/%m/%Y %H.%M"`, "Asia/Jakarta", "02/12/2026 03.30"],
  [`"${moment}" | date: "%d/%m/%Y %H.%M"`, "America/New_York", "01/12/2026 15.30"],
  [`"2026-07-01T20:30:05Z" | date: "%d/%m/%Y %H.%M"`, "America/New_York", "01/07/2026 16.30"],
  [`"2026-12-01T20:30:05+09:00" | date: "%H.%M"`, "Asia/Jakarta", "18.30"],
  [`"2026-12-01 20:30 +0900" | date: "%H.%M"`, "Asia/Jakarta", "18.30"],
  [`"Tue, 01 Dec 2026 20:30:05 GMT" | date: "%H.%M"`, "Asia/Jakarta", "03.30"],
  [`"1 Dec 2026 8:30 pm UTC" | date: "%H.%M"`, "Asia/Jakarta", "03.30"],
  ['1796157005 | date: "%d %H.%M.%S"', "Asia/Jakarta", "02 03.30.05"],
  ['"1796157005" | date: "%d %H.%M.%S"', "Asia/Jakarta", "02 03.30.05"],
  // What names no zone is written as the clock there shows it.
  ['"2026-12-01" | date: "%d/%m/%Y %H.%M"', undefined, "01/12/2026 00.00"],
  ['"2026-12-01" | date: "%d/%m/%Y %H.%M"', "Asia/Jakarta", "01/12/2026 00.00"],
  ['"2026-12-01" | date: "%d/%m/%Y %H.%M"', "America/New_York", "01/12/2026 00.00"],
  ['"2026-12-01T09:00" | date: "%d/%m/%Y %H.%M"', "Asia/Jakarta", "01/12/2026 09.00"],
  ['"2026-12-01 09:00:07" | date: "%d/%m/%Y %H.%M.%S"', "America/New_York", "01/12/2026 09.00.07"],
  ['"01/12/2026" | date: "%d/%m/%Y"', "Asia/Jakarta", "12/01/2026"],
  ['"1 Dec 2026 9:00 PM" | date: "%d/%m/%Y %H.%M"', "Asia/Jakarta", "01/12/2026 21.00"],
  ['"2026-03-08 03:30" | date: "%d %H.%M %z"', "America/New_York", "08 03.30 -0400"],
  ['"2026-03-08 01:30" | date: "%d %H.%M %z"', "America/New_York", "08 01.30 -0500"],
  ['"2026-12-01 09:00" | date: "%s"', "Asia/Jakarta", "1796090400"],
  // A zone that the text names.
  [`"${moment}" | date: "%d/%m/%Y %H.%M", "Asia/Tokyo"`, "Asia/Jakarta", "02/12/2026 05.30"],
  [`"${moment}" | date: "%d/%m/%Y %H.%M", "UTC"`, "Asia/Jakarta", "01/12/2026 20.30"],
  [`"${moment}" | date: "%H.%M", "wib"`, "America/New_York", "03.30"],
  [`"${moment}" | date: "%H.%M", -540`, "Asia/Jakarta", "05.30"],
  ['"2026-12-01 09:00" | date: "%H.%M", "Asia/Tokyo"', "Asia/Jakarta", "11.00"],
  // The other filters of dates.
  [`"${moment}" | date`, "Asia/Jakarta", "Wednesday, December 2, 2026 at 3:30 am +0700"],
  [`"${moment}" | date: "%Z %z"`, "Asia/Jakarta", "Asia/Jakarta +0700"],
  [`"${moment}" | date_to_string`, "Asia/Jakarta", "02 Dec 2026"],
  [`"${moment}" | date_to_string: "ordinal", "US"`, "Asia/Jakarta", "Dec 2nd, 2026"],
  [`"${moment}" | date_to_long_string`, "Asia/Jakarta", "02 December 2026"],
  [`"${moment}" | date_to_xmlschema`, "Asia/Jakarta", "2026-12-02T03:30:05+07:00"],
  [`"${moment}" | date_to_rfc822`, "Asia/Jakarta", "Wed, 02 Dec 2026 03:30:05 +0700"],
  ['"2026-12-01" | date_to_string', "America/New_York", "01 Dec 2026"],
  ['"2026-12-01" | date_to_long_string', "America/New_York", "01 December 2026"],
  ['"2026-12-01T09:00" | date_to_xmlschema', "America/New_York", "2026-12-01T09:00:00-05:00"],
  ['"2026-12-01T09:00" | date_to_rfc822', "America/New_York", "Tue, 01 Dec 2026 09:00:00 -0500"],
  // What is no date.
  ['"besok" | date: "%d"', "Asia/Jakarta", "besok"],
  ['"Marie, 20:00" | date: "%d"', "Asia/Jakarta", "Marie, 20:00"],
];

test.each(cases)("{{ %s }} for %s is %s", (filter, timezone, becomes) => {
  expect(rendered(`{{ ${filter} }}`, timezone)).toBe(becomes);
});

test("now is the moment of sending there", () => {
  const hourIn = (timezone: string) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: timezone, day: "2-digit", hour: "2-digit" }).format(new Date());
  const before = hourIn("Asia/Tokyo");
  const said = rendered('{{ "now" | date: "%d, %H" }} {{ "today" | date: "%d, %H" }}', "Asia/Tokyo");
  expect([`${before} ${before}`, `${hourIn("Asia/Tokyo")} ${hourIn("Asia/Tokyo")}`]).toContain(said);
});

test("a contact's own date is read alike, and a part that groups or expressions make as well", () => {
  const text =
    '{% assign tepat = waktu | split: "|" | where_exp: "w", "w != \'x\'" | first %}{{ tepat | date: "%H.%M" }}';
  expect(rendered(text, "Asia/Jakarta", { waktu: `${moment}|x` })).toBe("03.30");
});

test("what a contact lacks is found by the same clock", () => {
  const text = `{% assign jam = "${moment}" | date: "%H" %}{% if jam == "03" %}{{ pagi }}{% endif %}x`;
  const parsed = parseTemplate(text);
  if (isTemplateProblem(parsed)) throw new Error(parsed.problem);
  expect(parsed.missing({}, () => longestTextMs, "Asia/Jakarta")).toEqual(["pagi"]);
  expect(rendered(text)).toBe("x");
});

test("a timezone that there is not fails the text, and says which", () => {
  expect(rendered(`{{ "${moment}" | date: "%H", "Mars/Olympus" }}`)).toMatchObject({
    ok: false,
    reason: "template_failed",
    wanted: expect.stringContaining("Mars/Olympus") as string,
  });
});

/** In the hours around a change of the process's own clocks the engine errs; where it is deployed these are UTC. */
const elsewhere = cases.filter(([filter]) => !filter.includes("2026-03-08"));

test.each(["Asia/Jakarta", "America/New_York"])("all of that is the same in a process in %s", (zone) => {
  const program = `
    import { parseTemplate } from "./core/content/template.ts";
    const cases = ${JSON.stringify(elsewhere)};
    const texts = cases.map(([filter, timezone]) => parseTemplate("{{ " + filter + " }}").render({}, () => 1_000, timezone).text);
    process.stdout.write(JSON.stringify(texts));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, TZ: zone },
    encoding: "utf8",
  });
  expect(JSON.parse(said)).toEqual(elsewhere.map(([, , becomes]) => becomes));
});
