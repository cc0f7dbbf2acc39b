import { ConditionRefused } from "../../../core/errors.ts";
import type { NetworkEvent } from "../../../simulator/events.ts";
import { Checker, inWords } from "../../history/checker.ts";
import type { Line, Verb } from "../../history/lines.ts";
import { Scribe } from "../../history/scribe.ts";
import { pointOf } from "./network-points.ts";

/** Writes down what a run does at its doors, in memory and on the run's own clock. It is off until a test begins it. */
export class Recorder {
  readonly lines: Line[] = [];
  readonly scribe: Scribe;
  isOn = false;
  readonly #numbers = new Map<string, string>();

  /** @param now elapsed time: a calendar that is set back would turn the history around */
  constructor(now: () => number) {
    this.scribe = new Scribe(now, (line) => {
      if (this.isOn) this.lines.push(line);
    });
  }

  /** What the network's ledger keeps. */
  readonly network = (event: NetworkEvent): void => {
    const point = pointOf(event, this.#numbers);
    if (point !== undefined) this.scribe.point("network", point.what, point);
  };

  /** What the test does to the system. */
  fault(kind: string): void {
    this.scribe.point("test", "fault", { kind });
  }

  /**
   * A person's request: done where it is answered, refused where its condition was, and else it may have been done.
   * @param key alike in the tries of one request
   */
  async request<Answer>(verb: Verb, of: string, call: () => Promise<Answer>, key?: string): Promise<Answer> {
    const begun = this.scribe.begin("people", "request", { verb, of, ...(key === undefined ? {} : { key }) });
    try {
      const answer = await call();
      begun.done({});
      return answer;
    } catch (error) {
      if (error instanceof ConditionRefused) begun.refused();
      else begun.failed();
      throw error;
    }
  }

  /** @returns one line a broken rule */
  broken(): string[] {
    const checker = new Checker();
    for (const line of this.lines) checker.feed(line);
    return checker.verdicts.map(inWords);
  }
}
