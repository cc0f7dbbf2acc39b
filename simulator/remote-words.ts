import { OutcomeUnknown, QuotedMessageUnknown, RejectedByWhatsApp, SessionDown } from "../core/errors.ts";
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
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

const errors = { SessionDown, OutcomeUnknown, RejectedByWhatsApp, QuotedMessageUnknown } as const;

/** An error of the port under its own name again; one that has no name there leaves the outcome open. */
export function errorOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  const known = Object.hasOwn(errors, name) ? errors[name as keyof typeof errors] : OutcomeUnknown;
  return new known(message);
}

export const lineOf = (value: Hello | Request | Answer): string => `${JSON.stringify(value)}\n`;
