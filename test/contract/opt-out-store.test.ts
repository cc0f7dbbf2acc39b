import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { optOutKey } from "../../aws/table.ts";
import type { OptOut } from "../../core/opt-out.ts";
import { someTime } from "../support/builders.ts";
import { storesForSuite } from "../support/stores.ts";

const stores = storesForSuite();

test("who opted out is found for that tenant, and for no other", async () => {
  const optOut: OptOut = { tenantId: "acme", number: "628123456789", optedOutAt: someTime, source: "api" };
  const { client, name } = stores().registry;
  await client.send(new PutCommand({ TableName: name, Item: { ...optOutKey("acme", optOut.number), ...optOut } }));
  expect(await stores().optOuts.find("acme", optOut.number)).toEqual(optOut);
  expect(await stores().optOuts.find("other", optOut.number)).toBeUndefined();
  expect(await stores().optOuts.find("acme", "628000")).toBeUndefined();
});
