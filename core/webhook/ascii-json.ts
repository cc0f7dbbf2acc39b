/**
 * JSON in printable ASCII: every other character is escaped, half a surrogate pair as well. Queues refuse some characters
 * and stand-ins of queues refuse more; what a person wrote must pass all of them, and come out as it was.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
