import { useTranslation } from "react-i18next";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { limitsNow } from "./limits-in-words.ts";

type Advised = Pick<Session, "state" | "reason" | "limits">;

/** What to do about a session, in a sentence. */
export function useAdvice(): (session: Advised) => string {
  const { t } = useTranslation("sessions");
  return (session) => t(`advice.${adviceOf(session)}`);
}

/** The word for it. A number that is connected may still be one that WhatsApp limits. @param now epoch ms */
export function adviceOf(session: Advised, now = Date.now()) {
  const { state, reason } = session;
  if (state === "failed" && reason !== undefined) return reason;
  const [limit] = state === "ready" ? limitsNow(session, now) : [];
  if (limit === undefined) return state;
  return limit === "restricted" ? "ready_restricted" : "ready_known";
}

/** The ways to link a phone stay on show while the number starts, because asking for a code starts it. */
export const showsLink = (session: Pick<Session, "state" | "reason">, wasShown: boolean): boolean =>
  needsPhone(session) || (wasShown && session.state === "starting");

/** A person has to do something before it sends. */
export const needsPhone = ({ state, reason }: Pick<Session, "state" | "reason">): boolean =>
  ["stopped", "awaiting_qr", "logged_out"].includes(state) || (state === "failed" && reason !== "page_changed");
