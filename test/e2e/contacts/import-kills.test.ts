import { importKilledAt } from "./import-kills.ts";

jest.setTimeout(300_000);

test("an import that is killed five times leaves the list, counts and error file of one that was not", async () => {
  const rows = 12_000;
  const whole = await importKilledAt([], rows);
  expect(whole.counts).toMatchObject({ state: "completed", rowsRead: rows });
  const moments = Array.from({ length: 5 }, () => 50 + Math.random() * 500);
  const killed = await importKilledAt(moments, rows);
  expect({ moments, ...killed }).toEqual({ moments, ...whole });
});
