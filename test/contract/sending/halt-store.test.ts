import { DynamoHaltStore } from "../../../aws/stores/sending/halt-store.ts";
import { haltOf } from "../../../core/sending/halt.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const halts = () => new DynamoHaltStore(stores().registry);
const operator = { by: "operator", reason: "page changed", since: 1_000, keyId: "bootstrap" } as const;
const tenant = { by: "tenant", reason: "wrong price", since: 2_000, keyId: "key_1" } as const;

afterEach(async () => {
  for (const place of [{}, { tenantId: "a" }, { tenantId: "b" }]) await halts().lift(place, ["operator", "tenant"]);
});

it("says nothing where sending was never halted", async () => {
  expect(await halts().of("never")).toEqual({});
  expect(await halts().of()).toEqual({});
});

it("keeps the halt of the deployment, of a tenant by the operator and by itself apart; the operator's comes first", async () => {
  await halts().halt({}, operator);
  await halts().halt({ tenantId: "a" }, { ...operator, reason: "too many complaints" });
  await halts().halt({ tenantId: "a" }, tenant);
  const all = await halts().of("a");
  expect(all).toEqual({ deployment: operator, operator: { ...operator, reason: "too many complaints" }, tenant });
  expect(haltOf(all)).toEqual(operator);
  expect(await halts().of("b")).toEqual({ deployment: operator });
  expect(await halts().of()).toEqual({ deployment: operator });
});

it("keeps since when sending is halted where it is halted again for another reason", async () => {
  await halts().halt({ tenantId: "a" }, tenant);
  await halts().halt({ tenantId: "a" }, { ...tenant, reason: "still", since: 9_000, keyId: "key_2" });
  expect((await halts().of("a")).tenant).toEqual({ ...tenant, reason: "still", keyId: "key_2" });
});

it("lifts only what it is told to, and says whether there was one", async () => {
  await halts().halt({ tenantId: "a" }, operator);
  await halts().halt({ tenantId: "a" }, tenant);
  expect(await halts().lift({ tenantId: "a" }, ["tenant"])).toBe(true);
  expect(await halts().lift({ tenantId: "a" }, ["tenant"])).toBe(false);
  expect(await halts().of("a")).toEqual({ operator });
  await halts().halt({ tenantId: "a" }, { ...tenant, since: 9_000 });
  expect((await halts().of("a")).tenant?.since).toBe(9_000);
});
