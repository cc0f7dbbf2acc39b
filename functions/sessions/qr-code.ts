import { isConnected, isLoggingOut } from "../../core/session/session.ts";
import type { SessionRef } from "../../core/refs.ts";
import type { ApiAnswer, ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { qrFormatOf } from "../routes/qr-formats.ts";
import type { getQrCode } from "../routes/sessions.ts";
import type { Say } from "./session-view.ts";
import { shown } from "./shown-qr.ts";

/** How long a request waits for a fresh code to link by, and how often it looks. */
export const waitForCodeMs = 20_000;
const lookEveryMs = 300;
/** A code that expires sooner than a person can point a phone at it is not handed out. */
const leastLifeMs = 1_000;

export const loggingOut = (say: Say) =>
  ({ status: 202, body: { message: say("logging_out") }, headers: { "retry-after": "2" } }) as const;

/** The session's code as soon as there is one, in the form that is asked for. */
export async function codeOf(
  services: Pick<Services, "sessions" | "clock">,
  ref: SessionRef,
  { query, accept, now, say }: Pick<ApiRequest<typeof getQrCode>, "query" | "accept" | "now" | "say">,
): Promise<ApiAnswer<typeof getQrCode>> {
  const until = now + waitForCodeMs;
  for (;;) {
    const session = await services.sessions.find(ref);
    const time = services.clock.now();
    if (session !== undefined && isLoggingOut(session)) return loggingOut(say);
    if (session !== undefined && isConnected(session)) {
      return { status: 200, body: { message: say("already_connected"), connected: true } };
    }
    const { qr, qrExpiresAt = 0 } = session ?? {};
    if (session?.state === "awaiting_qr" && qr !== undefined && qrExpiresAt > time + leastLifeMs) {
      return await shown(qr, qrFormatOf(query.format, accept), say("qr_ready"));
    }
    if (time + lookEveryMs > until) {
      return { status: 202, body: { message: say("qr_not_yet") }, headers: { "retry-after": "2" } };
    }
    await services.clock.wait(lookEveryMs);
  }
}
