/** Durations of the engine in milliseconds, and its bounds. Tests run the durations short. */
export interface WebSettings {
  /** From the start of the browser to a page that is taken hold of. */
  readonly startWithinMs: number;
  /** How long WhatsApp's script may take to appear in the page. */
  readonly pageTimeoutMs: number;
  /** From a page that was taken hold of to ready. */
  readonly readyWithinMs: number;
  /** From a scan to ready or another code, however often the page is loaded anew meanwhile. */
  readonly linkWithinMs: number;
  /** How long a code is good; the library doesn't say. WhatsApp gives the first one longer. */
  readonly qrLifeMs: number;
  /** How long modules that the page has not loaded yet are waited for before it is told that they are missing. */
  readonly settleWithinMs: number;
  /** Whole deadline of one text; a file gets more by its size. */
  readonly sendWithinMs: number;
  /** Deadline of every other call. */
  readonly callWithinMs: number;
  /** How often the page is asked whether it lives, and how long it may take to answer. */
  readonly watchMs: number;
  readonly probeWithinMs: number;
  /** A page in sync that the library has not noticed for so long is made to say so again. */
  readonly kickAfterMs: number;
  /** How long a browser may take to close before its processes are killed. */
  readonly closeWithinMs: number;
  /** A browser above this is opened anew between two messages. */
  readonly maxMemoryBytes: number;
  /** Files above this are refused: the library wants each of them in memory about four times. */
  readonly maxMediaBytes: number;
}

export const defaultWebSettings: WebSettings = {
  startWithinMs: 60_000,
  pageTimeoutMs: 30_000,
  readyWithinMs: 120_000,
  linkWithinMs: 90_000,
  qrLifeMs: 20_000,
  settleWithinMs: 10_000,
  sendWithinMs: 15_000,
  callWithinMs: 10_000,
  watchMs: 15_000,
  probeWithinMs: 10_000,
  kickAfterMs: 3_000,
  closeWithinMs: 8_000,
  maxMemoryBytes: 1_500 * 1024 * 1024,
  maxMediaBytes: 16 * 1024 * 1024,
};

/** A file is prepared and uploaded before its message is handed over: a second for each 250 KB. */
export const sendWithinMs = (settings: Pick<WebSettings, "sendWithinMs">, mediaBytes: number): number =>
  settings.sendWithinMs + Math.ceil(mediaBytes / 250_000) * 1_000;
