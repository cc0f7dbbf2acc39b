import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { Api } from "../../../local/demo/api.ts";
import { linkSession } from "../../bench/local-stack.ts";
import type { RowState } from "../../history/lines.ts";
import { brokenIn, OwnRecord, recordingInto } from "../../support/history/of-processes.ts";
import { startStack, type Stack, until } from "../../support/stack.ts";
import { startWorker, type WorkerProcess } from "../../support/workers.ts";

/** Whole processes killed with SIGKILL at random moments of a running campaign, and what is there in the end. */

export interface KillResult {
  /** One line a broken promise. */
  readonly broken: readonly string[];
  readonly inDoubt: number;
  /** Kill to the first message that arrived afterwards, for each kill, ms. */
  readonly standstillsMs: readonly number[];
}

const base = "/api/whatsapp/shop/broadcast";

interface Data<Fields> {
  readonly data: Fields;
}

interface CampaignView {
  readonly campaignId: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Shorter than in production, so that a takeover is seen within a test. */
const shortDurations = {
  IN_DOUBT_AFTER_MS: "1500",
  LEASE_BEAT_MS: "200",
  LEASE_LOSE_AFTER_MS: "1500",
  LEASE_TAKE_AFTER_MS: "2500",
  LEASE_SEND_DEADLINE_MS: "1000",
};

/** A disk that loses its power with the machine. */
export interface Disk {
  /** On the disk; its `simulator` leads elsewhere, for WhatsApp does not forget. */
  readonly dataDir: string;
  /** Of this machine's own disk. */
  readonly evidenceDir: string;
  /** Nothing uses it meanwhile. */
  loseWhatIsNotSynced(): void;
}

/**
 * `kill -9` of the whole of `npm start`, started again on the same data each time.
 *
 * @param disk loses its power right after each kill; none does when absent
 */
export async function killTheStack(
  moments: readonly number[],
  contacts: number,
  { disk, nodeFlags = [] }: { readonly disk?: Disk; readonly nodeFlags?: readonly string[] } = {},
): Promise<KillResult> {
  return await inDataDir(async (ownDir) => {
    const dataDir = disk?.dataDir ?? ownDir;
    const evidence = evidenceIn(disk?.evidenceDir ?? ownDir);
    const { env, own } = evidence;
    const start = () => startStack({ dataDir, apiKey: "k", env, nodeFlags });
    let stack = await start();
    try {
      const numbers = await launch(new Api(stack.url, "k"), contacts, own);
      const standstillsMs: number[] = [];
      for (const moment of moments) {
        await wait(moment);
        await stack.kill();
        own.ended(stack.pid);
        disk?.loseWhatIsNotSynced();
        const killedAt = Date.now();
        stack = await start();
        standstillsMs.push(await untilGoesOn(new Api(stack.url, "k"), killedAt, own));
      }
      return await judge(new Api(stack.url, "k"), numbers, standstillsMs, evidence);
    } finally {
      await stack.kill();
    }
  });
}

/** Two `npm run worker` beside a stack without one; the one that runs the session is killed each time. */
export async function killTheWorker(moments: readonly number[], contacts: number): Promise<KillResult> {
  return await inDataDir(async (dataDir) => {
    const evidence = evidenceIn(dataDir);
    const { env, own } = evidence;
    const stack: Stack = await startStack({ dataDir, apiKey: "k", noWorker: true, env: shortDurations });
    const workers: WorkerProcess[] = [];
    try {
      const start = async () => {
        const worker = await startWorker({ dataDir, env });
        workers.push(worker);
        return worker;
      };
      // The first takes the session; each one that is killed leaves it to the one that came after it.
      let running = await start();
      const api = new Api(stack.url, "k");
      const numbers = await launch(api, contacts, own);
      let spare = await start();
      const standstillsMs: number[] = [];
      for (const moment of moments) {
        await wait(moment);
        running.child.kill("SIGKILL");
        const killedAt = Date.now();
        await running.ended;
        own.ended(running.pid);
        running = spare;
        spare = await start();
        standstillsMs.push(await untilGoesOn(api, killedAt, own));
      }
      return await judge(api, numbers, standstillsMs, evidence);
    } finally {
      for (const worker of workers) worker.child.kill("SIGKILL");
      await stack.kill();
    }
  });
}

async function inDataDir<Result>(use: (dataDir: string) => Promise<Result>): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-kills-"));
  try {
    return await use(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What is written down of a run: by the processes that are killed, by the network, and by the test itself. */
interface Evidence {
  /** Of the processes whose worker is recorded. */
  readonly env: Readonly<Record<string, string>>;
  readonly own: OwnRecord;
  /** @returns one line a broken rule */
  readonly broken: () => readonly string[];
}

function evidenceIn(dataDir: string): Evidence {
  const histories = join(dataDir, "histories");
  const own = new OwnRecord();
  return {
    env: { ...shortDurations, ...recordingInto(histories) },
    own,
    broken: () => brokenIn(histories, join(dataDir, "simulator", "network.jsonl"), own),
  };
}

async function launch(api: Api, contacts: number, own: OwnRecord): Promise<readonly string[]> {
  await api.send("PUT", "/_simulator/behaviour", { acceptMs: 20, deliverMs: 30, readMs: null });
  await linkSession(api, "shop", "628111000111");
  const numbers = Array.from({ length: contacts }, (_, index) => `62812${String(30_000_000 + index)}`);
  const list = await api.send<Data<{ readonly listId: string }>>("POST", `${base}/lists`, { name: "all" });
  const body = { contacts: numbers.map((number) => ({ number, name: `N${number.slice(-3)}` })) };
  await api.send("POST", `${base}/lists/${list.data.listId}/contacts`, body);
  const pacing = { minGapMs: 40, maxGapMs: 80, perDay: 100_000 };
  const content = { listId: list.data.listId, message: "Halo {{ name }}", pacing };
  const send = () => api.send<Data<{ readonly campaignId: string }>>("POST", `${base}/send`, content);
  const { data } = await own.request("create", (made) => made.data.campaignId, send);
  own.scribe.point("people", "audience", { of: data.campaignId, numbers });
  return numbers;
}

const campaignOf = async (api: Api, own: OwnRecord): Promise<CampaignView> => {
  const { data } = await api.get<Data<readonly CampaignView[]>>(`${base}/campaigns`);
  const [campaign] = data;
  if (campaign === undefined) throw new Error("the campaign is gone");
  const { campaignId } = campaign;
  const path = `${base}/campaigns/${campaignId}`;
  return await own.read(campaignId, async () => (await api.get<Data<CampaignView>>(path)).data);
};

const arrivalsOf = (api: Api): Promise<readonly { readonly to: string; readonly receivedAt: string }[]> =>
  api.get("/_simulator/deliveries");

/** Waits until a message arrives that was sent after the kill, or nothing is left to send. */
async function untilGoesOn(api: Api, killedAt: number, own: OwnRecord): Promise<number> {
  const isLater = ({ receivedAt }: { readonly receivedAt: string }) => Date.parse(receivedAt) > killedAt + 100;
  await until(
    async () => ({ arrivals: await arrivalsOf(api), campaign: await campaignOf(api, own) }),
    ({ arrivals, campaign }) => campaign.status === "completed" || arrivals.some(isLater),
    "the campaign goes on after the kill",
    60_000,
  );
  return Date.now() - killedAt;
}

async function judge(
  api: Api,
  numbers: readonly string[],
  standstillsMs: readonly number[],
  evidence: Evidence,
): Promise<KillResult> {
  const { own } = evidence;
  const completed = await until(
    () => campaignOf(api, own),
    ({ status }) => status === "completed",
    "the campaign is completed",
    // What is left after the last kill goes at its pace, on a machine that may be busy.
    120_000 + numbers.length * 200,
  );
  await wait(1_500);
  const campaign = await campaignOf(api, own);
  const csv = await api.text(`${base}/export/campaign/${completed.campaignId}`);
  const rows = parse(csv, { columns: true }) as unknown as readonly {
    readonly number: string;
    readonly status: RowState;
  }[];
  const ended = rows.map(({ number, status }) => [number, status] as const);
  own.scribe.point("people", "rows", { of: completed.campaignId, status: completed.status, rows: ended });
  const arrived = (await arrivalsOf(api)).map(({ to }) => to);
  const broken: string[] = [];
  const inDoubt = rows.filter(({ status }) => status === "in_doubt").length;
  if (inDoubt > standstillsMs.length) broken.push(`${inDoubt} in doubt after ${standstillsMs.length} kills`);
  const byNumber = new Map(rows.map((row) => [row.number, row.status]));
  if (rows.length !== numbers.length) broken.push(`${rows.length} rows for ${numbers.length} contacts`);
  for (const number of numbers) {
    const times = arrived.filter((to) => to === number).length;
    const status = byNumber.get(number);
    if (times > 1) broken.push(`${number} got ${times} messages`);
    if (status === undefined) broken.push(`${number} was skipped`);
    if (times === 0 && status !== "in_doubt") broken.push(`${number} is ${status ?? "nowhere"} but got nothing`);
  }
  for (const [state, count] of Object.entries(campaign.counts)) {
    const counted = rows.filter(({ status }) => status === state).length;
    if (state !== "notReached" && counted !== count) broken.push(`${count} counted as ${state}, ${counted} rows`);
  }
  broken.push(...evidence.broken());
  return { broken, inDoubt, standstillsMs };
}
