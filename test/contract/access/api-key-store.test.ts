import { ConditionRefused } from "../../../core/errors.ts";
import { anApiKey, aUlid, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

test("a key is found again by its id, whole", async () => {
  const key = anApiKey({ sessions: ["shop"], expiresAt: someTime + 1 });
  await stores().apiKeys.create(key);
  expect(await stores().apiKeys.find(key.keyId)).toEqual(key);
  expect(await stores().apiKeys.find("key_none")).toBeUndefined();
});

test("a key's id is given once", async () => {
  const key = anApiKey();
  await stores().apiKeys.create(key);
  await expect(stores().apiKeys.create({ ...key, tenantId: "other" })).rejects.toThrow(ConditionRefused);
  expect(await stores().apiKeys.find(key.keyId)).toEqual(key);
});

test("a tenant's keys are its own", async () => {
  const tenantId = aUlid();
  const keys = [anApiKey({ tenantId }), anApiKey({ tenantId })];
  for (const key of [...keys, anApiKey()]) await stores().apiKeys.create(key);
  expect(await stores().apiKeys.list(tenantId)).toEqual(keys);
  expect(await stores().apiKeys.list(aUlid())).toEqual([]);
});

describe("tenants", () => {
  /** Those that this test made, of all that the table has. */
  const tenantsOf = async (...tenantIds: readonly string[]) =>
    (await stores().apiKeys.tenants({ limit: 1_000 })).items.filter(({ tenantId }) => tenantIds.includes(tenantId));

  test("are those that a key was made for, each once, since its first key", async () => {
    const [one, other] = [aUlid(), aUlid()];
    await stores().apiKeys.create(anApiKey({ tenantId: other, createdAt: someTime }));
    for (const createdAt of [someTime + 1, someTime + 2])
      await stores().apiKeys.create(anApiKey({ tenantId: one, createdAt }));
    expect(await tenantsOf(one, other)).toEqual([
      { tenantId: one, createdAt: someTime + 1 },
      { tenantId: other, createdAt: someTime },
    ]);
    const { items } = await stores().apiKeys.tenants({ limit: 1, after: one });
    expect(items[0]?.tenantId).toBe(other);
  });

  test("of an earlier version are there once a key of theirs was used, which costs a write more that once", async () => {
    const { tenantListed: _none, ...former } = anApiKey({ tenantId: aUlid(), createdAt: someTime });
    const { keyId, tenantId } = former;
    await stores().registry.put({ pk: `KEY#${keyId}`, sk: "KEY", ...former });
    const read = async () => (await stores().apiKeys.find(keyId)) ?? former;
    expect([await read(), await tenantsOf(tenantId)]).toEqual([former, []]);
    await stores().apiKeys.noteUse(await read(), someTime + 5);
    expect(await tenantsOf(tenantId)).toEqual([{ tenantId, createdAt: someTime }]);
    expect(await read()).toEqual({ ...former, lastUsedAt: someTime + 5, tenantListed: true });
    await stores().registry.remove({ pk: "TENANTS", sk: tenantId });
    await stores().apiKeys.noteUse(await read(), someTime + 9);
    expect([(await read()).lastUsedAt, await tenantsOf(tenantId)]).toEqual([someTime + 9, []]);
  });
});

describe("revoke", () => {
  test("stamps when, the first time, and stays among the tenant's keys", async () => {
    const key = anApiKey({ tenantId: aUlid() });
    await stores().apiKeys.create(key);
    await stores().apiKeys.revoke(key.tenantId, key.keyId, someTime + 1);
    await stores().apiKeys.revoke(key.tenantId, key.keyId, someTime + 2);
    const revoked = { ...key, revokedAt: someTime + 1 };
    expect(await stores().apiKeys.find(key.keyId)).toEqual(revoked);
    expect(await stores().apiKeys.list(key.tenantId)).toEqual([revoked]);
  });

  test("of another tenant's key, or of none, is refused", async () => {
    const key = anApiKey();
    await stores().apiKeys.create(key);
    await expect(stores().apiKeys.revoke("other", key.keyId, someTime)).rejects.toThrow(ConditionRefused);
    await expect(stores().apiKeys.revoke(key.tenantId, "key_none", someTime)).rejects.toThrow(ConditionRefused);
    expect(await stores().apiKeys.find(key.keyId)).toEqual(key);
    expect(await stores().apiKeys.find("key_none")).toBeUndefined();
  });
});
