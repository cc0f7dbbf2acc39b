import type { Session } from "../../../../clients/typescript/src/index.ts";
import { numberAsWritten } from "../phone-number.tsx";

/** How a phone names who writes to it: the account's name, else its number. */
export function senderOf(session: Session | undefined, sessionId: string): string {
  if (session?.name !== undefined && session.name !== "") return session.name;
  if (session?.number !== undefined) return numberAsWritten(session.number);
  return session?.label ?? sessionId;
}
