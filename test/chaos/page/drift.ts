import { setTimeout as wait } from "node:timers/promises";
import { mutations, type PageMutant } from "../../../simulator/web/page-behaviour.ts";
import type { PageMember } from "../../../worker/whatsapp/page-contract.ts";
import { Client, type DataOf } from "../../e2e/client.ts";
import { aList, broadcastOf, deliveriesOf, everyRow, link, numbersOf } from "../../e2e/steps.ts";
import { png } from "../../support/files.ts";
import { startStack, until } from "../../support/stack.ts";

/**
 * WhatsApp changes its page in the middle of broadcasts, one member at a time: what is seen of it and how soon, whom it
 * costs an outcome, and whether all is well once the page is as it was. Each session has a page of its own, and so a
 * change of its own; all run whatsapp-web.js in real browsers.
 */

/** Each member of the contract is gone once and fails once; one that is required fails in every other way, too. */
export const mutantsOf = (contract: readonly PageMember[]): readonly PageMutant[] =>
  contract.flatMap(({ module, member, required }) =>
    mutations
      .filter((how) => required || how === "removed" || how === "throwing")
      .map((how) => ({ module, ...(member === "" ? {} : { member }), how })),
  );

export interface DriftOptions {
  readonly mutants: readonly PageMutant[];
  readonly stacks: number;
  readonly sessionsEach: number;
  /** Of the stacks' processes. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long the page stays changed once that is seen. */
  readonly staysMs: number;
  /** Hears each verdict as soon as it is there. */
  readonly tell: (verdict: DriftVerdict) => void;
}

export interface DriftVerdict {
  readonly mutant: PageMutant;
  /** What named it, or that nothing had to. */
  readonly seen: string;
  /** From the first hand-over that failed, or from the change where none did. */
  readonly secondsToName: number | undefined;
  readonly inDoubt: number;
  readonly completed: boolean;
  /** One line a broken promise. */
  readonly broken: readonly string[];
}

/** Of the simulated page as it is; a page that is healed is that one again. */
const workingVersion = "2.3000.0";
const texts = 12;
const images = 6;
const gapMs = 500;
const nameWithinMs = 60_000;
/** Where nothing is handed over any more, nothing fails either. */
const seenWithinMs = 180_000;
const inDoubtAtMost = 3;
const healWithinMs = 240_000;

const numberOfOwn = (stack: number, index: number) => `62811${String(100_000 + stack * 100 + index)}`;

/** @returns in the order of the mutants */
export async function driftChaos(options: DriftOptions): Promise<readonly DriftVerdict[]> {
  const { mutants, stacks, tell } = options;
  const verdicts = new Map<number, DriftVerdict>();
  const left = mutants.map((mutant, index) => ({ mutant, index }));
  const next = () => left.shift();
  const took = (index: number, verdict: DriftVerdict) => {
    verdicts.set(index, verdict);
    tell(verdict);
  };
  await Promise.all(Array.from({ length: stacks }, (_, stack) => runStack(stack, options, next, took)));
  return mutants.flatMap((_, index) => verdicts.get(index) ?? []);
}

type Next = () => { readonly mutant: PageMutant; readonly index: number } | undefined;

async function runStack(
  stackIndex: number,
  { sessionsEach, env, staysMs }: DriftOptions,
  next: Next,
  took: (index: number, verdict: DriftVerdict) => void,
): Promise<void> {
  const stack = await startStack({ apiKey: "k", engine: "browser-simulator", ...(env === undefined ? {} : { env }) });
  try {
    const client = new Client(stack.url, "k");
    // Each arrival is one that was asked for: the page sends nothing by itself, and no repeat is dropped.
    const behaviour = { acceptMs: 20, deliverMs: 20, readMs: null, dedupe: false, resendsPending: false };
    await client.send("PUT", "/_simulator/behaviour", { json: behaviour });
    const sessions = Array.from({ length: sessionsEach }, (_, index) => ({
      name: `shop-${stackIndex}-${index}`,
      number: numberOfOwn(stackIndex, index),
    }));
    await Promise.all(
      sessions.map(async ({ name, number }) => {
        await link(client, name, number);
        const filename = await upload(client, name);
        for (let one = next(); one !== undefined; one = next()) {
          const { mutant, index } = one;
          took(index, await new Trial({ client, session: name, filename, mutant, index, staysMs }).run());
        }
      }),
    );
  } catch (cause) {
    throw new Error(`a stack of the drift failed; the end of its log:\n${stack.written.slice(-3_000)}`, { cause });
  } finally {
    await stack.kill();
  }
}

