import type { Environment } from "./env.ts";

const opened = new WeakMap<Environment, Map<unknown, unknown>>();

/** What is opened once in an environment and shared: connections, and what remembers something. */
export function once<Value>(env: Environment, key: unknown, open: () => Value): Value {
  const ofEnvironment = opened.get(env) ?? new Map<unknown, unknown>();
  opened.set(env, ofEnvironment);
  if (!ofEnvironment.has(key)) ofEnvironment.set(key, open());
  return ofEnvironment.get(key) as Value;
}

/** Opens at the first call; a failure is not remembered. */
export function lazily<Value>(open: () => Promise<Value>): () => Promise<Value> {
  let opening: Promise<Value> | undefined;
  return () =>
    (opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
}

type AllAnswerLater<Port> = {
  readonly [Name in keyof Port]: Port[Name] extends (...values: never[]) => Promise<unknown> ? Port[Name] : never;
};

/**
 * A port whose code is loaded and opened at the first call of one of its methods: a cold start that never comes to it does
 * not pay for it. Only for ports whose every method answers later anyway.
 */
export function whenAsked<Port extends object>(open: () => Promise<Port & AllAnswerLater<Port>>): Port {
  const port = lazily<Port>(open);
  const call =
    (name: string | symbol) =>
    async (...values: unknown[]): Promise<unknown> => {
      const its = await port();
      const method = Reflect.get(its, name) as (...all: unknown[]) => Promise<unknown>;
      return await method.apply(its, values);
    };
  // `await` of the port itself asks it for `then`: it has none, because it is no promise.
  return new Proxy({} as Port, { get: (_, name) => (name === "then" ? undefined : call(name)) });
}
