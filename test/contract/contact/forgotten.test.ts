import { readFileSync } from "node:fs";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { lidKey, numberKey, optOutKey, withdrawnOptOutKey, type Key } from "../../../aws/dynamodb/keys.ts";
import { someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

/** What docs/security.md has an operator delete by hand, where a person must be forgotten. */

const stores = storesForSuite();

const tenantId = "acme";
const [number, further, lid] = ["628111111111", "628222222222", "423456789012345"];
const tables = { DeliveryTable: () => stores().delivery, RegistryTable: () => stores().registry } as const;

/** The commands of the page, for one of the numbers of a person. */
const commandsFor = (its: string) =>
  [
    ...readFileSync("docs/security.md", "utf8").matchAll(
      /^aws dynamodb delete-item --table-name <(\w+)> --key '(\{.*\})'$/gm,
    ),
  ].map(([, table = "", written = ""]) => {
    const text = written.replaceAll("TENANT", tenantId).replaceAll("NUMBER", its).replaceAll("ITS-LID", lid);
    const { pk, sk } = JSON.parse(text) as Readonly<Record<keyof Key, { readonly S: string }>>;
    return { table: tables[table as keyof typeof tables](), key: { pk: pk.S, sk: sk.S } };
  });

const places = (its: string) => {
  const { delivery, registry } = stores();
  return [
    { table: delivery, key: numberKey(tenantId, its) },
    { table: delivery, key: lidKey(tenantId, lid) },
    { table: delivery, key: numberKey(tenantId, lid) },
    ...[its, lid].map((name) => ({ table: registry, key: optOutKey(tenantId, name) })),
    ...[its, lid].map((name) => ({ table: registry, key: withdrawnOptOutKey(tenantId, name) })),
  ];
};
const isThere = async (its: string) =>
  await Promise.all(places(its).map(async ({ table, key }) => (await table.get(key)) !== undefined));

it("is deleted under each number of the account, with the LID and what earlier versions kept, and nothing of it is found", async () => {
  const { persons, optOuts } = stores();
  await optOuts.put({ tenantId, number: lid, optedOutAt: someTime, source: "reply" });
  const wrote = { sessionId: "shop", campaignId: "cmp_1", at: someTime };
  for (const one of [number, further]) {
    await persons.save({ tenantId, number: one, onWhatsApp: true, checkedAt: someTime, lid }, wrote);
  }
  for (const { table, key } of [number, further].flatMap(places).filter((one) => one.table === stores().registry)) {
    const Item = { ...key, tenantId, number: key.sk, optedOutAt: someTime, withdrawnAt: someTime - 1, source: "api" };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
  }
  expect(await isThere(number)).toEqual(places(number).map(() => true));
  expect((await persons.personOf(tenantId, number))?.numbers).toEqual([number, further]);
  expect(await optOuts.find(tenantId, further)).toMatchObject({ number });

  for (const { table, key } of [number, further].flatMap(commandsFor)) {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: key }));
  }
  for (const one of [number, further]) expect(await isThere(one)).toEqual(places(one).map(() => false));
  for (const name of [number, further, lid]) {
    expect(await persons.personOf(tenantId, name)).toBeUndefined();
    // As the page says: an opt-out is not known any more either.
    expect(await optOuts.find(tenantId, name)).toBeUndefined();
  }
});
