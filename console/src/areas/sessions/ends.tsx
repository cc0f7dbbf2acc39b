import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { keepSession, useChosenSession } from "../../app/chosen-session.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { tellDone } from "../../parts/notices.tsx";

interface OfSession {
  readonly session: Session;
}

/** The link ends; what the number has stays. */
export function LogOut({ session: { sessionId, label, number } }: OfSession) {
  const { t } = useTranslation("sessions");
  const queries = useQueryClient();
  if (number === undefined) return null;
  return (
    <ConfirmButton
      title={t("logoutTitle", { name: label ?? sessionId })}
      question={t("logoutQuestion")}
      verb={t("logout")}
      act={async () => await api().logout({ sessionId })}
      done={() => void queries.invalidateQueries({ queryKey: ["sessions"] })}
    >
      {t("logout")}
    </ConfirmButton>
  );
}

/** Everything of the number goes. */
export function Remove({ session: { sessionId, label } }: OfSession) {
  const { t } = useTranslation("sessions");
  const queries = useQueryClient();
  const [, go] = useLocation();
  const chosen = useChosenSession();
  const name = label ?? sessionId;
  return (
    <ConfirmButton
      title={t("deleteTitle", { name })}
      question={t("deleteQuestion")}
      verb={t("delete")}
      act={async () => await api().deleteSession({ sessionId, confirm: sessionId })}
      done={() => {
        if (chosen === sessionId) keepSession(undefined);
        go("/sessions");
        void queries.invalidateQueries({ queryKey: ["sessions"] });
        void tellDone(t("deleted", { name }));
      }}
    >
      {t("delete")}
    </ConfirmButton>
  );
}
