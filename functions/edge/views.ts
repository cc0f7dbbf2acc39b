/** How times look in answers: ISO 8601, UTC. A time that is absent stays absent. */
export const isoTime = <At extends number | undefined>(at: At) =>
  (at === undefined ? undefined : new Date(at).toISOString()) as At extends undefined ? undefined : string;
