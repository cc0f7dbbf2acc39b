import { auditTarget } from "../../core/access/audit.ts";
import { idOf } from "../../core/ids.ts";
import type { Route } from "../routes/route.ts";
import { logFacts } from "./log-facts.ts";
import type { Caller } from "./keys.ts";
import type { ApiAnswer } from "./request.ts";
import type { Services } from "./services.ts";

/** The audit trail: every change that was asked for and done, after it was done. */

export const isChange = ({ method, scope, audited }: Pick<Route, "method" | "scope" | "audited">): boolean =>
  method !== "GET" && scope !== "none" && audited !== false;

interface Done {
  readonly route: Route;
  readonly caller: Caller;
  /** Parameters of the path and, where the session stands in a header, that session. */
  readonly params: Readonly<Record<string, string>>;
  readonly answer: ApiAnswer;
  readonly requestId: string;
}

/** What was done stays done when the trail can't be written: that is an alarm and no answer to the caller. */
export async function writeAudit(
  { audit, clock, newUlid, logger }: Pick<Services, "audit" | "clock" | "newUlid" | "logger">,
  { route, caller, params, answer, requestId }: Done,
): Promise<void> {
  try {
    await audit.write({
      tenantId: caller.tenantId,
      auditId: idOf("audit", newUlid()),
      at: clock.now(),
      keyId: caller.keyId,
      operationId: route.operationId,
      target: auditTarget({ ...madeIds(answer), ...answer.audited, ...params }),
      status: answer.status,
      requestId,
    });
  } catch (error) {
    logger.error("audit trail not written", {
      alarm: "audit_not_written",
      ...logFacts({ tenantId: caller.tenantId, ...params }),
      requestId,
      operation: route.operationId,
      error: error as Error,
    });
  }
}

/** What an answer says was made: its ids, and a number or a file that stands for itself. */
function madeIds(answer: ApiAnswer): Record<string, string> {
  const data = "text" in answer ? undefined : (answer.body as { readonly data?: unknown } | undefined)?.data;
  if (typeof data !== "object" || data === null) return {};
  const entries: readonly [string, unknown][] = Object.entries(data);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => isTarget(entry[0]) && typeof entry[1] === "string"),
  );
}

const isTarget = (name: string): boolean => name.endsWith("Id") || ["id", "number", "filename"].includes(name);
