import { killTheStack, killTheWorker } from "./kills.ts";

jest.setTimeout(180_000);

// Of each kill at most the message in hand may stay in doubt: its page had stored it, and nobody can know the rest.

/** Anywhere within 0.2 to 1.2 s of running. */
const randomMoments = (count: number): number[] => Array.from({ length: count }, () => 200 + Math.random() * 1_000);

it("writes to everybody once though the whole of npm start is killed five times", async () => {
  const moments = randomMoments(5);
  const { broken } = await killTheStack(moments, 120);
  expect({ moments, broken }).toEqual({ moments, broken: [] });
});

it("writes to everybody once though the worker that runs the session is killed five times", async () => {
  const moments = randomMoments(5);
  const { broken } = await killTheWorker(moments, 120);
  expect({ moments, broken }).toEqual({ moments, broken: [] });
});
