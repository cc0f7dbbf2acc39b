import { formatKey, hashKey, type ApiKey } from "../../../core/access/api-key.ts";
import type { ApiKeyStore } from "../../../core/access/access-ports.ts";
import { Authenticator, cacheMs, maySee, operatorTenantId, type Caller } from "../../../functions/edge/keys.ts";
import { anApiKey, aUlid, someTime } from "../../support/builders.ts";

const bootstrapKey = "the-operator's-own-key";

/** One key of a tenant, and how often the store was asked for any. */
function oneKey(its: Partial<ApiKey> = {}) {
  const ulid = aUlid();
  const text = formatKey(ulid, "s".repeat(32));
  let stored: ApiKey | undefined = anApiKey({ keyId: `key_${ulid}`, hash: hashKey(text), ...its });
  let reads = 0;
  const unused = () => Promise.reject(new Error("not asked for here"));
  const store: ApiKeyStore = {
    find: async (keyId) => {
      reads += 1;
      return stored?.keyId === keyId ? stored : undefined;
    },
    create: unused,
    list: unused,
    tenants: async () => ({ items: [] }),
    noteUse: async (_key, now) => {
      if (stored !== undefined) stored = { ...stored, lastUsedAt: now };
    },
    revoke: async (_tenantId, _keyId, now) => {
      if (stored !== undefined) stored = { ...stored, revokedAt: now };
    },
  };
  const authenticator = new Authenticator(store, async () => bootstrapKey);
  return {
    text,
    reads: () => reads,
    revoke: () => store.revoke("acme", "", someTime),
    asked: (headers: Record<string, string>, now = someTime) => authenticator.authenticate(headers, "read", now),
    askedFor: (scope: "read" | "write" | "admin") => authenticator.authenticate({ "x-api-key": text }, scope, someTime),
  };
}

const unauthenticated = { code: "UNAUTHENTICATED", kind: "unauthenticated" };

describe("a key", () => {
  test.each([
    ["authorization", (key: string) => `Bearer ${key}`],
    ["authorization", (key: string) => `bearer   ${key} `],
    ["x-api-key", (key: string) => ` ${key} `],
  ])("in %s tells who calls", async (header, written) => {
    const { text, asked } = oneKey({ sessions: ["shop"] });
    expect(await asked({ [header]: written(text) })).toEqual({
      tenantId: "acme",
      keyId: expect.stringMatching(/^key_/) as string,
      scopes: ["write"],
      sessions: ["shop"],
      operator: false,
    });
  });

  test("in x-api-key counts beside an Authorization of another kind", async () => {
    const { text, asked } = oneKey();
    await expect(asked({ authorization: "Basic abc", "x-api-key": text })).resolves.toMatchObject({ tenantId: "acme" });
  });

  test("that lacks the scope is told which", async () => {
    const { askedFor } = oneKey({ scopes: ["read"] });
    await expect(askedFor("read")).resolves.toBeDefined();
    await expect(askedFor("write")).rejects.toMatchObject({ code: "SCOPE_MISSING", facts: { scope: "write" } });
    await expect(askedFor("admin")).rejects.toMatchObject({ code: "SCOPE_MISSING" });
  });

  test("with the right id and check but another secret is unknown", async () => {
    const { text, asked } = oneKey({ hash: "0".repeat(64) });
    await expect(asked({ "x-api-key": text })).rejects.toMatchObject(unauthenticated);
  });

  test.each<[string, Partial<ApiKey>]>([
    ["revoked", { revokedAt: someTime - 1 }],
    ["expired", { expiresAt: someTime }],
    ["unknown", { keyId: "key_another" }],
  ])("that is %s is refused", async (_, its) => {
    const { text, asked } = oneKey(its);
    await expect(asked({ "x-api-key": text })).rejects.toMatchObject(unauthenticated);
  });
});

describe("what cannot be a key", () => {
  test("costs no read", async () => {
    const { text, asked, reads } = oneKey();
    const mistyped = text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");
    for (const key of ["", "x", mistyped, text.toUpperCase(), `${text}0`, "k".repeat(10_000)]) {
      await expect(asked({ "x-api-key": key })).rejects.toMatchObject(unauthenticated);
      await expect(asked({ authorization: `Bearer ${key}` })).rejects.toMatchObject(unauthenticated);
    }
    await expect(asked({})).rejects.toMatchObject(unauthenticated);
    await expect(asked({ authorization: text })).rejects.toMatchObject(unauthenticated);
    expect(reads()).toBe(0);
  });
});

test("ten thousand made-up keys cost no read", async () => {
  const { asked, reads } = oneKey();
  for (let index = 0; index < 10_000; index += 1) {
    const made = `wab_${aUlid()}_${String(index).padStart(32, "x")}00000000`;
    await expect(asked({ "x-api-key": made })).rejects.toMatchObject(unauthenticated);
  }
  expect(reads()).toBe(0);
});

describe("the memory of a minute", () => {
  test("spares the reads, and a revoked key works on for no longer", async () => {
    const { text, asked, reads, revoke } = oneKey();
    const headers = { "x-api-key": text };
    await asked(headers);
    await revoke();
    await expect(asked(headers, someTime + cacheMs - 1)).resolves.toBeDefined();
    expect(reads()).toBe(1);
    await expect(asked(headers, someTime + cacheMs)).rejects.toMatchObject(unauthenticated);
    expect(reads()).toBe(2);
  });

  test("is of refusals too", async () => {
    const { text, asked, reads } = oneKey({ keyId: "key_another" });
    for (const now of [someTime, someTime + 1, someTime + cacheMs - 1]) {
      await expect(asked({ "x-api-key": text }, now)).rejects.toMatchObject(unauthenticated);
    }
    expect(reads()).toBe(1);
  });

  test("ends when the key's own time is over", async () => {
    const { text, asked } = oneKey({ expiresAt: someTime + 1_000 });
    const headers = { "x-api-key": text };
    await expect(asked(headers, someTime + 999)).resolves.toBeDefined();
    await expect(asked(headers, someTime + 1_000)).rejects.toMatchObject(unauthenticated);
  });
});

test("the bootstrap key is the operator, who may do everything, and costs no read", async () => {
  const { asked, reads } = oneKey();
  expect(await asked({ authorization: `Bearer ${bootstrapKey}` })).toEqual({
    tenantId: operatorTenantId,
    keyId: "bootstrap",
    scopes: ["admin"],
    operator: true,
  });
  await expect(asked({ "x-api-key": `${bootstrapKey}!` })).rejects.toMatchObject(unauthenticated);
  expect(reads()).toBe(0);
});

test("a key that is limited to some sessions sees no other", () => {
  const caller: Caller = { tenantId: "acme", keyId: "key_1", scopes: ["read"], operator: false };
  expect(maySee(caller, "shop")).toBe(true);
  expect(maySee({ ...caller, sessions: ["shop"] }, "shop")).toBe(true);
  expect(maySee({ ...caller, sessions: ["shop"] }, "other")).toBe(false);
  expect(maySee({ ...caller, sessions: [] }, "shop")).toBe(false);
});
