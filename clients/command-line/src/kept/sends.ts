import { createHash, randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, exitCodes } from "../failure.ts";
import { createJson, readJson, stateDir, writeJson } from "./places.ts";

/**
 * What makes a repeated `send` or `schedule` safe. Before the request goes out, its `Idempotency-Key` and its body stand in
 * a file that is named by what is to be sent; the same command within a day finds the file and sends the same key, to which
 * the API answers as the first time. So a command that was killed at any point is repeated as it was typed, and no contact
 * gets the message twice.
 */

export interface Answer {
  readonly campaignId: string;
  readonly status: string;
  readonly total: number;
  /** Of a scheduled one; that of an earlier version of this program bears no timezone. */
  readonly sendAt?: string;
  readonly timezone?: string;
}

export interface SendEntry<Body = unknown> {
  readonly key: string;
  /** As it was first sent: a key holds for one body. */
  readonly body: Body;
  /** epoch ms */
  readonly begunAt: number;
  /** Begun by `--again`. */
  readonly again: boolean;
  readonly answer?: Answer;
}

/** The API keeps an answer for 24 hours; an hour less, so that none is relied on that goes meanwhile. */
const keptMs = 23 * 3_600_000;

export interface SendJournal<Body> {
  readonly entry: SendEntry<Body>;
  /** Whether an earlier command began it. */
  readonly isRepeat: boolean;
  answered(answer: Answer): Promise<void>;
  /** It did nothing, and is forgotten. */
  refused(): Promise<void>;
}

interface Opening<Body> {
  /** What is sent, to whom, from where: equal for the same broadcast under any name of its file. */
  readonly identity: unknown;
  readonly body: Body;
  /** As a new broadcast, though the same was sent before. */
  readonly again: boolean;
  readonly now: number;
  /** How this program is called. */
  readonly program: string;
}

export async function openSend<Body>(
  env: NodeJS.ProcessEnv,
  { identity, body, again, now, program }: Opening<Body>,
): Promise<SendJournal<Body>> {
  await forgetOld(dirOf(env), now);
  const file = fileOf(env, identity);
  const fresh: SendEntry<Body> = { key: randomBytes(16).toString("hex"), body, begunAt: now, again };
  let entry = fresh;
  let isRepeat = false;
  if (!(await createJson(file, fresh))) {
    const found = await readJson<SendEntry<Body>>(file);
    if (found === undefined) throw new Error(`${file} went away while it was read: repeat the command`);
    if (isGoneOnWith(found, again, now)) {
      entry = found;
      isRepeat = true;
    } else if (again || found.answer !== undefined) await writeJson(file, fresh);
    else throw neverAnswered(found.begunAt, program);
  }
  return {
    entry,
    isRepeat,
    answered: (answer) => writeJson(file, { ...entry, answer }),
    refused: () => rm(file, { force: true }),
  };
}

const dirOf = (env: NodeJS.ProcessEnv): string => join(stateDir(env), "sends");
const fileOf = (env: NodeJS.ProcessEnv, identity: unknown): string =>
  join(dirOf(env), `${createHash("sha256").update(JSON.stringify(identity)).digest("hex")}.json`);

/** By the same command of today; an `--again` that was cut off by the next `--again`. */
const isGoneOnWith = ({ begunAt, answer, ...found }: SendEntry, again: boolean, now: number): boolean =>
  now - begunAt < keptMs && (!again || (found.again && answer === undefined));

/** Whether an earlier command began it, and `openSend` goes on with that. */
export async function wasSendBegun(
  env: NodeJS.ProcessEnv,
  { identity, again, now }: Pick<Opening<unknown>, "identity" | "again" | "now">,
): Promise<boolean> {
  const found = await readJson<SendEntry>(fileOf(env, identity));
  return found !== undefined && isGoneOnWith(found, again, now);
}

const neverAnswered = (begunAt: number, program: string): CommandError =>
  new CommandError(
    `this very broadcast was begun at ${new Date(begunAt).toISOString()} and no answer came; the API keeps answers for 24 hours, so whether it went out can't be asked for any more`,
    {
      code: "SEND_UNCERTAIN",
      exitCode: exitCodes.refused,
      hint: `look for it in \`${program} campaigns\`; if it is not there, \`--again\` sends it`,
    },
  );

/** Those that were answered and are over; what was never answered stays until a person decides. */
async function forgetOld(dir: string, now: number): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(".json"))) {
    const entry = await readJson<SendEntry>(join(dir, name)).catch(() => undefined);
    if (entry?.answer !== undefined && now - entry.begunAt >= keptMs) await rm(join(dir, name), { force: true });
  }
}
