/** As many are kept; a row takes half a kilobyte. */
const most = 5_000;

/** Keeps it as the latest under its key, and lets go of the oldest of too many. */
export function keepLatest<Kept>(all: Map<string, Kept>, key: string, its: Kept): void {
  all.delete(key);
  all.set(key, its);
  const [oldest] = all.keys();
  if (all.size > most && oldest !== undefined) all.delete(oldest);
}
