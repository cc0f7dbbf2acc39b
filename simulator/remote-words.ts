import { defined } from "../core/defined.ts";
import {
  OutcomeUnknown,
  type OutcomeUnknownOptions,
  PageCannotBeAsked,
  PageRefused,
  QuotedMessageUnknown,
  RejectedByWhatsApp,
  SessionDown,
} from "../core/errors.ts";
import { type WhatsAppConnection, type WhatsAppEvent } from "../core/whatsapp.ts";

/** What a worker process and the simulator's process say to each other: one JSON value a line, one socket a connection. */

export type RemoteCall = keyof WhatsAppConnection;

export interface Hello {
  readonly token: string;
  readonly profileDir: string;
}

export interface Request {
  readonly id: number;
  readonly call: RemoteCall;
  readonly parameters: readonly unknown[];
}

export type Answer =
  | { readonly event: WhatsAppEvent }
  | { readonly id: number; readonly value?: unknown }
  | { readonly id: number; readonly error: ErrorWord };

/** An error of the port, with what it says of the page. */
export interface ErrorWord extends Pick<OutcomeUnknownOptions, "kind" | "pageError" | "withMedia"> {
  readonly name: string;
  readonly message: string;
}

const plain = { SessionDown, RejectedByWhatsApp, QuotedMessageUnknown } as const;

export function wordOf(error: Error): ErrorWord {
  const { name, message } = error;
  const { kind, pageError, withMedia } = error as Error & Partial<ErrorWord>;
  return { name, message, ...defined({ kind, pageError, withMedia }) };
}

/** An error of the port under its own name again; one that has no name there leaves the outcome open. */
export function errorOf({ name, message, ...facts }: ErrorWord): Error {
  if (Object.hasOwn(plain, name)) return new plain[name as keyof typeof plain](message);
  const { pageError = message, withMedia = false } = facts;
  if (name === "PageCannotBeAsked") return new PageCannotBeAsked(message, { pageError });
  if (name === "PageRefused") return new PageRefused(message, { pageError, withMedia });
  return new OutcomeUnknown(message, facts);
}

export const lineOf = (value: Hello | Request | Answer): string => `${JSON.stringify(value)}\n`;
