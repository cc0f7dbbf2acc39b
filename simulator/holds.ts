/**
 * Where a message can be stopped, in the order it passes: its row is stored in the page and not yet handed over; the
 * server has it and has not yet decided; the server's acks about it have not gone to the device yet.
 */
export type HoldPoint = "stored_in_page" | "received_by_server" | "reply_on_its_way";

interface Stopped {
  readonly point: HoldPoint;
  readonly to: string;
  readonly goOn: () => void;
}

interface Watcher {
  readonly point: HoldPoint;
  readonly to: string | undefined;
  readonly reached: () => void;
}

const everyone = "*";

/** Stops messages at named points, so that a test can kill something exactly there. */
export class Holds {
  readonly #held = new Map<HoldPoint, Set<string>>();
  #stopped: Stopped[] = [];
  #watchers: Watcher[] = [];
  readonly #onRelease: () => void;

  constructor(onRelease: () => void) {
    this.#onRelease = onRelease;
  }

  /** From now on messages stop at `point`: those to the number `to`, or all. */
  hold(point: HoldPoint, to = everyone): void {
    const held = this.#held.get(point) ?? new Set();
    this.#held.set(point, held.add(to));
  }

  /** Ends the hold made with the same arguments; what stopped there goes on in its order. */
  release(point: HoldPoint, to = everyone): void {
    this.#held.get(point)?.delete(to);
    const goesOn = this.#stopped.filter((one) => !this.#isHeld(one.point, one.to));
    this.#stopped = this.#stopped.filter((one) => this.#isHeld(one.point, one.to));
    for (const one of goesOn) one.goOn();
    this.#onRelease();
  }

  /** Resolves when the next message (to that number, if given) is stopped at `point`. */
  reached(point: HoldPoint, to?: string): Promise<void> {
    return new Promise((reached) => this.#watchers.push({ point, to, reached }));
  }

  /** Calls `goOn` now, or at the release when the message has to stop here. */
  pass(point: HoldPoint, to: string, goOn: () => void): void {
    if (this.stops(point, to)) this.#stopped.push({ point, to, goOn });
    else goOn();
  }

  /** Whether a message to this number has to stop at `point` now; says so to who waits for it. */
  stops(point: HoldPoint, to: string): boolean {
    if (!this.#isHeld(point, to)) return false;
    const isMeant = (watcher: Watcher): boolean =>
      watcher.point === point && (watcher.to === undefined || watcher.to === to);
    for (const watcher of this.#watchers.filter(isMeant)) watcher.reached();
    this.#watchers = this.#watchers.filter((watcher) => !isMeant(watcher));
    return true;
  }

  #isHeld(point: HoldPoint, to: string): boolean {
    const held = this.#held.get(point);
    return held !== undefined && (held.has(everyone) || held.has(to));
  }
}
