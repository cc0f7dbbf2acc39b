import type { Environment } from "../../aws/env.ts";
import { lazily, once } from "../../aws/once.ts";
import { readBootstrapKey } from "../../aws/secrets.ts";
import { apiKeys } from "../../aws/open.ts";
import { CursorSigner } from "./cursor.ts";
import { Authenticator } from "./keys.ts";

/** What stands on the operator's own key, which is read once and only where it is needed. */

const bootstrapKey = (env: Environment): (() => Promise<string>) =>
  once(env, bootstrapKey, () => lazily(() => readBootstrapKey(env)));

/** It remembers callers. */
export const authenticator = (env: Environment): Authenticator =>
  once(env, authenticator, () => new Authenticator(apiKeys(env), bootstrapKey(env)));

export const cursors = async (env: Environment): Promise<CursorSigner> => new CursorSigner(await bootstrapKey(env)());
