import { isDeepStrictEqual } from "node:util";
import { commandLine, numberOf } from "../../command-line.ts";
import { killWhileAsking } from "../e2e/messages/direct-kills.ts";
import { importKilledAt } from "../e2e/contacts/import-kills.ts";
import { killTheStack, killTheWorker } from "../e2e/campaigns/kills.ts";
import { restartAndSend } from "../e2e/sessions/restarts.ts";
import { runByHand } from "../one-machine/run-by-hand.ts";
import { limitKinds } from "./account-limits.ts";
import { browserChaos } from "./browsers/browsers.ts";
import { runHalts } from "./halts.ts";
import { runDrift } from "./page/run-drift.ts";
import { runPowerCuts } from "./power/run-power-cuts.ts";
import { runQuotaSeeds } from "./run-quotas.ts";
import { runWithoutBound } from "./run-without-bound.ts";
import { crashPoints, faultKinds, personKinds, runChaos, type FaultKind } from "./chaos.ts";

// Entry point of `npm run chaos`: many seeds through the chaos harness, then whole processes killed at random moments, then
// real browsers.

const usage = `npm run chaos -- [--seeds N] [--from N] [--kills N] [--restarts N] [--message-kills N]
             [--browser-kills N] [--takeover] [--soak MINUTES]
       npm run chaos -- --drift [--only N]
       npm run chaos -- --halts N
       npm run chaos -- --power-cuts N [--unsynced]
       npm run chaos -- --one-machine
       npm run chaos -- --without-bound [--seeds N] [--from N] [--histories DIR]
       npm run chaos -- --quotas N [--from N]
Long: many seeds through every kind of fault, then whole processes killed at random moments, then real browsers.
  --seeds N          seeds (default 100)
  --from N           the first of them (default 0); one that broke a promise is replayed by
                     --seeds 1 --from SEED --kills 0 --restarts 0 --message-kills 0 --browser-kills 0
  --kills N          times that each kind of process is killed (default 20)
  --restarts N       times that \`npm start\` is restarted and sends right after (default 20)
  --message-kills N  direct messages whose request is killed and asked for again (default 30)
  --browser-kills N  times that a browser is killed (default 30)
  --takeover         three workers with ten browsers besides, one of which is killed
  --soak MINUTES     so long of browsers that send without a gap (default 0)
  --drift            nothing but changes of WhatsApp's page: each member of worker/whatsapp/page-contract.ts is gone, and
                     fails in other ways, in the middle of broadcasts
  --only N           the Nth of these changes alone (from 1)
  --halts N          nothing but so many halts of the operator's switch in the middle of broadcasts
  --power-cuts N     nothing but so many power cuts in the middle of a broadcast; on Linux, as root, on a disk of its own
  --unsynced         by an embedded database that does not sync, to see that a cut tells the two apart
  --one-machine      nothing but the processes of one-machine/ as their containers would run them: a read-only root, user 1000;
                     killed, restarted, backed up and restored in the middle of a broadcast; on Linux, as root
  --without-bound    nothing but seeds with any number of faults, then a calm; says what each fault met
  --quotas N         nothing but so many seeds of a broadcast to strangers, whose chats WhatsApp limits: whether one was begun above
                     a limit that its page had told, and how much of each quota was used
  --histories DIR    keeps the histories of the seeds that broke a promise (docs/history.md)`;
