import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { runPast } from "../../../local/gateway/request-body.ts";

/** The rest of a body that `write` writes on with, and whether it still may. */
function aRest() {
  const body = new PassThrough();
  let isOver = false;
  void runPast(body as unknown as IncomingMessage).then(() => (isOver = true));
  const later = async (ms: number) => {
    await jest.advanceTimersByTimeAsync(ms);
    return isOver;
  };
  return { body, later };
}

describe("the rest of a body that was refused", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  test("runs past while its caller writes, however slowly", async () => {
    const { body, later } = aRest();
    for (let written = 0; written < 5; written += 1) {
      body.write("more");
      expect(await later(4_000)).toBe(false);
    }
    body.end();
    expect(await later(0)).toBe(true);
  });

  test("is given up when its caller pauses", async () => {
    const { body, later } = aRest();
    body.write("more");
    expect(await later(4_900)).toBe(false);
    expect(await later(200)).toBe(true);
  });

  test("is given up when it does not end", async () => {
    const { body, later } = aRest();
    for (let seconds = 1; seconds < 30; seconds += 1) {
      body.write("more");
      expect(await later(1_000)).toBe(false);
    }
    body.write("more");
    expect(await later(1_000)).toBe(true);
  });
});
