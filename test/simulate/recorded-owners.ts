import type { SessionOwners } from "../../core/session/session-ports.ts";
import type { Scribe } from "../history/scribe.ts";
import { beginCall } from "../support/history/port-calls.ts";

/** The port of those who own sessions, whose takes and releases are written down. A process that is killed hears no answer. */
export function recordedOwners(owners: SessionOwners, scribe: Scribe, by: string): SessionOwners {
  const recorded = async <Answer>(name: string, parameters: readonly unknown[], call: () => Promise<Answer>) => {
    const begun = beginCall(scribe, by, name, "", parameters);
    try {
      const answer = await call();
      begun?.answered(answer);
      return answer;
    } catch (error) {
      begun?.threw(error);
      throw error;
    }
  };
  return {
    take: (...all) => recorded("sessionOwners.take", all, () => owners.take(...all)),
    save: (...all) => recorded("sessionOwners.save", all, () => owners.save(...all)),
    tellShared: (...all) => owners.tellShared(...all),
  };
}
