import { useQuery } from "@tanstack/react-query";
import { sessionsQuery } from "./sessions.ts";

/** The timezone by which the API counts the session's days: its own, else UTC. Undefined until it is known. */
export function useSessionZone(sessionId: string): string | undefined {
  const { data } = useQuery(sessionsQuery);
  if (data === undefined) return undefined;
  return data.find((session) => session.sessionId === sessionId)?.timezone ?? "UTC";
}
