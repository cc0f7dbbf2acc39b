import { aUlid, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

test("an account is linked since the earliest time that came up, for each tenant by itself", async () => {
  const { linkedAccounts } = stores();
  const number = aUlid();
  expect(await linkedAccounts.linkedSince("acme", number, someTime)).toBe(someTime);
  expect(await linkedAccounts.linkedSince("acme", number, someTime + 1)).toBe(someTime);
  expect(await linkedAccounts.linkedSince("acme", number, someTime - 1)).toBe(someTime - 1);
  expect(await linkedAccounts.linkedSince("acme", number, someTime)).toBe(someTime - 1);
  expect(await linkedAccounts.linkedSince("other", number, someTime)).toBe(someTime);
});

test("of many links at once the earliest stays", async () => {
  const { linkedAccounts } = stores();
  const number = aUlid();
  const times = [5, 3, 8, 1, 9, 2].map((ms) => someTime + ms);
  await Promise.all(times.map((at) => linkedAccounts.linkedSince("acme", number, at)));
  expect(await linkedAccounts.linkedSince("acme", number, someTime + 10)).toBe(someTime + 1);
});
