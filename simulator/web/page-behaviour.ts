/** How the simulated page behaves where the real one may differ, or fails. What is not set: as it should. */
export interface PageBehaviour {
  /** From a lost line to the next try, in milliseconds. */
  readonly reconnectMs: number;
  /** It loads itself anew once after pairing. */
  readonly reloadAfterPairing?: boolean;
  /** It is in sync before the library listens, so that the library misses it. */
  readonly syncsUnheard?: boolean;
  /** What was kept for the device goes to the page before the library listens there. */
  readonly deliversUnheard?: boolean;
  /** It never gets beyond opening its line. */
  readonly stuckOpening?: boolean;
  /** The page loads, but its script never does. */
  readonly neverLoads?: boolean;
  /** The server takes the connection and answers nothing. */
  readonly silent?: boolean;
  /** Another page stands where WhatsApp's is expected. */
  readonly anotherPage?: boolean;
}

export const defaultPageBehaviour: PageBehaviour = { reconnectMs: 1_000 };
