import { openLogger } from "../aws/logger.ts";
import type { SessionRef } from "../core/refs.ts";

/** Structured log lines: never a message text, never a whole number of a person. */
export interface Log {
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | Error | undefined>>;

/** The same log, with each line naming the session. Session ids are unique within their tenant only. */
export function logOfSession(log: Log, { tenantId: tenant, sessionId: session }: SessionRef): Log {
  const about = { tenant, session };
  return {
    info: (message, facts) => {
      log.info(message, { ...about, ...facts });
    },
    warn: (message, facts) => {
      log.warn(message, { ...about, ...facts });
    },
    error: (message, facts) => {
      log.error(message, { ...about, ...facts });
    },
  };
}

/** Lines of JSON on standard output. */
export function jsonLog(serviceName: string): Log {
  const logger = openLogger(serviceName);
  return {
    info: (message, facts = {}) => {
      logger.info(message, facts);
    },
    warn: (message, facts = {}) => {
      logger.warn(message, facts);
    },
    error: (message, facts = {}) => {
      logger.error(message, facts);
    },
  };
}
