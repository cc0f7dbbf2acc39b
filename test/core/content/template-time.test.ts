import { processingTime } from "../../../aws/processing-time.ts";
import { RenderTime, type MsLeft } from "../../../core/content/render-time.ts";
import { partBeyondBounds } from "../../../core/content/template-bounds.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate } from "../../../core/content/template.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** What a text may take of its process: time that this works, with room for the last filter. */

function parsed(text: string): ParsedTemplate {
  const template = parseTemplate(text);
  if (isTemplateProblem(template)) throw new Error(`${template.problem} at ${template.line}:${template.column}`);
  return template;
}

const timed = (act: () => void): number => {
  const startedAt = processingTime.elapsed();
  act();
  return processingTime.elapsed() - startedAt;
};
/** Three times what a text may take: the last filter ends after the time is over. */
const soonMs = 600;

const unknown = (count: number) => Array.from({ length: count }, (_, index) => `{{ v${index} }}`).join("");
const loops = "{% for i in (1..999) %}{% for j in (1..999) %}{% endfor %}{% endfor %}";
const long = "{% assign a = 'x' %}{% for i in (1..16) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}";
const list = `${long}{% assign l = a | split: '' %}`;

test.each([
  ["loops in loops", loops],
  ["loops in loops before fifty unknown variables", `${loops}${unknown(50)}`],
  [
    "fifty unknown variables, each behind a loop that just fits",
    `{% for i in (1..150) %}{% for j in (1..150) %}{% endfor %}{% endfor %}${unknown(50)}`,
  ],
  [
    "an expression for each of many",
    `${list}{% assign l = l | where_exp: "i", "i == 'a' and i contains 'b' or i" %}{{ l | size }}`,
  ],
  ["a group for each of many", `${list}{% assign l = l | group_by_exp: "i", "i | append: i" %}{{ l | size }}`],
  ["a search of a range", `{% assign l = (1..300000) %}{% assign l = l | where_exp: "i", "i == 1" %}{{ l | size }}`],
  ["a list that is sorted", `${list}{% for i in (1..99) %}{% assign m = l | sort %}{% endfor %}x`],
  [
    "tags of a page",
    `{% assign a = "<script" %}{% for i in (1..16) %}{% assign a = a | append: a %}{% endfor %}{{ a | strip_html }}`,
  ],
])("%s: a text and all that it lacks take no longer than one text may", (_, text) => {
  const template = parsed(text);
  const msLeft = new RenderTime(processingTime).ofText();
  expect(
    timed(() => {
      template.render({}, msLeft);
      template.missing({}, msLeft);
    }),
  ).toBeLessThan(soonMs);
});

test("what is missing is told as far as time allows", () => {
  const template = parsed(unknown(3));
  expect(template.missing({}, new RenderTime(processingTime).ofText())).toEqual(["v0", "v1", "v2"]);
  expect(template.missing({}, () => 0)).toEqual([]);
  expect(template.render({ v0: "a", v1: "b", v2: "c" }, () => 0)).toEqual({
    ok: false,
    reason: "template_failed",
    wanted: "a text that is made in 200 ms",
  });
});

test("a process that stands still while a text is made loses no text", () => {
  const template = parsed("{% for i in (1..3) %}Halo {{ name }} {% endfor %}");
  let now = performance.now();
  const clock = jest.spyOn(performance, "now").mockImplementation(() => (now += 60_000));
  try {
    const texts = template.render({ name: "Ayu" }, new RenderTime(processingTime).ofText());
    expect(texts).toEqual({ ok: true, text: "Halo Ayu Halo Ayu Halo Ayu " });
  } finally {
    clock.mockRestore();
  }
});

test("a text has 200 ms, and the texts of a request one second", async () => {
  const clock = new FakeClock();
  const time = new RenderTime(clock);
  const left: number[] = [];
  let msLeft: MsLeft = time.ofText();
  for (let text = 0; text < 6; text += 1) {
    msLeft = time.ofText();
    left.push(msLeft());
    await clock.advance(180);
  }
  expect(left).toEqual([200, 200, 200, 200, 200, 100]);
  expect([msLeft(), time.isOver]).toEqual([0, true]);
});

describe("a text that is taken in", () => {
  test.each([
    ["no more than 500 parts", "{{ a }}".repeat(501), 1, 3_501],
    ["no part of more than 1,000 characters", `Halo\n {{ a ${"and a ".repeat(200)}}}`, 2, 2],
    ["no tag of more than 1,000 characters", `{% if a ${"or a ".repeat(200)}%}x{% endif %}`, 1, 1],
  ])("has %s", (_, text, line, column) => {
    expect(partBeyondBounds(text)).toEqual({ line, column, problem: expect.stringContaining("at most") as string });
  });

  test.each([
    ["outputs", "{{a}}".repeat(500)],
    ["conditions", "{%if a%}".repeat(250) + "{%endif%}".repeat(250)],
    ["operators", `{{ a ${"and a ".repeat(160)}}}`.repeat(16)],
    ["words", "x".repeat(16_384)],
  ])("is read soon, whatever it has of %s", (_, text) => {
    expect(partBeyondBounds(text)).toBeUndefined();
    expect(timed(() => parsed(text))).toBeLessThan(soonMs);
  });
});
