import type { Context, Judge, Verdict } from "../judge.ts";
import { addressAttacks, content, contentType, fileName, formAttacks, sendForm, type Attack } from "./attacks.ts";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { bucket, otherBucket, startMinistack, startOwn, type Server } from "./servers.ts";

/** Forms and addresses that the product signs (aws/s3), before the local S3 and before one that this project did not write. */
export const s3: Judge = {
  name: "s3",
  proves: "a form or an address that was signed is good for one file as it was permitted, and for nothing else",
  needs: ["python"],
  parts: [{ name: "forms and addresses", minutes: 3, run: judge }],
};

async function judge(context: Context): Promise<Verdict> {
  const servers = [await startOwn()];
  try {
    servers.push(await startMinistack(context));
    const failures: string[] = [];
    let passed = 0;
    for (const server of servers) {
      for (const [name, found] of await faultsOf(server)) {
        if (found === undefined) passed += 1;
        else failures.push(`${name}, ${server.name}: ${found}`);
      }
    }
    const exceptions = addressAttacks.flatMap(({ name, takenLocally }) =>
      takenLocally === undefined ? [] : [`the local stack takes ${name}: ${takenLocally}`],
    );
    const notes = ["ministack 1.5.33 with AUTH", ...exceptions];
    return { passed, failed: failures.length, failures, notes };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** What was tried, and what is wrong with its answer. */
async function faultsOf(server: Server): Promise<[name: string, fault: string | undefined][]> {
  const all: [string, string | undefined][] = [
    ["a form as it was signed", await rightForm(server)],
    ["an address as it was signed", await rightAddress(server)],
    ["a file in parts", await inParts(server)],
  ];
  for (const [at, attack] of formAttacks.entries()) all.push([attack.name, await formFault(server, attack, at)]);
  for (const [at, attack] of addressAttacks.entries()) all.push([attack.name, await addressFault(server, attack, at)]);
  return all;
}

const keysIn = async ({ client }: Server, Bucket: string, Prefix = ""): Promise<string[]> =>
  ((await client.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents ?? []).map(({ Key = "" }) => Key);

async function rightForm(server: Server): Promise<string | undefined> {
  const answer = await sendForm(server, "uploads/right.txt");
  const stored = await server.files.load("uploads/right.txt");
  if (answer.status !== 204) return `wanted 204, ${await inShort(answer)} came`;
  return Buffer.from(stored ?? []).equals(content)
    ? undefined
    : "the bytes that were stored are not those that were sent";
}

async function rightAddress({ files }: Server): Promise<string | undefined> {
  await files.save("reports/right é.csv", content, contentType);
  const answer = await fetch(await files.sign("reports/right é.csv", fileName));
  const disposition = answer.headers.get("content-disposition");
  if (answer.status !== 200) return `wanted 200, ${await inShort(answer)} came`;
  if (!Buffer.from(await answer.arrayBuffer()).equals(content)) return "the bytes are not those that were stored";
  return disposition === `attachment; filename="${fileName}"`
    ? undefined
    : `under the name ${disposition ?? "of none"}`;
}

const pieces = 20;
const pieceBytes = 1024 * 1024;

/** As reports are written and imports are read. */
async function inParts({ files }: Server): Promise<string | undefined> {
  const key = "reports/large.csv";
  const piece = (at: number) => String.fromCharCode(97 + at).repeat(pieceBytes);
  async function* texts() {
    for (let at = 0; at < pieces; at += 1) yield piece(at);
  }
  await files.saveStream(key, texts(), "text/csv");
  const whole = Array.from({ length: pieces }, (_, at) => piece(at)).join("");
  const from = 7 * pieceBytes + 5;
  const read: Uint8Array[] = [];
  for await (const bytes of (await files.stream(key, from)) ?? []) read.push(bytes);
  const size = await files.size(key);
  await files.remove([key]);
  if (size !== whole.length) return `${size ?? "nothing"} bytes are there, wanted ${whole.length}`;
  if (!Buffer.concat(read).equals(Buffer.from(whole.slice(from)))) return "the bytes are not those that were written";
  return (await files.load(key)) === undefined ? undefined : "it is there after it was removed";
}

async function formFault(server: Server, { wanted, send }: Attack, at: number): Promise<string | undefined> {
  const folder = `uploads/attack-${at}/`;
  const came = await inShort(await send(server, `${folder}file.txt`));
  const stored = [...(await keysIn(server, bucket, folder)), ...(await keysIn(server, otherBucket))];
  if (stored.length > 0) return `it was stored as ${stored.join(", ")} (${came})`;
  return came === wanted ? undefined : `wanted ${wanted}, ${came} came`;
}

async function addressFault(server: Server, { wanted, send, takenLocally }: Attack, at: number) {
  const { files, name } = server;
  const key = `reports/attack-${at}.csv`;
  for (const one of [key, `${key}-other`]) await files.save(one, content, contentType);
  const came = await inShort(await send(server, key));
  if (!Buffer.from((await files.load(key)) ?? []).equals(content)) return `the file is another one (${came})`;
  const expected = takenLocally !== undefined && name === "the local stack" ? "200" : wanted;
  return came === expected ? undefined : `wanted ${expected}, ${came} came`;
}

/** Its status, and the code of a refusal. */
async function inShort(answer: Response): Promise<string> {
  const [, code] = /<Code>(.*?)<\/Code>/.exec(await answer.text()) ?? [];
  return [answer.status, code].filter((part) => part !== undefined).join(" ");
}
