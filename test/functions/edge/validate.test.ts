import fc from "fast-check";
import * as z from "zod";
import type { NamedError } from "../../../core/errors.ts";
import { check } from "../../../functions/edge/validate.ts";

/** The details of a refusal; a value that is taken fails the test. */
function detailsOf(schema: z.ZodType, value: unknown, at = ""): readonly object[] {
  try {
    check(schema, value, at);
  } catch (error) {
    expect(error).toMatchObject({ code: "VALIDATION_FAILED", kind: "invalid" });
    return (error as NamedError).details;
  }
  throw new Error("it was taken");
}

const unknown = (pointer: string) => ({ pointer, came: "a field that is not known here", wanted: "no such field" });

test("what is valid comes back as the schema reads it", () => {
  const schema = z.strictObject({ name: z.string().trim(), limit: z.coerce.number().default(20) });
  expect(check(schema, { name: " Siti " }, "")).toEqual({ name: "Siti", limit: 20 });
});

describe("of each kind of mistake is told what came and what was wanted:", () => {
  test.each<[string, z.ZodType, unknown, string, string]>([
    ["nothing", z.string(), undefined, "nothing", "a string"],
    ["another type", z.string(), 5, "5", "a string"],
    ["null", z.object({}), null, "null", "an object"],
    ["an object for a list", z.array(z.string()), { a: 1 }, "an object", "an array"],
    ["a list for an object", z.object({}), [1, 2], "an array of 2", "an object"],
    ["a broken number", z.int(), 1.5, "1.5", "an int"],
    ["no number in a query", z.coerce.number(), "abc", '"abc"', "a number"],
    ["too short", z.string().min(3), "ab", '"ab"', "at least 3 characters"],
    ["too long", z.string().max(3), "abcd", '"abcd"', "at most 3 characters"],
    ["too small", z.int().min(1), 0, "0", "at least 1"],
    ["too big", z.int().max(100), 101, "101", "at most 100"],
    ["too few", z.array(z.int()).min(1), [], "an array of 0", "at least 1 entries"],
    ["too many", z.array(z.int()).max(1), [1, 2], "an array of 2", "at most 1 entries"],
    ["a text for a list that may not be long", z.array(z.string()).min(1).max(2), "yes", '"yes"', "an array"],
    ["a list for a text that may not be long", z.string().min(2).max(2), ["a", "b", "c"], "an array of 3", "a string"],
    ["none of a few", z.enum(["read", "write"]), "admin", '"admin"', "one of read, write"],
    ["not that one", z.literal(true), false, "false", "one of true"],
    ["its own wish", z.string().refine(() => false, { error: "a country" }), "XX", '"XX"', "a country"],
    ["its own form", z.string().regex(/^\d+$/, { error: "digits" }), "a", '"a"', "digits"],
    ["a form without a name", z.string().regex(/^\d+$/), "a", '"a"', "a text of the form /^\\d+$/"],
    ["no time", z.iso.datetime({ offset: true }), "tomorrow", '"tomorrow"', "a text of the form datetime"],
    [
      "no known shape",
      z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") })]),
      { kind: "b" },
      '"b"',
      "another value",
    ],
  ])("%s", (_, schema, value, came, wanted) => {
    expect(detailsOf(schema, value)).toMatchObject([{ came, wanted }]);
  });

  test("a bad name in a record", () => {
    const schema = z.record(z.string().min(1).max(2), z.string());
    expect(detailsOf(schema, { abc: "x" })).toEqual([
      { pointer: "/abc", came: '"abc"', wanted: "at most 2 characters" },
    ]);
    expect(detailsOf(schema, { "": "x" })).toEqual([{ pointer: "/", came: '""', wanted: "at least 1 characters" }]);
  });

  test("a long text, cut short", () => {
    const [detail] = detailsOf(z.string().max(3), "x".repeat(5_000));
    expect(detail).toMatchObject({ came: `"${"x".repeat(77)}..." (5000 characters)` });
  });
});

describe("the pointer", () => {
  const schema = z.strictObject({ contacts: z.array(z.strictObject({ "a/b~c": z.string() })) });

  test("leads to the very place, by RFC 6901", () => {
    const details = detailsOf(schema, { contacts: [{ "a/b~c": "x" }, { "a/b~c": 1 }] });
    expect(details).toEqual([{ pointer: "/contacts/1/a~1b~0c", came: "1", wanted: "a string" }]);
  });

  test("begins with where the value stands", () => {
    expect(detailsOf(z.strictObject({ limit: z.int() }), { limit: "x" }, "/query")).toMatchObject([
      { pointer: "/query/limit" },
    ]);
    expect(detailsOf(z.string(), 1, "")).toMatchObject([{ pointer: "" }]);
  });
});

