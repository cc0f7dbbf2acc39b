import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstBroadcast } from "../../functions/meta/openapi-intro.ts";
import { png } from "../support/files.ts";
import { startStack, type Stack } from "../support/stack.ts";

/** README's first broadcast as it stands: its shell block runs against a fresh stack, of which only the port is another. */

const dir = mkdtempSync(join(tmpdir(), "readme-"));
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ dataDir: join(dir, ".data"), apiKey: null });
});
afterAll(async () => {
  await stack.end();
  rmSync(dir, { recursive: true, force: true });
});

const blocks = [...readFileSync("README.md", "utf8").matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
const example = blocks.find((block) => block.includes("/send-message")) ?? "";
const address = "http://127.0.0.1:3000";

/** With `sh` alone, which on Debian knows less than bash; the first command that fails ends it. */
const run = (script: string): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> =>
  new Promise((resolve) => {
    const child = spawn("sh", ["-eu"], { cwd: dir, stdio: ["pipe", "pipe", "pipe"] });
    const written = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (written.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (written.err += text));
    child.once("close", (code) => {
      resolve({ code, ...written });
    });
    child.stdin.end(script);
  });

test("README's example links, imports, sends, waits for each and shows what became of it", async () => {
  expect(example.split(address)).toHaveLength(2);
  const { code, out, err } = await run(example.replace(address, stack.url));
  expect([code, err]).toEqual([0, ""]);
  // The code for a phone, then each wait by the text that it waits for.
  const inOrder = [
    "▀",
    '"connected":true',
    '"state":"completed"',
    '"willSend":2',
    '"status":"completed"',
    '"to":',
    "number,name,status,",
  ];
  const places = inOrder.map((text) => out.indexOf(text));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
  for (const text of ["Halo Ayu di Bandung", "Halo Budi di Jakarta", "The message was sent"])
    expect(out).toContain(text);
  // It leaves nothing behind in the folder where it was typed.
  expect(readdirSync(dir)).toEqual([".data"]);
});

test("the steps that the OpenAPI document begins with link, import, send and schedule with an image", async () => {
  const steps = [...firstBroadcast.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  const [setUp = "", toLink = "", toScan = "", toImport = "", ...toSend] = steps;
  const waitFor = (text: string, path: string) =>
    `for second in $(seq 60); do if api ${path} | grep -F '${text}'; then break; fi; sleep 1; done\n`;
  const script = [
    setUp.replace(address, stack.url),
    toLink,
    toScan,
    waitFor('"connected":true', "$URL/status"),
    toImport.replace("YOUR_NUMBER", "0812-3456-7890"),
    waitFor('"state":"completed"', "$SHOP/lists/$LIST/imports"),
    ...toSend,
    "api $SHOP/upload/$IMAGE\n",
  ];
  writeFileSync(join(dir, "poster.png"), png);
  expect(setUp.split(address)).toHaveLength(2);
  // Another session than README's.
  const { code, out, err } = await run(script.join("").replaceAll(/\bshop\b/g, "toko"));
  expect([code, err]).toEqual([0, ""]);
  expect(out).not.toContain('"success":false');
  const inOrder = [
    "▀",
    '"connected":true',
    '"state":"completed"',
    '"willSend":1',
    '"sendAt":"2030-12-31T12:00:00.000Z"',
  ];
  expect(inOrder.filter((text) => !out.includes(text))).toEqual([]);
  // The file goes with what was scheduled.
  const { data } = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as { readonly data: object };
  expect(data).toMatchObject({ state: "ready", usedBy: [expect.stringMatching(/^cmp_/)] });
});

test("README's example needs no program that a machine may lack", () => {
  const words = example.replaceAll(/^ *#.*$/gm, "").split(/[\s|;($]+/);
  for (const rare of ["jq", "python", "python3", "node", "awk", "perl", "xargs", "nc"])
    expect(words).not.toContain(rare);
});
