import { setTimeout as wait } from "node:timers/promises";

/** Asks five times a second until the answer holds. @throws Error after a minute */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  holds: (answer: Answer) => boolean,
  what: string,
): Promise<Answer> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (holds(answer)) return answer;
    await wait(200);
  }
  throw new Error(`waited 60 s until ${what}`);
}