describe("a field that is not known", () => {
  test("is named, each of them, wherever it is", () => {
    const schema = z.strictObject({ pacing: z.strictObject({ minGapMs: z.int() }) });
    const details = detailsOf(schema, { pacing: { minGapMs: 1, max: 1, "x/y": 2 }, extra: null });
    expect(details).toEqual(
      expect.arrayContaining([unknown("/pacing/max"), unknown("/pacing/x~1y"), unknown("/extra")]),
    );
    expect(details).toHaveLength(3);
  });

  test("is named though it is called as every object's parent is", () => {
    const schema = z.strictObject({ fields: z.record(z.string(), z.string()).optional() });
    const came = (json: string) => JSON.parse(json) as unknown;
    expect(detailsOf(schema, came('{"__proto__":{"a":1}}'))).toEqual([unknown("/__proto__")]);
    expect(detailsOf(schema, came('{"fields":{"__proto__":"x"}}'))).toEqual([unknown("/fields/__proto__")]);
  });

  test("of a record is told with the wish for its name", () => {
    const schema = z.record(
      z.string().refine((name) => /^\w+$/.test(name), { error: "a plain name" }),
      z.string(),
    );
    expect(detailsOf(schema, { "a*": "x" })).toEqual([{ pointer: "/a*", came: '"a*"', wanted: "a plain name" }]);
  });
});

describe("of several shapes", () => {
  const one = z.strictObject({ number: z.string(), name: z.string().optional() });
  const numbers = z.strictObject({ numbers: z.array(z.string()).min(1).max(2) });
  const schema = z.union([z.strictObject({ contacts: z.array(one) }), one, numbers]);

  test.each<[unknown, object[]]>([
    [{ number: 5 }, [{ pointer: "/number", came: "5", wanted: "a string" }]],
    [{ number: "62", nama: "Siti" }, [unknown("/nama")]],
    [{ number: "62", name: 5 }, [{ pointer: "/name", came: "5", wanted: "a string" }]],
    [{ contacts: [{ number: 5 }] }, [{ pointer: "/contacts/0/number", came: "5", wanted: "a string" }]],
    [{ contacts: [{ number: "62", x: 1 }] }, [unknown("/contacts/0/x")]],
    [{ numbers: "yes" }, [{ pointer: "/numbers", came: '"yes"', wanted: "an array" }]],
    [{ contacts: "62" }, [{ pointer: "/contacts", came: '"62"', wanted: "an array" }]],
    [
      { contacts: [{ number: 1 }, { number: 2 }, { number: 3 }, { number: 4 }] },
      [1, 2, 3, 4].map((n) => ({ pointer: `/contacts/${n - 1}/number`, came: `${n}`, wanted: "a string" })),
    ],
    [[], [{ pointer: "", came: "an array of 0", wanted: "an object" }]],
  ])("%j is told what the nearest misses", (value, details) => {
    expect(detailsOf(schema, value)).toEqual(details);
  });
});

test("a field that a check over several fields misses is told as missing, and another as it came", () => {
  const schema = z
    .strictObject({ message: z.string().optional(), templateId: z.string().optional() })
    .refine(({ message, templateId }) => (message === undefined) !== (templateId === undefined), {
      error: "either message or templateId",
      path: ["message"],
    });
  const wanted = "either message or templateId";
  expect(detailsOf(schema, {})).toEqual([{ pointer: "/message", came: "nothing", wanted }]);
  expect(detailsOf(schema, { message: "a", templateId: "b" })).toEqual([{ pointer: "/message", came: '"a"', wanted }]);
});

test("every refusal names a field, fifty at most, whatever came", () => {
  const schema = z.strictObject({
    name: z.string().min(1),
    list: z.union([z.array(z.string()), z.strictObject({ id: z.string() })]),
    fields: z.record(z.string(), z.string()).optional(),
  });
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const result = schema.safeParse(value);
      fc.pre(!result.success);
      const details = detailsOf(schema, value);
      expect(details.length).toBeGreaterThan(0);
      for (const detail of details) expect(Object.values(detail)).toEqual(Array(3).fill(expect.any(String)));
    }),
  );
  const many = Array.from({ length: 80 }, () => 1);
  expect(detailsOf(z.array(z.string()), many)).toHaveLength(50);
});
