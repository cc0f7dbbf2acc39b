import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readJson, stateDir, writeJson } from "./places.ts";

/** A webhook that a running command makes, so that another one removes it where that was killed: written down before it is made. */
export interface KeptHook {
  /** Stands in the webhook's description. */
  readonly mark: string;
  /** Of the API that has it. */
  readonly url: string;
  readonly pid: number;
}

const dirOf = (env: NodeJS.ProcessEnv): string => join(stateDir(env), "webhooks");
const fileOf = (env: NodeJS.ProcessEnv, mark: string): string => join(dirOf(env), `${mark}.json`);

export async function keepHook(env: NodeJS.ProcessEnv, url: string): Promise<KeptHook> {
  const hook = { mark: randomBytes(8).toString("hex"), url, pid: process.pid };
  await writeJson(fileOf(env, hook.mark), hook);
  return hook;
}

export const forgetHook = (env: NodeJS.ProcessEnv, { mark }: KeptHook): Promise<void> =>
  rm(fileOf(env, mark), { force: true });

export async function keptHooks(env: NodeJS.ProcessEnv): Promise<KeptHook[]> {
  const names = (await readdir(dirOf(env)).catch(() => [])).filter((name) => name.endsWith(".json"));
  const hooks = await Promise.all(names.map((name) => readJson<KeptHook>(join(dirOf(env), name))));
  return hooks.filter((hook) => hook !== undefined);
}
