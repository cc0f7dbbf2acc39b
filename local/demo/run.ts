import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { commandLine } from "../../command-line.ts";
import { Api } from "./api.ts";
import { brokenPromises } from "./check.ts";
import { linkSession } from "./link.ts";
import { progressBar } from "./progress-bar.ts";
import { sampleCsv, sampleMessage, sampleRows } from "./sample.ts";
import { until } from "./until.ts";

// Entry point of `npm run demo`: a broadcast from a CSV to delivered messages, on a stack of its own in memory.

const usage = `npm run demo
A broadcast from a CSV of 500 rows, as people really write them, to delivered messages and a report that is checked row by
row; on a stack of its own in memory, with a simulated WhatsApp. Takes no options; writes to .data/demo.`;
commandLine(usage, {});

process.env["POWERTOOLS_LOG_LEVEL"] ??= "ERROR";
const { startStack } = await import("../stack.ts");

interface Data<Fields> {
  readonly data: Fields;
}
type Counts = Readonly<Record<string, number>>;

const startedAt = Date.now();
const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
const say = (line: string) => {
  console.log(`${seconds().padStart(7)}  ${line}`);
};

const outputDir = resolve(".data/demo");
const reportFile = resolve(outputDir, "report.csv");
const rows = sampleRows();
const csv = sampleCsv(rows);
await mkdir(outputDir, { recursive: true });
await writeFile(resolve(outputDir, "contacts.csv"), csv);

const apiKey = randomBytes(18).toString("base64url");
const stack = await startStack({ port: 0, apiKey });
const api = new Api(stack.url, apiKey);
try {
  say(`stack up at ${stack.url}, WhatsApp is simulated`);

  await api.send("PUT", "/_simulator/behaviour", { acceptMs: 5, deliverMs: 30, readMs: null });
  for (const { number, kind } of rows) {
    if (kind === "not_on_whatsapp") await api.send("PUT", `/_simulator/numbers/${number ?? ""}`, { registered: false });
    if (kind === "refuses") await api.send("PUT", `/_simulator/numbers/${number ?? ""}`, { refuses: true });
    if (kind === "phone_off") await api.send("PUT", `/_simulator/numbers/${number ?? ""}`, { phoneOff: true });
  }

  await linkSession(api, "demo", { number: "628111000111", name: "Demo" });
  say("session demo linked by QR");

  const base = "/api/whatsapp/demo/broadcast";
  const list = await api.send<Data<{ readonly listId: string }>>("POST", `${base}/lists`, { name: "Pelanggan" });
  const ofList = `${base}/lists/${list.data.listId}`;
  const taken = await api.upload<Data<{ readonly importId: string }>>(`${ofList}/contacts/bulk?defaultCountry=ID`, csv);
  const imported = await until(
    () =>
      api.get<Data<Record<"rowsRead" | "added" | "duplicates" | "invalid", number> & { readonly state: string }>>(
        `${ofList}/imports/${taken.data.importId}`,
      ),
    ({ data }) => data.state === "completed" || data.state === "failed",
    "the import is done",
  );
  const { rowsRead, added, duplicates, invalid } = imported.data;
  say(`imported ${rowsRead} rows: ${added} added, ${duplicates} duplicates, ${invalid} without a number`);

  const launched = await api.send<Data<{ readonly campaignId: string }>>("POST", `${base}/send`, {
    name: "Demo",
    listId: list.data.listId,
    message: sampleMessage,
    pacing: { minGapMs: 5, maxGapMs: 25, perDay: 1_000 },
  });
  const { campaignId } = launched.data;
  const bar = progressBar(added);
  const campaign = await until(
    () => api.get<Data<{ readonly status: string; readonly counts: Counts }>>(`${base}/campaigns/${campaignId}`),
    ({ data }) => {
      bar(data.counts);
      return data.status === "completed";
    },
    "the campaign is completed",
  );
  // The last deliveries and their acks come a moment after the last send.
  const settled = await until(
    () => api.get<Data<{ readonly counts: Counts }>>(`${base}/campaigns/${campaignId}`),
    ({ data }) => data.counts["sent"] === rows.filter(({ kind }) => kind === "phone_off").length,
    "all acks are counted",
  ).catch(() => campaign);
  bar(settled.data.counts, true);
  say("campaign completed");

  const reportCsv = await api.text(`${base}/export/campaign/${campaignId}`);
  await writeFile(reportFile, reportCsv);
  const broken = brokenPromises(rows, {
    imported: imported.data,
    reportCsv,
    deliveries: await api.get("/_simulator/deliveries"),
  });
  const counts = Object.entries(settled.data.counts).filter(([, count]) => count > 0);
  console.log(`
  ${String(rows.length).padStart(4)} rows in the file
  ${String(duplicates).padStart(4)} a number that came before
  ${String(invalid).padStart(4)} no number
${counts.map(([state, count]) => `  ${String(count).padStart(4)} ${state}`).join("\n")}

report    ${reportFile}
contacts  ${resolve(outputDir, "contacts.csv")}
`);
  if (broken.length > 0) {
    console.error(`BROKEN PROMISES (${broken.length}):\n${broken.map((line) => `  - ${line}`).join("\n")}`);
    process.exitCode = 1;
  } else {
    say(`kept: all ${rows.length} rows accounted for, every message as written, no phone twice`);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await stack.close();
}
process.exit();
