import { asciiJson } from "../../../core/webhook/ascii-json.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";

test.each(Object.entries(hostileTexts))("%s is printable ASCII, and comes out as it went in", (_, text) => {
  const json = asciiJson({ [text.slice(0, 40)]: [text] });
  expect(json).toMatch(/^[ -~]+$/);
  expect(JSON.parse(json)).toEqual({ [text.slice(0, 40)]: [text] });
});

test("what is ASCII stays as JSON has it", () => {
  const value = { a: 'x "y" \\ \n\t ~', b: [1, null, true] };
  expect(asciiJson(value)).toBe(JSON.stringify(value));
});
