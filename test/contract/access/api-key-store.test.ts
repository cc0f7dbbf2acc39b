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
