import { rm } from "node:fs/promises";
import { join } from "node:path";
import { wrongUsage } from "../failure.ts";
import { configDir, readJson, writeJson } from "./places.ts";

/** The address of an API and the key for it, under a name: `default` where none is given. */
export interface Profile {
  readonly url: string;
  readonly key: string;
}

const form = /^[A-Za-z0-9_-]{1,64}$/;

export function profileFile(env: NodeJS.ProcessEnv, name: string): string {
  if (!form.test(name)) throw wrongUsage(`--profile is "${name}", wanted 1 to 64 of A-Z, a-z, 0-9, _ and -`);
  return join(configDir(env), "profiles", `${name}.json`);
}

export const readProfile = (env: NodeJS.ProcessEnv, name: string): Promise<Profile | undefined> =>
  readJson<Profile>(profileFile(env, name));

export async function keepProfile(env: NodeJS.ProcessEnv, name: string, profile: Profile): Promise<string> {
  const file = profileFile(env, name);
  await writeJson(file, profile);
  return file;
}

export const forgetProfile = (env: NodeJS.ProcessEnv, name: string): Promise<void> =>
  rm(profileFile(env, name), { force: true });
