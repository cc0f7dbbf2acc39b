import { Checker, inWords } from "../history/checker.ts";
import { Scribe } from "../history/scribe.ts";
import type { SimulatedTime } from "./simulated-time.ts";

/** Who took which session and who sends for it, judged as it happens: there may be millions of lines. */
export class SimulatedHistory {
  readonly scribe: Scribe;
  readonly #checker = new Checker(["oneOwner"]);

  constructor(time: SimulatedTime) {
    this.scribe = new Scribe(
      () => time.now,
      (line) => {
        this.#checker.feed(line);
      },
    );
  }

  /** One line a broken rule. */
  get broken(): readonly string[] {
    return this.#checker.verdicts.map(inWords);
  }
}
