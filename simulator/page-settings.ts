/** How the simulated page and its browser behave. Durations in milliseconds. */
export interface PageSettings {
  /** From open to the page's first word, and from the scan to `ready`. */
  readonly startMs: number;
  /** How long a page that cannot get ready is waited for before it is `down`. */
  readonly readyTimeoutMs: number;
  /** Deadline of every call, in particular from `send` to ack 1. */
  readonly sendTimeoutMs: number;
  /** From a dropped line to its repair. */
  readonly reconnectMs: number;
}

export const defaultPageSettings: PageSettings = {
  startMs: 100,
  readyTimeoutMs: 60_000,
  sendTimeoutMs: 15_000,
  reconnectMs: 1_000,
};
