import { openLogger } from "../aws/logger.ts";
import type { SessionRef } from "../core/refs.ts";

export type LogFacts = Readonly<Record<string, string | number | boolean | Error | undefined>>;

type WriteLine = (message: string, facts?: LogFacts) => void;

/** Structured log lines: never a message text, never a whole number of a person. */
export type Log = Readonly<Record<"info" | "warn" | "error", WriteLine>>;

const logBy = (writer: (level: keyof Log) => WriteLine): Log => ({
  info: writer("info"),
  warn: writer("warn"),
  error: writer("error"),
});

/** The same log, with each line naming the session. Session ids are unique within their tenant only. */
export const logOfSession = (log: Log, { tenantId: tenant, sessionId: session }: SessionRef): Log =>
  logBy((level) => (message, facts) => {
    log[level](message, { tenant, session, ...facts });
  });

/** Lines of JSON on standard output. */
export function jsonLog(serviceName: string): Log {
  const logger = openLogger(serviceName);
  return logBy((level) => (message, facts = {}) => {
    logger[level](message, facts);
  });
}
