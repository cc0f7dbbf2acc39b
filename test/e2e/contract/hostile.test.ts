import { crc32 } from "node:zlib";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/**
 * What somebody sends who means harm: names that break out of a header, texts that make a pattern go round in circles,
 * archives that grow without end. Prototypes are in fuzz.test.ts, paths in imports.test.ts, formulas in csv-export.test.ts,
 * loops in templates.test.ts.
 */

const base = person.broadcastOf("shop");

const { client } = aShop({ linked: true });

describe("a name that would break out of a header", () => {
  const name = 'Daftar"\r\nx-injected: yes\r\n\r\n<script>; filename=evil.exe';

  test("is refused for a list, as it holds control characters", async () => {
    const { status, body } = await client.ask("POST", `${base}/lists`, { json: { name } });
    expect([status, body.error.details[0]?.pointer]).toEqual([422, "/name"]);
  });

  test("adds no header to a download, whatever else it holds", async () => {
    const printable = name.replaceAll(/[\r\n]/g, " ");
    const listId = await person.aList(client, "shop", printable, person.numbersOf(1, 1));
    const answer = await client.ask("GET", `${base}/export/contacts/${listId}`);
    expect(answer.status).toBe(200);
    expect([...answer.headers.keys()]).not.toContain("x-injected");
    const disposition = answer.headers.get("content-disposition") ?? "";
    expect(disposition).toMatch(/^attachment; filename="[^"\r\n]*"(; filename\*=UTF-8''[\w.%~!$&+^`|-]+)?$/);
  });
});

/** What makes careless patterns try every way to read a text: repeated beginnings of what they look for. */
const repeats = ["+1 ", "((((", "-.-.", "a.a.a", "=1;", "{{ a | ", "{%", "'\"", "é\u0301", "628 "];

describe("a text that makes careless patterns go round in circles", () => {
  test.each(repeats)("%j, tens of thousands of times, is answered like any other", async (piece) => {
    const text = piece.repeat(40_000 / piece.length);
    const number = { number: text, name: "A" };
    const listId = await person.aList(client, "shop", `Uji ${piece}`, []);
    const startedAt = performance.now();
    const answers = await Promise.all([
      client.ask("POST", "/send-message", { json: { number: text, message: "x" }, headers: { "user-id": "shop" } }),
      client.ask("POST", `${base}/lists/${listId}/contacts`, { json: number }),
      client.ask("POST", `${base}/lists/${listId}/contacts/bulk`, {
        body: `number,name\n${text}\n`,
        headers: { "content-type": "text/csv" },
      }),
      client.ask("GET", `${base}/lists/${listId}/contacts?search=${encodeURIComponent(text.slice(0, 500))}`),
      client.ask("POST", `${base}/templates`, { json: { name: `t ${piece}`, body: text } }),
      client.ask("POST", `${base}/send`, { json: { listId, message: text } }),
      client.ask("POST", "/api/whatsapp/webhooks", { json: { url: `https://${text}`, events: ["*"] } }),
      client.ask("GET", "/clients", {
        headers: { authorization: `Bearer ${text.slice(0, 3_000).replaceAll(/[^\x21-\x7e]/g, "x")}` },
      }),
    ]);
    for (const { status } of answers) expect(status).toBeLessThan(500);
    // Nothing that takes more than a moment alone; one pattern that goes round in circles takes minutes.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});

/** A docx in its first bytes, whose one large entry says that it unpacks to 4 GB. */
function zipBomb(): Uint8Array<ArrayBuffer> {
  const entry = (name: string, data: Buffer, unpacked: number): Buffer => {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(crc32(data), 14);
    header.writeUInt32LE(data.length, 18);
    header.writeUInt32LE(unpacked, 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name), data]);
  };
  // Of deflate: stored blocks that repeat, each as good as the last one; nothing here may unpack them.
  const packed = Buffer.concat(
    Array.from({ length: 2_000 }, () => Buffer.from("ecc1010d000000c2a0f74f6d0e37a0", "hex")),
  );
  return new Uint8Array(
    Buffer.concat([entry("[Content_Types].xml", packed, 0xffff_fff0), entry("word/document.xml", packed, 0xffff_fff0)]),
  );
}

test("an archive that unpacks to gigabytes is judged without unpacking it", async () => {
  const data = new FormData();
  data.set(
    "file",
    new Blob([zipBomb()], { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" }),
    "laporan.docx",
  );
  const before = process.memoryUsage().rss;
  const { status, body } = await client.ask<DataOf<{ readonly state: string }>>("POST", `${base}/upload`, {
    body: data,
  });
  expect(status).toBe(201);
  expect(["ready", "rejected"]).toContain(body.data.state);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  expect((await client.ask("GET", "/health")).status).toBe(200);
});