async function upload(client: Client, session: string): Promise<string> {
  const body = new FormData();
  body.set("file", new Blob([new Uint8Array(png)], { type: "image/png" }), "promo.png");
  const { data } = await client.send<DataOf<{ readonly filename: string }>>("POST", `${broadcastOf(session)}/upload`, {
    body,
  });
  return data.filename;
}

interface SessionStatus {
  readonly connected: boolean;
  readonly state: string;
  readonly reason?: string;
  readonly whatsapp?: { readonly unavailable: readonly { readonly member: string }[] };
}

interface Campaign {
  readonly campaignId: string;
  readonly status: string;
  readonly pausedBecause?: string;
  readonly waitingFor?: string;
  readonly page?: { readonly error: string };
}

interface Row {
  readonly number: string;
  readonly status: string;
  readonly reason?: string;
  readonly claimedAt?: string;
}

interface Seen {
  readonly what: string;
  readonly at: number;
}

interface TrialParts {
  readonly client: Client;
  readonly session: string;
  readonly filename: string;
  readonly mutant: PageMutant;
  readonly index: number;
  readonly staysMs: number;
}

/** One change of one session's page. */
class Trial {
  readonly #parts: TrialParts;
  readonly #campaignIds: string[] = [];
  readonly #numbers: readonly string[];

  constructor(parts: TrialParts) {
    this.#parts = parts;
    const { index } = parts;
    this.#numbers = [...numbersOf(2 * index, texts), ...numbersOf(2 * index + 1, images)];
  }

  async run(): Promise<DriftVerdict> {
    const { mutant, staysMs } = this.#parts;
    await this.#launch();
    await until(
      () => this.#arrived(),
      (arrived) => arrived.length >= 3,
      "the first messages arrive",
      60_000,
    );
    const changedAt = Date.now();
    await this.#change([mutant]);
    const seen = await this.#untilSeen(changedAt);
    if (seen !== undefined && seen.what !== unharmed) await wait(staysMs);
    const before = await this.#rows();
    await this.#change([]);
    const completed = await this.#comeRight();
    const rows = await this.#rows();
    const inDoubt = rows.filter(({ status }) => status === "in_doubt").length;
    const failedAt = Math.min(
      ...before
        .filter(({ status, claimedAt }) => isFailing(status) && Date.parse(claimedAt ?? "") >= changedAt)
        .map(({ claimedAt }) => Date.parse(claimedAt ?? "")),
      Infinity,
    );
    const from = failedAt === Infinity ? changedAt : failedAt;
    const secondsToName = seen === undefined || seen.what === unharmed ? undefined : (seen.at - from) / 1_000;
    const broken = await this.#broken(rows);
    if (seen === undefined) broken.push("it was not named");
    if (failedAt !== Infinity && (secondsToName ?? 0) * 1_000 > nameWithinMs) broken.push("it was named too late");
    if (inDoubt > inDoubtAtMost) broken.push(`${inDoubt} are in doubt`);
    if (!completed) broken.push("not completed after the page was as before");
    return { mutant, seen: seen?.what ?? "nothing", secondsToName, inDoubt, completed, broken };
  }

  async #launch(): Promise<void> {
    const { client, session, filename, index } = this.#parts;
    const contents = [
      { numbers: this.#numbers.slice(0, texts), content: { message: `Halo {{ name }} ${index}` } },
      { numbers: this.#numbers.slice(texts), content: { message: `Lihat ${index}`, media: { filename } } },
    ];
    for (const { numbers, content } of contents) {
      const listId = await aList(client, session, `${index} ${content.message}`, numbers);
      const { data } = await client.post<DataOf<{ readonly campaignId: string }>>(`${broadcastOf(session)}/send`, {
        listId,
        ...content,
        pacing: { minGapMs: gapMs, maxGapMs: gapMs },
      });
      this.#campaignIds.push(data.campaignId);
    }
  }

  async #change(mutants: readonly PageMutant[]): Promise<void> {
    const { client, session, index } = this.#parts;
    // A page that WhatsApp changed is another build of it: what one trial meets is no sign for the others.
    const version = mutants.length === 0 ? workingVersion : `2.3001.${index}`;
    await client.send("PUT", "/_simulator/page", { json: { session, version, drift: { mutants }, running: "reload" } });
  }

  async #arrived(): Promise<readonly string[]> {
    const { client, session } = this.#parts;
    const all = await deliveriesOf(client, session);
    return all.map(({ to }) => to).filter((to) => this.#numbers.includes(to));
  }

  #campaigns(): Promise<readonly Campaign[]> {
    const { client, session } = this.#parts;
    const path = (campaignId: string) => `${broadcastOf(session)}/campaigns/${campaignId}`;
    return Promise.all(this.#campaignIds.map(async (id) => (await client.get<DataOf<Campaign>>(path(id))).data));
  }

