import { aUlid } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const aKey = () => `reports/acme/${aUlid()}.csv`;
const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test("what is put is got again, byte for byte", async () => {
  const key = aKey();
  await stores().files.save(key, bytes, "application/octet-stream");
  expect(Buffer.from((await stores().files.load(key)) ?? [])).toEqual(Buffer.from(bytes));
});

test("what is put again stands", async () => {
  const key = aKey();
  await stores().files.save(key, "first", "text/csv");
  await stores().files.save(key, "zwölf", "text/csv");
  expect(Buffer.from((await stores().files.load(key)) ?? []).toString()).toBe("zwölf");
});

test("an empty file is there, one that never was is not", async () => {
  const key = aKey();
  await stores().files.save(key, new Uint8Array(), "text/csv");
  expect((await stores().files.load(key))?.length).toBe(0);
  expect(await stores().files.load(aKey())).toBeUndefined();
});

test("what is removed is gone, what is not there is no trouble, and nothing at all is nothing to do", async () => {
  const keys = [aKey(), aKey()];
  for (const key of keys) await stores().files.save(key, bytes, "text/csv");
  await stores().files.remove([...keys, aKey()]);
  await stores().files.remove([]);
  expect(await Promise.all(keys.map((key) => stores().files.load(key)))).toEqual([undefined, undefined]);
});

test("a signed address downloads it without a key of ours, under the name given, made harmless", async () => {
  const key = aKey();
  await stores().files.save(key, "number\r\n", "text/csv");
  const url = await stores().files.sign(key, 'cmp 1";x.csv');
  expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("900");
  expect(new URL(url).searchParams.get("response-content-disposition")).toBe('attachment; filename="cmp_1__x.csv"');
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, "number\r\n"]);
});

test("a stream is stored part by part, whole, and read from any byte on", async () => {
  const line = `${"x".repeat(99_999)}\n`;
  async function* lines(count: number) {
    for (let written = 0; written < count; written += 1) yield line;
  }
  for (const count of [0, 1, 200]) {
    const key = `reports/acme/stream-${count}.csv`;
    await stores().files.saveStream(key, lines(count), "text/csv");
    expect(await stores().files.size(key)).toBe(count * line.length);
    let read = 0;
    for await (const bytes of (await stores().files.stream(key, 0)) ?? []) read += bytes.length;
    expect(read).toBe(count * line.length);
  }
  expect(await stores().files.stream("reports/acme/none.csv", 0)).toBeUndefined();
  expect(await stores().files.modifiedAt("reports/acme/none.csv")).toBeUndefined();
});
