/** Ctrl-C, and what else asks a process to end. */

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof numbers;
/** Signals within this time are one: Ctrl-C comes from the terminal, and once more from npm, which passes on what it gets. */
const sameSignalMs = 2_000;

export class Interruption {
  readonly #controller = new AbortController();
  #isHandled = false;
  #signal: Signal | undefined;
  #cameAt = 0;

  /** @param end ends the process at once */
  listen(end: (exitCode: number) => void): void {
    for (const name of Object.keys(numbers) as Signal[]) {
      process.on(name, () => {
        if (!this.#isHandled || (this.hasCome && performance.now() - this.#cameAt > sameSignalMs)) {
          this.#signal ??= name;
          end(this.exitCode);
        } else if (!this.hasCome) {
          this.#signal = name;
          this.#cameAt = performance.now();
          this.#controller.abort(new Error(`ended by ${name}`));
        }
      });
    }
  }

  /** The command that takes it cleans up and ends by itself; a second Ctrl-C ends it at once. Others just end. */
  get signal(): AbortSignal {
    this.#isHandled = true;
    return this.#controller.signal;
  }

  get hasCome(): boolean {
    return this.#signal !== undefined;
  }

  /** As shells write it. */
  get exitCode(): number {
    return 128 + numbers[this.#signal ?? "SIGINT"];
  }
}
