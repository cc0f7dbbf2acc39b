import { ConditionRefused } from "../../core/errors.ts";
import { ifRefused, refusedAs, unlessRefused, wasWritten } from "../../core/refused.ts";

const refused = () => Promise.reject<string>(new ConditionRefused("the row was changed"));
const broken = () => Promise.reject<string>(new Error("no answer"));

test("a write that was made is answered", async () => {
  expect(await unlessRefused(Promise.resolve("row"))).toBe("row");
  expect(await wasWritten(Promise.resolve())).toBe(true);
  expect(await refusedAs(Promise.resolve("row"), () => new Error("gone"))).toBe("row");
});

test("a refusal is what it is taken for", async () => {
  expect(await unlessRefused(refused())).toBeUndefined();
  expect(await wasWritten(refused())).toBe(false);
  expect(await ifRefused(refused(), ({ message }) => message)).toBe("the row was changed");
  await expect(refusedAs(refused(), (cause) => new Error("gone", { cause }))).rejects.toThrow("gone");
});

test("every other failure stays as it came", async () => {
  await expect(unlessRefused(broken())).rejects.toThrow("no answer");
  await expect(wasWritten(broken())).rejects.toThrow("no answer");
  await expect(refusedAs(broken(), () => new Error("gone"))).rejects.toThrow("no answer");
});
