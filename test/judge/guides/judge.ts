import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { guideLanguages, guideProgram, guideReceiver } from "../../docs/guide-samples.ts";
import { Client, type DataOf } from "../../e2e/client.ts";
import { startStack, until } from "../../support/stack.ts";
import { freePort } from "../free-port.ts";
import type { Context, Judge, Verdict } from "../judge.ts";
import { findTool } from "../tools.ts";
import { curlShell, phpOf, type Interpreter } from "./interpreters.ts";

/** The guides' samples as a developer types them, by the programs that they are written for. */
export const guides: Judge = {
  name: "guides",
  proves:
    "the guides' samples for curl, Python and PHP do what they say, in both languages, and their receivers take no forged call",
  needs: [],
  parts: [{ name: "samples", minutes: 15, run: samples }],
};

const kinds = ["sh", "python", "php"] as const;
type Kind = (typeof kinds)[number];
const endings = { sh: "sh", python: "py", php: "php" } as const;

/** What each program says in its course: of the row that was left out, of the broadcast for later, of the opt-out. */
const said = ["4,12345", "2030-12-31T1", "6281299990000"];

async function samples(context: Context): Promise<Verdict> {
  const home = join(context.dir, "work");
  await rm(home, { recursive: true, force: true });
  const python = await findTool("python");
  const interpreters: Readonly<Record<Kind, Interpreter>> = {
    sh: await curlShell(),
    python,
    php: await phpOf(context, python),
  };
  const env = { WEBHOOK_ALLOW_LOOPBACK: "true" };
  const stack = await startStack({ env });
  try {
    const client = new Client(stack.url, stack.apiKey);
    await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: null } });
    const notes: string[] = [];
    const faults: (readonly [what: string, fault: string | undefined])[] = [];
    for (const kind of kinds) {
      const by = interpreters[kind];
      if ("lacks" in by) {
        notes.push(`${kind} samples were left out: ${by.lacks}`);
        continue;
      }
      const { written } = await context.run(`${kind}-version`, [kind === "sh" ? "curl" : by.program, "--version"]);
      notes.push(written.split("\n")[0] ?? "");
      for (const language of guideLanguages) {
        const session = `${language}-${kind}`;
        const dir = join(home, session);
        await mkdir(join(dir, ".data"), { recursive: true });
        await writeFile(join(dir, ".data", "admin-key"), `${stack.apiKey}\n`);
        const text = guideProgram(language, kind, {
          session,
          url: stack.url,
          hook: "https://hooks.example.com/whatsapp",
        });
        await writeFile(join(dir, `samples.${endings[kind]}`), text);
        const command = [by.program, ...(kind === "sh" ? ["-eu"] : []), `samples.${endings[kind]}`];
        faults.push([
          `${kind}, ${language}`,
          await faultOf(context, { client, session, at: faults.length, dir, command }),
        ]);
      }
      if (kind !== "sh")
        faults.push([`receiver, ${kind}`, await receiverFault(context, { client, kind, program: by.program, home })]);
    }
    const failures = faults.flatMap(([what, fault]) => (fault === undefined ? [] : [`${what}: ${fault}`]));
    return { passed: faults.length - failures.length, failed: failures.length, failures, notes };
  } finally {
    await stack.end();
  }
}

interface Course {
  readonly client: Client;
  readonly session: string;
  /** Of its own among the programs. */
  readonly at: number;
  readonly dir: string;
  readonly command: readonly string[];
}

/** What is wrong with a program's run; a phone scans the code that it shows. */
async function faultOf({ start }: Context, { client, session, at, dir, command }: Course): Promise<string | undefined> {
  const pacing = { minGapMs: 0, maxGapMs: 0 };
  await client.post("/api/whatsapp/sessions", { sessionId: session, pacing });
  const program = start(session, command, { cwd: dir });
  let hasEnded = false;
  const ended = program.ended.finally(() => (hasEnded = true));
  const number = `62811100${2_000 + at}`;
  const scan = () => client.ask("POST", `/_simulator/sessions/${session}/scan`, { json: { number, name: session } });
  await until(scan, ({ status }) => hasEnded || status === 200, `${session} shows a code`, 60_000);
  const { code, written } = await ended;
  if (code !== 0) return `exit code ${code ?? "none"}: ${written.slice(-500)}`;
  if (/"success":false|Warning:|Traceback/.test(written)) return `it was refused: ${written.slice(-500)}`;
  const lacks = said.filter((text) => !written.includes(text));
  if (lacks.length > 0) return `it does not say ${lacks.join(", ")}: ${written.slice(-500)}`;
  const report = await readFile(join(dir, "report.csv"), "utf8");
  if (!report.includes("6281234567890") || !report.includes("6281311112222")) return `report.csv is ${report}`;
  const deliveries = await client.get<readonly { readonly to: string }[]>(`/_simulator/deliveries?session=${session}`);
  const to = deliveries.map((delivery) => delivery.to).toSorted();
  return to.join() === "6281234567890,6281311112222" ? undefined : `messages went to ${to.join()}`;
}

interface Receiving {
  readonly client: Client;
  readonly kind: "python" | "php";
  readonly program: string;
  readonly home: string;
}

/** What is wrong with a receiver: it takes a call that is ours, once however often it comes, and no other. */
async function receiverFault({ start }: Context, { client, kind, program, home }: Receiving) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const webhook = await client.post<DataOf<{ readonly webhookId: string; readonly secret: string }>>(
    "/api/whatsapp/webhooks",
    { url, events: ["session.failed"] },
  );
  const { webhookId, secret } = webhook.data;
  const file = `receiver.${endings[kind]}`;
  const dir = join(home, `receiver-${kind}`);
  await mkdir(dir);
  await writeFile(join(dir, file), guideReceiver("en", file, port));
  const command = [program, ...(kind === "php" ? ["-S", `127.0.0.1:${port}`] : []), file];
  const receiver = start(`receiver-${kind}`, command, { cwd: dir, env: { WEBHOOK_SECRET: secret, TMPDIR: dir } });
  try {
    const call = (headers: Record<string, string> = {}) =>
      fetch(url, { method: "POST", body: "{}", headers }).then(
        ({ status }) => status,
        () => 0,
      );
    const unsigned = await until(call, (status) => status !== 0, "the receiver is up");
    if (unsigned !== 400) return `a call without a signature was answered ${unsigned}`;
    const now = String(Math.floor(Date.now() / 1_000));
    const forged = await call({ "webhook-id": "evt_1", "webhook-timestamp": now, "webhook-signature": "v1,AAAA" });
    if (forged !== 400) return `a forged call was answered ${forged}`;
    const sent = await client.post<DataOf<{ readonly deliveryId: string; readonly eventId: string }>>(
      `/api/whatsapp/webhooks/${webhookId}/test`,
      undefined,
    );
    const deliveries = `/api/whatsapp/webhooks/${webhookId}/deliveries`;
    const arrived = (times: number) =>
      until(
        () => client.get<DataOf<readonly { readonly status: string; readonly attemptCount: number }[]>>(deliveries),
        ({ data: [one] }) => one?.status === "delivered" && one.attemptCount === times,
        `the test arrived ${times} times`,
      );
    await arrived(1);
    await client.post(`${deliveries}/${sent.data.deliveryId}/redeliver`, undefined);
    await arrived(2);
    const times = receiver.written().split(`webhook.test ${sent.data.eventId}`).length - 1;
    return times === 1 ? undefined : `it told ${times} times of one event: ${receiver.written().slice(-500)}`;
  } finally {
    await receiver.kill();
  }
}
