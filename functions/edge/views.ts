/** How times look in answers: ISO 8601, UTC. */
export const isoTime = (at: number): string => new Date(at).toISOString();

/** `{ name: ISO time }` when there is one, nothing otherwise. */
export const optionalTime = <const Name extends string>(
  name: Name,
  at: number | undefined,
): Partial<Record<Name, string>> => (at === undefined ? {} : ({ [name]: isoTime(at) } as Record<Name, string>));
