import type { Environment } from "./env.ts";

const opened = new WeakMap<Environment, Map<unknown, unknown>>();

/** What is opened once in an environment and shared: connections, and what remembers something. */
export function once<Value>(env: Environment, key: unknown, open: () => Value): Value {
  const ofEnvironment = opened.get(env) ?? new Map<unknown, unknown>();
  opened.set(env, ofEnvironment);
  if (!ofEnvironment.has(key)) ofEnvironment.set(key, open());
  return ofEnvironment.get(key) as Value;
}
