import { readFileSync } from "node:fs";
import { Liquid } from "liquidjs";
import { valuesFor } from "../../core/content/message-template.ts";
import { maxFieldNameLength, maxFields, maxFieldValueLength, maxNameLength } from "../../core/contact/contact.ts";
import { maxMessageLength } from "../../core/content/message-text.ts";
import { longestTextMs } from "../../core/content/render-time.ts";
import { isTemplateProblem, parseTemplate } from "../../core/content/template.ts";
import type { NamedError } from "../../core/errors.ts";
import { lackedVariables } from "../../functions/campaigns/plan/lacked-variables.ts";
import { assertSendable } from "../../functions/content/sendable-text.ts";
import { maxTemplateLength } from "../../functions/routes/fields.ts";
import { previewMessage } from "../../functions/routes/templates.ts";
import { aList } from "../support/builders.ts";
import { fencesOf, rowsWith } from "./markdown.ts";

/** Each example of docs/templates.md is rendered, and each tag and filter that a text may have stands there with one. */

interface WrittenContact {
  readonly number: string;
  readonly name?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const page = readFileSync("docs/templates.md", "utf8");
const fences = fencesOf(page);
const jsonOf = (info: string): unknown => JSON.parse(fences.find((fence) => fence.info === info)?.text ?? "");
const contact = jsonOf("json contact") as WrittenContact;
const written = (cell: string) => cell.replaceAll("⏎", "\n");
const msLeft = () => longestTextMs;

function rendered(
  text: string,
  to: WrittenContact,
  { variables = {}, timezone }: { variables?: Readonly<Record<string, string>>; timezone?: string | undefined } = {},
) {
  const template = assertSendable(text, "/message");
  const values = valuesFor(variables, { fields: {}, ...to });
  return { ...template.render(values, msLeft, timezone), missing: template.missing(values, msLeft, timezone) };
}

const examples = rowsWith(page, ["Text", "Becomes"]);
const inTimezone = rowsWith(page, ["The session's timezone", "Text", "Becomes"]);
const zoneOf = (row: (typeof examples)[number]): string | undefined => {
  const { "The session's timezone": named } = row as Partial<(typeof inTimezone)[number]>;
  return named === "none" ? undefined : named;
};

test.each(examples.map((row) => [row.Text, row.Becomes, zoneOf(row)]))(
  "%s becomes %s",
  (text = "", becomes = "", timezone) => {
    expect(rendered(written(text), contact, { timezone })).toMatchObject({ ok: true, text: written(becomes) });
  },
);

test("dates have examples in several timezones", () => {
  expect(new Set(inTimezone.map(zoneOf)).size).toBeGreaterThan(1);
});

const refused = rowsWith(page, ["Text", "Code", "What came"]);

test.each(refused.map((row) => [row.Text, row.Code, row["What came"]]))("%s is %s", async (text, code, came) => {
  const fieldCounts = Object.fromEntries(Object.keys(contact.fields ?? {}).map((field) => [field, 1]));
  const services = {
    contacts: { page: async () => await Promise.resolve({ items: [] }) },
  } as unknown as Parameters<typeof lackedVariables>[0];
  const taken = async () => {
    assertSendable(written(text), "/message");
    const body = { text: written(text), variables: {} };
    await lackedVariables(services, body, [aList({ contactCount: 1, fieldCounts })], "/message");
  };
  const error = await taken().then(
    () => undefined,
    (cause: unknown) => cause as NamedError,
  );
  expect(error).toMatchObject({ code, details: [{ pointer: "/message", came: written(came) }] });
});

test("the previewed answer is what the request gives", () => {
  const { message, variables, contacts = [] } = previewMessage.body.parse(jsonOf("json previewMessage"));
  const { data } = previewMessage.answers[200].body.parse(jsonOf("json previewMessage 200"));
  const previews = contacts.map((to) => {
    const { name, fields = {} } = to;
    const of = { number: to.number.replaceAll(/\D/g, ""), ...(name === undefined ? {} : { name }) };
    const preview = rendered(message, { ...of, fields }, variables === undefined ? {} : { variables });
    return preview.ok
      ? { ...of, ok: true, message: preview.text, missing: preview.missing }
      : { ...of, ok: false, missing: preview.missing, problem: preview.wanted };
  });
  expect(data).toEqual(previews);
});

const { tags, filters } = new Liquid();
const isUnknown = (text: string, said: string) => {
  const parsed = parseTemplate(text);
  return isTemplateProblem(parsed) && parsed.problem === said;
};
const allowed = Object.keys(tags).filter((tag) => !isUnknown(`{% ${tag} %}`, `tag "${tag}" not found`));

test("each tag stands there with an example, or among what is refused", () => {
  const rows = rowsWith(page, ["Tag", "Text"]);
  expect(rows.map(({ Tag }) => Tag).toSorted()).toEqual(allowed.toSorted());
  for (const { Tag, Text } of rows) expect(Text).toContain(`{% ${Tag}`);
  const refusedTags = Object.keys(tags).filter((tag) => !allowed.includes(tag));
  expect(refusedTags.filter((tag) => !refused.some(({ Text }) => Text.startsWith(`{% ${tag} `)))).toEqual([]);
});

test("each filter stands there with an example", () => {
  const rows = rowsWith(page, ["Filter", "Text"]);
  const known = Object.keys(filters).filter((name) => !isUnknown(`{{ x | ${name} }}`, `undefined filter: ${name}`));
  expect(rows.map(({ Filter }) => Filter).toSorted()).toEqual(known.toSorted());
  for (const { Filter, Text } of rows) expect(Text).toMatch(new RegExp(`\\| ${Filter}\\b`));
});

test("the bounds are those of the code", () => {
  const bounds = page.split("\n## ").find((part) => part.startsWith("Bounds")) ?? "";
  const values = [
    [maxMessageLength, maxTemplateLength, longestTextMs],
    [maxFields, maxFieldNameLength, maxFieldValueLength, maxNameLength],
  ].flat();
  expect(values.filter((value) => !bounds.includes(value.toLocaleString("en")))).toEqual([]);
});
