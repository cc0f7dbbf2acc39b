import { leaksIn } from "./log-scan.ts";

test("what a log must not hold is found, and what it may hold is not", () => {
  const bad = [
    "key wab_01ARZ3NDEKTSV4RRFFQ69G5FAV_abcdefgh12345678",
    "secret whsec_abcdefgh12345678",
    '{"number":"628123456789"}',
    "sent Halo Nama 3 to somebody",
    "authorization: top-secret-admin-key",
  ];
  for (const line of bad) expect([line, leaksIn(`fine\n${line}`, "top-secret-admin-key").length]).toEqual([line, 1]);
  const good = [
    "628***789 was asked",
    '{"timestamp":1762812345678}',
    "cmp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  ];
  expect(leaksIn(good.join("\n"), "top-secret-admin-key")).toEqual([]);
});
