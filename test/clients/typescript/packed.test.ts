import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { guideLanguages, guideProgram, guideReceiver } from "../../docs/guide-samples.ts";
import { fencesOf } from "../../docs/markdown.ts";
import { aShop } from "../../e2e/shop.ts";
import { freePort } from "../../judge/free-port.ts";
import * as files from "../../support/files.ts";
import { until } from "../../support/stack.ts";

/** The package as a stranger has it: packed, installed into an empty project without a network, and used as its README says. */

const { client, stack } = aShop({ arriveMs: 0, env: { WEBHOOK_ALLOW_LOOPBACK: "true" } });
const dir = mkdtempSync(join(tmpdir(), "packed-"));
const name = "whatsapp-broadcast-client";
const examples = fencesOf(readFileSync("clients/typescript/README.md", "utf8"))
  .filter(({ info }) => info === "ts")
  .map(({ text }) => text);
const [quickStart = "", receiver = ""] = examples;

const run = (cwd: string, program: string, ...parameters: string[]) => {
  const env = { ...process.env, npm_config_cache: join(dir, "cache"), npm_config_offline: "true" };
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd, env, encoding: "utf8" });
  if (status === 0) return stdout;
  throw new Error(`${program} ${parameters.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
};
const tsc = (project: string) => run(dir, process.execPath, resolve("node_modules/typescript/bin/tsc"), "-p", project);

beforeAll(() => {
  run("clients/typescript", "npm", "pack", "--silent", "--pack-destination", dir);
  const [tarball = ""] = readdirSync(dir).filter((file) => file.endsWith(".tgz"));
  writeFileSync(join(dir, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
  run(dir, "npm", "install", "--no-audit", "--no-fund", `./${tarball}`);
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

test("it holds its code, its types, its licence and its README, and brings nothing else", () => {
  const installed = join(dir, "node_modules", name);
  expect(readdirSync(join(dir, "node_modules")).filter((file) => !file.startsWith("."))).toEqual([name]);
  expect(readdirSync(installed).toSorted()).toEqual(["README.md", "dist", "package.json"]);
  expect(readdirSync(join(installed, "dist")).toSorted()).toEqual(["LICENSE", "index.js", "types"]);
});

/** What the types must refuse and allow; each `@ts-expect-error` is an error itself where nothing is wrong. */
const typed = `
import { createClient, type ErrorCode, type WebhookEvent } from "${name}";
const client = createClient({ baseUrl: "", apiKey: async () => "k" });
const shop = client.session("shop");
export async function uses(file: File, event: WebhookEvent) {
  const { data: sent } = await shop.sendCampaign({ listId: "l", message: "Halo" });
  const id: string = sent.campaignId;
  const { data: would } = await shop.sendCampaign({ listId: "l", message: "Halo", dryRun: true });
  const willSend: number = would.willSend;
  await client.getStatus({ sessionId: "shop" });
  await shop.getStatus();
  const media = await shop.uploadFile({ file }, { onProgress: ({ sent, total }) => sent / total });
  const state: "ready" | "rejected" | "checking" | "awaiting_upload" = media.state;
  for await (const list of client.listLists({ sessionId: "shop" })) list.contactCount.toFixed();
  const csv: string = await shop.exportContacts({ listId: "l" });
  if (event.type === "campaign.completed") event.data.campaignId.trim();
  // @ts-expect-error: the session is not named
  await client.getStatus({});
  // @ts-expect-error: a member that is required is missing
  await shop.getList({});
  // @ts-expect-error: a member that there is not
  await shop.getList({ listId: "l", listID: "l" });
  // @ts-expect-error: a value that there is not
  await shop.importContacts({ listId: "l", csv: "", mode: "merge" });
  // @ts-expect-error: a method that there is not
  await shop.sendBroadcast({});
  // @ts-expect-error: a code that there is not
  const code: ErrorCode = "LIST_NAME_USED";
  return { id, willSend, state, csv, code };
}
`;

const strict = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  target: "es2022",
};

test("a page's project has its types, with those of a browser alone", () => {
  const compilerOptions = {
    ...strict,
    lib: ["es2022", "dom"],
    types: [],
    module: "esnext",
    moduleResolution: "bundler",
  };
  writeFileSync(join(dir, "page.ts"), typed);
  writeFileSync(join(dir, "page.json"), JSON.stringify({ compilerOptions, files: ["page.ts"] }));
  expect(tsc("page.json")).toBe("");
});

/** Of the guides: the samples of each language as one program, which makes a webhook, and a receiver for that. */
const guides = async () => {
  const port = await freePort();
  const hook = `http://127.0.0.1:${port}`;
  const receiver = guideReceiver("en", "receiver.mjs", port);
  const programs = guideLanguages.map((language) => {
    const session = `guide-${language}`;
    return { session, text: guideProgram(language, "js", { session, url: stack().url, hook }) };
  });
  return { hook, receiver, programs };
};

