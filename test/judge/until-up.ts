import { setTimeout as wait } from "node:timers/promises";
import type { Started } from "./judge.ts";

const upMs = 240_000;
const askEveryMs = 200;

/**
 * Waits until a program that was started answers.
 *
 * @param isUp what of its answers will do; any, where it is absent
 * @throws Error with what it wrote when it ends before, or takes four minutes
 */
export async function untilUp(
  name: string,
  url: string,
  { ended, written }: Started,
  isUp: (answer: Response) => boolean = () => true,
): Promise<void> {
  const gone = ended.then(() => {
    throw new Error(`${name} ended before it was up:\n${written().slice(-2_000)}`);
  });
  // It ends some time, and by then nothing waits for it here.
  gone.catch(() => undefined);
  const deadline = Date.now() + upMs;
  const asks = () =>
    fetch(url).then(
      async (answer) => {
        await answer.arrayBuffer();
        return isUp(answer);
      },
      () => false,
    );
  while (!(await Promise.race([asks(), gone]))) {
    if (Date.now() > deadline) throw new Error(`${name} is not up after ${upMs} ms:\n${written().slice(-2_000)}`);
    await wait(askEveryMs);
  }
}
