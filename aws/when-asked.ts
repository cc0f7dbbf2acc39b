type AllAnswerLater<Port> = {
  readonly [Name in keyof Port]: Port[Name] extends (...values: never[]) => Promise<unknown> ? Port[Name] : never;
};

/** Opens at the first call; a failure is not remembered. */
export function lazily<Value>(open: () => Promise<Value>): () => Promise<Value> {
  let opened: Promise<Value> | undefined;
  return () =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
}

/**
 * A port whose code is loaded and opened at the first call of one of its methods: a cold start that never comes to it does
 * not pay for it. Only for ports whose every method answers later anyway.
 */
export function whenAsked<Port extends object>(open: () => Promise<Port & AllAnswerLater<Port>>): Port {
  const opened = lazily<Port>(open);
  const call =
    (name: string | symbol) =>
    async (...values: unknown[]): Promise<unknown> => {
      const port = await opened();
      const method = Reflect.get(port, name) as (...all: unknown[]) => Promise<unknown>;
      return await method.apply(port, values);
    };
  // `await` of the port itself asks it for `then`: it has none, because it is no promise.
  return new Proxy({} as Port, { get: (_, name) => (name === "then" ? undefined : call(name)) });
}