test("the examples of README and of the guides have the types of Node's project", async () => {
  const { receiver: ofGuides, programs } = await guides();
  const texts = new Map([
    ["quick-start.ts", quickStart],
    ["receiver.ts", receiver],
    ["receiver-of-guides.ts", ofGuides],
    ...programs.map(({ session, text }) => [`${session}.ts`, text] as const),
  ]);
  for (const [file, text] of texts) writeFileSync(join(dir, file), text);
  mkdirSync(join(dir, "node_modules/@types"), { recursive: true });
  cpSync("node_modules/@types/node", join(dir, "node_modules/@types/node"), { recursive: true });
  symlinkSync(resolve("node_modules/undici-types"), join(dir, "node_modules/undici-types"));
  const compilerOptions = { ...strict, lib: ["es2022"], types: ["node"], module: "nodenext" };
  writeFileSync(join(dir, "node.json"), JSON.stringify({ compilerOptions, files: [...texts.keys()] }));
  expect(tsc("node.json")).toBe("");
});

/** Runs a program of Node to its end; the simulator's phone scans the code that it shows. */
async function runLinked(file: string, session: string, number: string) {
  const pacing = { minGapMs: 0, maxGapMs: 0 };
  await client.post("/api/whatsapp/sessions", { sessionId: session, pacing });
  const child = spawn(process.execPath, [file], { cwd: dir, env: { ...process.env, API_KEY: stack().apiKey } });
  let out = "";
  let err = "";
  let scanned: Promise<unknown> | undefined;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (!out.includes("scan: ")) return;
    scanned ??= client.post(`/_simulator/sessions/${session}/scan`, { number, name: "Shop" });
  });
  const code = await new Promise((done) => child.once("close", done));
  await scanned;
  expect([code, err]).toEqual([0, ""]);
  return out;
}

test("README's quick start runs there", async () => {
  writeFileSync(join(dir, "quick-start.ts"), quickStart.replace("http://127.0.0.1:3000", stack().url));
  writeFileSync(join(dir, "poster.png"), files.png);
  const out = await runLinked("quick-start.ts", "shop", "628111000111");
  for (const text of ["linked: 628111000111", "imported: 2", "6281234567890 Ayu", "completed", "number,name,status"])
    expect(out).toContain(text);
  expect(out).toContain(`uploaded: ${files.png.length} of ${files.png.length}`);
});

test("the guides' samples run there, in both languages, as JavaScript and as TypeScript; the receiver takes what is ours alone", async () => {
  const { hook, receiver: ofGuides, programs } = await guides();
  mkdirSync(join(dir, ".data"));
  writeFileSync(join(dir, ".data/admin-key"), `${stack().apiKey}\n`);
  let out = "";
  // One after the other: both opt the same number out and in again.
  for (const [at, { session, text }] of programs.entries()) {
    const file = `${session}${at === 0 ? ".mjs" : ".ts"}`;
    writeFileSync(join(dir, file), text);
    out = await runLinked(file, session, `62811100022${at}`);
    for (const words of [
      `linked: 62811100022${at}`,
      "2 1",
      "completed",
      "sent: 2",
      "2030-12-31T12:00",
      "6281299990000",
    ])
      expect(out).toContain(words);
    expect(readFileSync(join(dir, "report.csv"), "utf8")).toContain("6281311112222");
    rmSync(join(dir, "report.csv"));
  }

  const [, webhookId = "", secret = ""] = /^(whk_\w+) (whsec_\S+)$/m.exec(out) ?? [];
  writeFileSync(join(dir, "receiver-of-guides.mjs"), ofGuides);
  const env = { ...process.env, WEBHOOK_SECRET: secret };
  const child = spawn(process.execPath, ["receiver-of-guides.mjs"], { cwd: dir, env });
  try {
    let told = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (told += text));
    const forge = () =>
      fetch(hook, { method: "POST", body: "{}" }).then(
        ({ status }) => status,
        () => undefined,
      );
    await until(forge, (status) => status === 400, "the receiver refuses a call without a signature");
    await client.post(`/api/whatsapp/webhooks/${webhookId}/test`, undefined);
    await until(
      async () => told,
      (said) => said.startsWith("webhook.test evt_"),
      "the receiver takes the test",
    );
  } finally {
    child.kill();
  }
});
