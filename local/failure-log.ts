/** Where failures go that Lambda would write to its log; `console` is one, and so is Powertools' logger. */
export interface FailureLog {
  error(message: string, cause: Error): void;
}

export function logFailure(log: FailureLog, message: string, cause: unknown): void {
  log.error(message, cause instanceof Error ? cause : new Error(String(cause), { cause }));
}
