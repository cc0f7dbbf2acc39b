import { CallerSecrets, newSecret } from "../../../functions/edge/secrets.ts";

const form = /^[A-Za-z0-9]{32}$/;

test("secrets are of one form, and each is another", () => {
  const drawn = Array.from({ length: 100 }, newSecret);
  for (const secret of drawn) expect(secret).toMatch(form);
  expect(new Set(drawn).size).toBe(100);
});

describe("a caller's secrets under an Idempotency-Key", () => {
  const mine = () => new CallerSecrets("wab_mine", "acme\nonce");

  test("are drawn alike by a repeat, and by nobody else nor under another key", () => {
    expect(mine().draw()).toMatch(form);
    expect(mine().draw()).toBe(mine().draw());
    expect(new CallerSecrets("wab_other", "acme\nonce").draw()).not.toBe(mine().draw());
    expect(new CallerSecrets("wab_mine", "acme\ntwice").draw()).not.toBe(mine().draw());
  });

  test("are kept sealed: opened by the caller's key only, and not when changed", () => {
    const sealed = mine().seal('{"key":"wab_secret"}');
    expect(sealed).not.toContain("wab_secret");
    expect(Buffer.from(sealed, "base64").toString("latin1")).not.toContain("wab_secret");
    expect(mine().open(sealed)).toBe('{"key":"wab_secret"}');
    expect(() => new CallerSecrets("wab_other", "acme\nonce").open(sealed)).toThrow();
    const changed = Buffer.from(sealed, "base64");
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => mine().open(changed.toString("base64"))).toThrow();
  });
});