const line = commandLine(usage, {
  seeds: { type: "string", default: "100" },
  from: { type: "string", default: "0" },
  kills: { type: "string", default: "20" },
  restarts: { type: "string", default: "20" },
  "message-kills": { type: "string", default: "30" },
  "browser-kills": { type: "string", default: "30" },
  takeover: { type: "boolean", default: false },
  soak: { type: "string", default: "0" },
  drift: { type: "boolean", default: false },
  only: { type: "string", default: "0" },
  halts: { type: "string", default: "0" },
  "power-cuts": { type: "string", default: "0" },
  unsynced: { type: "boolean", default: false },
  "one-machine": { type: "boolean", default: false },
  "without-bound": { type: "boolean", default: false },
  quotas: { type: "string", default: "0" },
  histories: { type: "string" },
});
const { values } = line;
const number = (
  name: Exclude<keyof typeof values, "takeover" | "drift" | "unsynced" | "one-machine" | "without-bound" | "histories">,
) => numberOf(line, name, values[name], { min: 0, max: 1_000_000_000, whole: name !== "soak" });
const [seeds, from, kills, restarts, messageKills, browserKills, soakMinutes] = [
  number("seeds"),
  number("from"),
  number("kills"),
  number("restarts"),
  number("message-kills"),
  number("browser-kills"),
  number("soak"),
];
if (values.drift) process.exit(await runDrift(number("only")));
if (values["without-bound"]) process.exit(await runWithoutBound(from, seeds, values.histories));
if (number("quotas") > 0) process.exit(await runQuotaSeeds(from, number("quotas")));
if (number("halts") > 0) process.exit(await runHalts(number("halts")));
if (number("power-cuts") > 0) process.exit(await runPowerCuts(number("power-cuts"), values.unsynced));
if (values["one-machine"]) process.exit(await runByHand());
const kinds: readonly FaultKind[] = [...new Set([...faultKinds, ...personKinds, ...limitKinds])];
const total = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<FaultKind, number>;
const reached = new Set<string>();
let broken = 0;
let recipients = 0;
let directs = 0;
let inDoubt = 0;
const startedAt = Date.now();
for (let seed = from; seed < from + seeds; seed += 1) {
  const result = await runChaos(seed);
  for (const kind of kinds) total[kind] += result.faults[kind];
  for (const point of result.crashedAt) reached.add(point);
  recipients += result.recipients;
  directs += result.directs;
  inDoubt += result.inDoubt;
  if (result.broken.length > 0) {
    broken += 1;
    console.error(`seed ${seed} broke ${result.broken.length} promises:\n  ${result.broken.join("\n  ")}`);
  }
  if ((seed - from) % 10 === 9) console.log(`${seed - from + 1} of ${seeds} seeds, ${broken} broke a promise`);
}
const killed: string[] = [];
for (const [what, kill] of Object.entries({ "npm start": killTheStack, "npm run worker": killTheWorker })) {
  if (kills === 0) continue;
  const moments = Array.from({ length: kills }, () => 200 + Math.random() * 1_500);
  const result = await kill(moments, 40 * kills);
  const longest = Math.max(...result.standstillsMs);
  killed.push(
    `${what} ${kills} times, ${result.inDoubt} in doubt, longest standstill ${(longest / 1000).toFixed(1)} s`,
  );
  if (result.broken.length === 0) continue;
  broken += 1;
  console.error(`killing ${what} broke ${result.broken.length} promises:\n  ${result.broken.join("\n  ")}`);
}
if (kills > 0) {
  const rows = 40_000;
  const whole = await importKilledAt([], rows);
  const result = await importKilledAt(
    Array.from({ length: kills }, () => 50 + Math.random() * 500),
    rows,
  );
  killed.push(`an import of ${rows} rows ${kills} times`);
  if (!isDeepStrictEqual(result, whole)) {
    broken += 1;
    console.error(`killing an import changed what it left: ${JSON.stringify([whole.counts, result.counts])}`);
  }
}
if (restarts > 0) {
  const endings = Array.from({ length: restarts }, () => (Math.random() < 0.5 ? "SIGTERM" : "SIGKILL"));
  const result = await restartAndSend(endings);
  const answered = Object.entries(result.answers).map(([status, times]) => `${times} answered ${status}`);
  const slowest = Math.max(...result.connectedAfterMs);
  killed.push(
    `npm start restarted ${restarts} times (${endings.filter((ending) => ending === "SIGKILL").length} by SIGKILL), ` +
      `messages right after: ${answered.join(", ")}; connected ${slowest} ms after the port opened at most`,
  );
  if (result.broken.length > 0) {
    broken += 1;
    console.error(`restarting npm start broke ${result.broken.length} promises:\n  ${result.broken.join("\n  ")}`);
  }
}
if (messageKills > 0) {
  const result = await killWhileAsking(Array.from({ length: messageKills }, () => Math.random() * 150));
  const down = Object.entries(result.whileDown).map(([code, times]) => `${code} ${times}`);
  killed.push(
    `POST /send-message ${messageKills} times, ${result.cutOff} cut off, repeats while not connected: ${down.join(", ")}`,
  );
  if (result.broken.length > 0) {
    broken += 1;
    console.error(`killing POST /send-message broke promises:\n  ${result.broken.join("\n  ")}`);
  }
}
for (const { what, broken: broke } of await browserChaos({
  seed: from,
  kills: browserKills,
  takesOver: values.takeover,
  soakMinutes,
  tell: (lines) => {
    console.log(lines.join("\n"));
  },
})) {
  killed.push(what);
  if (broke.length === 0) continue;
  broken += 1;
  console.error(`${what}, which broke ${broke.length} promises:\n  ${broke.join("\n  ")}`);
}
const missed = crashPoints.filter((point) => !reached.has(point));
console.log(`
seeds       ${seeds} (${from} to ${from + seeds - 1}), ${((Date.now() - startedAt) / 1000).toFixed(0)} s
recipients  ${recipients}, of which in doubt ${inDoubt}; direct messages ${directs}
faults      ${kinds.map((kind) => `${kind} ${total[kind]}`).join(", ")}
crashed at  ${reached.size} of ${crashPoints.length} points${missed.length === 0 ? "" : `; not at ${missed.join(", ")}`}

killed      ${killed.join("; ")}

${seeds + killed.length - broken} passed, ${broken} failed`);
process.exit(broken === 0 ? 0 : 1);
