import { Logger } from "@aws-lambda-powertools/logger";

/** Structured log lines: never a message text, never a whole number of a person. */
export interface Log {
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | Error | undefined>>;

/** Lines of JSON on standard output. */
export function jsonLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
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