  async #rows(): Promise<readonly Row[]> {
    const { client, session } = this.#parts;
    const path = (campaignId: string) => `${broadcastOf(session)}/campaigns/${campaignId}/recipients`;
    return (await Promise.all(this.#campaignIds.map((id) => everyRow<Row>(client, path(id))))).flat();
  }

  async #untilSeen(changedAt: number): Promise<Seen | undefined> {
    while (Date.now() - changedAt < seenWithinMs) {
      const what = await this.#name();
      if (what !== undefined) return { what, at: Date.now() };
      await wait(250);
    }
    return undefined;
  }

  async #status(): Promise<SessionStatus> {
    const { client, session } = this.#parts;
    return (await client.get<DataOf<SessionStatus>>(`/api/whatsapp/sessions/${session}`)).data;
  }

  /** What a person who looks reads of it now. */
  async #name(): Promise<string | undefined> {
    const campaigns = await this.#campaigns();
    for (const { status, pausedBecause, waitingFor, page } of campaigns) {
      if (status === "paused") return pausedBecause === "page_changed" ? `paused: ${page?.error ?? ""}` : undefined;
      if (waitingFor === "page" && page !== undefined) return `waitingFor page: ${page.error}`;
    }
    const { state, reason, whatsapp } = await this.#status();
    if (reason === "page_changed") return `${state}: page_changed`;
    const { unavailable = [] } = whatsapp ?? {};
    if (unavailable.length > 0) return `unavailable: ${unavailable.map(({ member }) => member).join(", ")}`;
    const isDone = campaigns.every(({ status }) => status === "completed");
    return isDone && (await this.#arrived()).length === this.#numbers.length ? unharmed : undefined;
  }

  /** What an operator does once the page is as it was: waits for the session, lets go on what is paused, tries again what failed. */
  async #comeRight(): Promise<boolean> {
    const { client, session } = this.#parts;
    const until = Date.now() + healWithinMs;
    const retried = new Set<string>();
    while (Date.now() < until) {
      await wait(500);
      const { connected, state } = await this.#status();
      if (state === "failed") await client.ask("POST", `/api/whatsapp/sessions/${session}/restart`);
      if (!connected) continue;
      const campaigns = await this.#campaigns();
      for (const { campaignId, status } of campaigns) {
        const path = `${broadcastOf(session)}/campaigns/${campaignId}`;
        if (status === "paused") await client.ask("POST", `${path}/resume`);
        if (status !== "completed" || retried.has(campaignId)) continue;
        const { status: answered, body } = await client.ask("POST", `${path}/retry`, {
          json: { statuses: ["failed"] },
        });
        // Anything else, such as a 503, is asked again.
        if (answered < 300 || body.error.code === "NOBODY_TO_RETRY") retried.add(campaignId);
      }
      const isOver = (await this.#campaigns()).every(
        ({ campaignId, status }) => status === "completed" && retried.has(campaignId),
      );
      if (isOver) return true;
    }
    return false;
  }

  /** One line a broken promise: nobody twice, nobody skipped. */
  async #broken(rows: readonly Row[]): Promise<string[]> {
    const arrived = await this.#arrived();
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    return this.#numbers.flatMap((number) => {
      const row = byNumber.get(number);
      const times = arrived.filter((to) => to === number).length;
      if (times > 1) return [`${number} got ${times} messages`];
      if (row?.status === "in_doubt") return [];
      const isReached = ["sent", "delivered", "read"].includes(row?.status ?? "");
      return isReached && times === 1
        ? []
        : [`${number} is ${row?.status ?? "skipped"} (${row?.reason ?? ""}), got ${times}`];
    });
  }
}

const unharmed = "sends go on";
const isFailing = (status: string): boolean => ["sending", "failed", "in_doubt"].includes(status);

/** Of all verdicts, as it stands in docs/whatsapp-changes.md. */
export function driftTable(verdicts: readonly DriftVerdict[]): readonly string[] {
  const rows = verdicts.map(({ mutant, seen, secondsToName, inDoubt, completed }) => {
    const member = [mutant.module, mutant.member].filter((one) => one !== undefined).join(".");
    const seconds = secondsToName === undefined ? "" : Math.max(0, secondsToName).toFixed(1);
    return `| ${member} | ${mutant.how} | ${seen} | ${seconds} | ${inDoubt} | ${completed ? "yes" : "no"} |`;
  });
  return [
    "| member | change | what is seen | seconds to it | in doubt | completed after |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ];
}
