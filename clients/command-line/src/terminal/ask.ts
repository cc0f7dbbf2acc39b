import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { CommandError, exitCodes } from "../failure.ts";
import type { Screen } from "./screen.ts";

/** Questions to a person at the terminal. What is typed before its question comes, or is pasted in one, is kept for it. */
export class Questions {
  readonly #lines: Interface;
  readonly #screen: Screen;
  readonly #typed: string[] = [];
  #isHidden = false;
  #isOver = false;
  #next: (() => void) | undefined;

  constructor(screen: Screen) {
    const { stdin, stdout } = screen.streams;
    this.#screen = screen;
    const output = new Writable({
      // At once, so that what comes before a hidden answer is out before it is hidden.
      write: (chunk: Buffer, _encoding, done) => {
        if (!this.#isHidden) stdout.write(chunk);
        done();
      },
    });
    this.#lines = createInterface({ input: stdin, output, terminal: true });
    const wake = () => this.#next?.();
    this.#lines.on("line", (line) => {
      this.#typed.push(line.trim());
      wake();
    });
    this.#lines.on("SIGINT", () => {
      this.#lines.close();
    });
    this.#lines.once("close", () => {
      this.#isOver = true;
      wake();
    });
  }

  /** @param isHidden no one may read the answer on the screen @throws CommandError at Ctrl-C and Ctrl-D */
  async ask(question: string, isHidden = false): Promise<string> {
    this.#lines.setPrompt(question);
    this.#lines.prompt();
    this.#isHidden = isHidden;
    while (this.#typed.length === 0 && !this.#isOver) await new Promise<void>((next) => (this.#next = next));
    this.#isHidden = false;
    const answer = this.#typed.shift();
    // The line that was typed ended without being shown, or no line was typed.
    if (isHidden || answer === undefined) this.#screen.line();
    if (answer !== undefined) return answer;
    throw new CommandError("no answer came", { code: "INTERRUPTED", exitCode: exitCodes.interrupted });
  }

  close(): void {
    this.#lines.close();
  }
}

/** Whether a person at a terminal agrees. In a script there is no one to ask, and the command is the word. */
export async function agrees(screen: Screen, question: string): Promise<boolean> {
  if (!screen.canAsk) return true;
  const questions = new Questions(screen);
  try {
    return /^(y|yes|ya)$/i.test(await questions.ask(`${question} [y/N] `));
  } finally {
    questions.close();
  }
}

/** All of standard input. */
export const allOf = async (screen: Screen): Promise<string> => await text(screen.streams.stdin);
