import { useTranslation } from "react-i18next";
import type { Session } from "../../../../clients/typescript/src/index.ts";

/** What to do about a session, in a sentence. */
export function useAdvice(): (session: Pick<Session, "state" | "reason">) => string {
  const { t } = useTranslation("sessions");
  return ({ state, reason }) => t(`advice.${state === "failed" && reason !== undefined ? reason : state}`);
}

/** The ways to link a phone stay on show while the number starts, because asking for a code starts it. */
export const showsLink = (session: Pick<Session, "state" | "reason">, wasShown: boolean): boolean =>
  needsPhone(session) || (wasShown && session.state === "starting");

/** A person has to do something before it sends. */
export const needsPhone = ({ state, reason }: Pick<Session, "state" | "reason">): boolean =>
  ["stopped", "awaiting_qr", "logged_out"].includes(state) || (state === "failed" && reason !== "page_changed");
