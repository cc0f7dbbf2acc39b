/** The same JSON with the members of its objects in another order: DynamoDB promises none. */
export function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => shuffled(one, random));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value as Record<string, unknown>).map(([name, inner]) => ({
    at: random(),
    name,
    inner,
  }));
  members.sort((one, other) => one.at - other.at);
  return Object.fromEntries(members.map(({ name, inner }) => [name, shuffled(inner, random)]));
}
