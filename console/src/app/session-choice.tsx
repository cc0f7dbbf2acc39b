import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { sessionsQuery } from "../api/sessions.ts";
import { keepSession, useChosenSession } from "./chosen-session.ts";

/** Which of the tenant's numbers the pages below are about. The first one is chosen for a person who has not. */
export function SessionChoice() {
  const { t } = useTranslation();
  const [path, go] = useLocation();
  const chosen = useChosenSession();
  const { data } = useQuery(sessionsQuery);
  const isKnown = data?.some(({ sessionId }) => sessionId === chosen) ?? true;
  const first = data?.[0]?.sessionId;
  useEffect(() => {
    if (!path.startsWith("/s/") && (chosen === undefined || !isKnown)) keepSession(first);
  }, [chosen, first, isKnown, path]);
  if (data === undefined || data.length === 0) return null;
  const choose = (sessionId: string): void => {
    if (sessionId === "") return;
    keepSession(sessionId);
    // The same page of the other session, but no item of this one.
    if (path.startsWith("/s/")) go(`/s/${sessionId}/${path.split("/")[3] ?? "lists"}`);
  };
  return (
    <NativeSelect
      mb={4}
      aria-label={t("nav.session")}
      data={[
        ...(isKnown && chosen !== undefined ? [] : [{ value: "", label: t("nav.chooseSession") }]),
        ...data.map(({ sessionId, label }) => ({ value: sessionId, label: label ?? sessionId })),
      ]}
      value={isKnown ? (chosen ?? "") : ""}
      onChange={(event) => {
        choose(event.currentTarget.value);
      }}
    />
  );
}
