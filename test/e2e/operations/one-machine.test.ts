import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requiredSetting } from "../../../aws/env.ts";
import { FileBucket, s3Client, s3Signer } from "../../../aws/s3/file-bucket.ts";
import { readStackFile } from "../../../local/stack-file.ts";
import { startStack, until, type Stack } from "../../support/stack.ts";
import * as files from "../../support/files.ts";
import { Client, type DataOf } from "../client.ts";
import * as person from "../steps.ts";

/**
 * A server that runs the whole system behind a proxy, which speaks TLS to people and keeps their Host header. No worker runs: it
 * would ask the real WhatsApp.
 */

const dir = mkdtempSync(join(tmpdir(), "one-machine-"));
const publicUrl = "https://broadcast.example.com";
let stack: Stack;
let client: Client;
let key: string;
beforeAll(async () => {
  stack = await startStack({ dataDir: dir, apiKey: null, engine: "whatsapp", publicUrl, noWorker: true });
  key = readFileSync(join(dir, "admin-key"), "utf8").trim();
  client = new Client(stack.url, key);
  await client.post("/api/whatsapp/sessions", { sessionId: "shop" });
});
afterAll(async () => {
  await stack.end();
  rmSync(dir, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** As the proxy asks for a person. */
async function throughProxy(method: string, address: string, form?: FormData): Promise<Answer> {
  const { origin, pathname, search, host } = new URL(address);
  expect(origin).toBe(publicUrl);
  const sent = form === undefined ? undefined : new Response(form);
  const body = sent === undefined ? undefined : Buffer.from(await sent.arrayBuffer());
  return await new Promise((resolve, reject) => {
    const headers = {
      host,
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-proto": "https",
      ...(sent === undefined ? {} : { "content-type": sent.headers.get("content-type") ?? "" }),
      ...(body === undefined ? {} : { "content-length": body.length }),
    };
    const asked = request(stack.url + pathname + search, { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
      });
    });
    asked.on("error", reject).end(body);
  });
}

interface Permission {
  readonly filename: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}
const upload = `${person.broadcastOf("shop")}/upload`;

test("with the real WhatsApp there is no simulator: its routes answer as any that there is not", async () => {
  const [simulator, none] = await Promise.all([
    client.ask("GET", "/_simulator/deliveries"),
    client.ask("GET", "/_no-such-route"),
  ]);
  const told = ({ status, body }: typeof none) => [status, body.error.code, body.message.replace(/\/_\S+/, "")];
  expect(told(simulator)).toEqual(told(none));
  expect(none.status).toBe(404);
});

test("the log says where the key is, and bears neither it nor an address that signs in", () => {
  expect(stack.written).toContain(`admin key  in ${join(dir, "admin-key")}\n`);
  expect(stack.written).toContain(`console    ${publicUrl}/\n`);
  for (const secret of [key, "#code="]) expect(stack.written).not.toContain(secret);
});

test("with the real WhatsApp, or where others reach it, a key that would stand in a log alone is refused", async () => {
  for (const options of [{ engine: "whatsapp" }, { publicUrl }] as const) {
    await expect(startStack({ apiKey: null, noWorker: true, ...options })).rejects.toThrow(
      "set API_KEY or API_KEY_FILE",
    );
  }
});

test("a file comes in by the proxy's address, and goes out by it as something that a browser runs nothing of", async () => {
  const json = { filename: "foto.png", contentType: "image/png", size: files.png.length };
  const { url, fields, filename } = (await client.post<DataOf<Permission>>(upload, json)).data;
  expect(new URL(url).origin).toBe(publicUrl);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([new Uint8Array(files.png)]), "foto.png");
  expect((await throughProxy("POST", url, form)).status).toBe(204);
  await until(
    async () => (await client.get<DataOf<{ state: string }>>(`${upload}/${filename}`)).data,
    ({ state }) => state === "ready",
    "the file is checked",
  );
  const { env } = await readStackFile(dir);
  // The SDK reads its region and keys there.
  Object.assign(process.env, env);
  const bucket = new FileBucket(s3Client(env), requiredSetting(env, "BUCKET"), s3Signer(env));
  await bucket.save("reports/shop/a.csv", "number,status\n", "text/csv");
  const got = await throughProxy("GET", await bucket.sign("reports/shop/a.csv", "a.csv"));
  expect([got.status, got.body.toString()]).toEqual([200, "number,status\n"]);
  expect(got.headers).toMatchObject({
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "content-type": "text/csv",
    "content-disposition": 'attachment; filename="a.csv"',
  });
});

test("no file is there without a signature, with a changed one, or by another method", async () => {
  const json = { filename: "foto.png", contentType: "image/png", size: files.png.length };
  const { url } = (await client.post<DataOf<Permission>>(upload, json)).data;
  const form = new FormData();
  form.append("key", "profiles/x");
  form.append("file", new Blob(["x"]), "x");
  const [unsigned, forged, listed, put, bare] = await Promise.all([
    throughProxy("GET", `${url}/profiles/x`),
    throughProxy(
      "GET",
      `${url}/profiles/x?X-Amz-Signature=00&X-Amz-Credential=embedded/20261130/us-east-1/s3/aws4_request`,
    ),
    throughProxy("GET", `${url}?list-type=2`),
    throughProxy("PUT", `${url}/profiles/x?X-Amz-Signature=00`),
    throughProxy("POST", url, form),
  ]);
  // What is not let through is answered as a route that there is not.
  expect([unsigned, listed, put].map(({ status }) => status)).toEqual([404, 404, 404]);
  expect([forged, bare].map(({ status }) => status)).toEqual([400, 403]);
});
