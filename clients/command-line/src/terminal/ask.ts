import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { CommandError, exitCodes } from "../failure.ts";
import type { Screen } from "./screen.ts";

/** Asks on the terminal. @throws CommandError when a person ends it by Ctrl-C or Ctrl-D */
export async function ask(screen: Screen, question: string): Promise<string> {
  const { stdin, stdout } = screen.streams;
  return await answerTo(createInterface({ input: stdin, output: stdout }), question);
}

/** The same for what no one may read on the screen. */
export async function askHidden(screen: Screen, question: string): Promise<string> {
  const { stdin, stdout } = screen.streams;
  stdout.write(question);
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const answer = await answerTo(createInterface({ input: stdin, output: nowhere, terminal: true }), "");
  stdout.write("\n");
  return answer;
}

async function answerTo(lines: ReturnType<typeof createInterface>, question: string): Promise<string> {
  const ended = new AbortController();
  const end = () => {
    ended.abort();
  };
  lines.once("SIGINT", end).once("close", end);
  try {
    return (await lines.question(question, { signal: ended.signal })).trim();
  } catch {
    throw new CommandError("no answer came", { code: "INTERRUPTED", exitCode: exitCodes.interrupted });
  } finally {
    lines.close();
  }
}

/** All of standard input. */
export const allOf = async (screen: Screen): Promise<string> => await text(screen.streams.stdin);
