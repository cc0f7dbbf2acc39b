import { readFileSync } from "node:fs";
import { eventTypes, testEventType } from "../../core/webhook/events.ts";

/** What docs/webhooks.md says that each event carries; a family such as `session.*` says it of all that begin so. */
const headings = [...readFileSync("docs/webhooks.md", "utf8").matchAll(/^### (.*)$/gm)].map(
  ([, heading = ""]) => heading,
);
const named = headings.flatMap((heading) => [...heading.matchAll(/`([a-z_.*]+)`/g)].map(([, name = ""]) => name));

test.each([...eventTypes, testEventType])("docs/webhooks.md says what %s carries", (type) => {
  const family = `${type.slice(0, type.indexOf("."))}.*`;
  expect(named.filter((name) => name === type || name === family)).toHaveLength(1);
});

test("docs/webhooks.md names no event that there is not", () => {
  const isKnown = (name: string) =>
    [...eventTypes, testEventType].some((type) => type === name || `${type.slice(0, type.indexOf("."))}.*` === name);
  expect(named.filter((name) => !isKnown(name))).toEqual([]);
});
