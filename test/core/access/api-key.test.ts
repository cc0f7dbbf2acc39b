import fc from "fast-check";
import { formatKey, hashKey, hasScope, isUsable, keyIdOf, sameText, scopes } from "../../../core/access/api-key.ts";
import { anApiKey, aUlid, someTime } from "../../support/builders.ts";

const alphabet = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
const anySecret = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 32, maxLength: 32 });

describe("a key's check", () => {
  test("holds for every key, and tells the key's id", () => {
    fc.assert(
      fc.property(anySecret, (secret) => {
        const ulid = aUlid();
        expect(keyIdOf(formatKey(ulid, secret))).toBe(`key_${ulid}`);
      }),
    );
  });

  test("fails when any one character is another", () => {
    fc.assert(
      fc.property(anySecret, fc.nat(70), fc.constantFrom(...alphabet, "_", " "), (secret, place, other) => {
        const key = formatKey(aUlid(), secret);
        const at = place % key.length;
        fc.pre(key[at] !== other);
        expect(keyIdOf(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test("fails when a character is missing, doubled or follows", () => {
    const key = formatKey(aUlid(), "s".repeat(32));
    for (let at = 0; at < key.length; at += 1) {
      expect(keyIdOf(key.slice(0, at) + key.slice(at + 1))).toBeUndefined();
      expect(keyIdOf(key.slice(0, at) + key.slice(at, at + 1) + key.slice(at))).toBeUndefined();
    }
    expect(keyIdOf(`${key}\n`)).toBeUndefined();
  });

  test("says nothing to any other text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(keyIdOf(text)).toBeUndefined();
      }),
    );
  });
});

test("what is stored is a hash of the whole key", () => {
  const key = formatKey(aUlid(), "s".repeat(32));
  expect(hashKey(key)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashKey(key)).not.toBe(hashKey(`${key} `));
});

test("two texts are the same exactly when they are equal", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(sameText(a, b)).toBe(a === b);
      expect(sameText(a, a)).toBe(true);
    }),
  );
});

test("admin may do everything, write may also read, read may only read", () => {
  const may = Object.fromEntries(scopes.map((held) => [held, scopes.filter((wanted) => hasScope([held], wanted))]));
  expect(may).toEqual({ read: ["read"], write: ["read", "write"], admin: ["read", "write", "admin"] });
  expect(scopes.some((wanted) => hasScope([], wanted))).toBe(false);
  expect(hasScope(["read", "admin"], "write")).toBe(true);
});

test("a key is usable until it is revoked or its time has come", () => {
  expect(isUsable(anApiKey(), someTime)).toBe(true);
  expect(isUsable(anApiKey({ revokedAt: someTime }), someTime)).toBe(false);
  expect(isUsable(anApiKey({ expiresAt: someTime + 1 }), someTime)).toBe(true);
  expect(isUsable(anApiKey({ expiresAt: someTime }), someTime)).toBe(false);
});
