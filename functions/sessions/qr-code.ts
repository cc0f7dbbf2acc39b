import { isConnected, isLoggingOut, type Session } from "../../core/session/session.ts";
import type { ApiAnswer, ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { untilRow } from "../edge/until-row.ts";
import { pictureMediaTypes, qrFormatOf, type QrFormat } from "../routes/qr-formats.ts";
import type { getQrCode } from "../routes/sessions.ts";
import type { Say } from "./session-view.ts";

/** How long a request waits for a fresh code to link by, and how often it polls. */
export const waitForCodeMs = 20_000;
const readEveryMs = 300;
/** A code that expires sooner than a person can point a phone at it is not handed out. */
const leastLifeMs = 1_000;

export const loggingOut = (say: Say) =>
  ({ status: 202, body: { message: say("logging_out") }, headers: { "retry-after": "2" } }) as const;

/** The session's code as soon as there is one, in the form that is asked for. @param started as it was read just now */
export async function codeOf(
  { sessions, clock }: Pick<Services, "sessions" | "clock">,
  started: Session,
  { query, accept, now, say }: Pick<ApiRequest<typeof getQrCode>, "query" | "accept" | "now" | "say">,
): Promise<ApiAnswer<typeof getQrCode>> {
  const answerFor = async (session: Session | undefined): Promise<ApiAnswer<typeof getQrCode> | undefined> => {
    if (session === undefined) return undefined;
    if (isLoggingOut(session)) return loggingOut(say);
    if (isConnected(session)) return { status: 200, body: { message: say("already_connected"), connected: true } };
    const { state, qr, qrExpiresAt = 0 } = session;
    if (state !== "awaiting_qr" || qr === undefined || qrExpiresAt <= clock.now() + leastLifeMs) return undefined;
    return await shown(qr, qrFormatOf(query.format, accept), say("qr_ready"));
  };
  const polling = { clock, until: now + waitForCodeMs, pauseMs: readEveryMs };
  return (
    (await answerFor(started)) ??
    (await untilRow(async () => answerFor(await sessions.find(started)), polling)) ?? {
      status: 202,
      body: { message: say("qr_not_yet") },
      headers: { "retry-after": "2" },
    }
  );
}

/** A QR code in the form that was asked for. What draws it is loaded by who asks for a picture only. */
async function shown(qr: string, format: QrFormat, message: string) {
  if (format === "raw") return { status: 200 as const, body: { message, qrCode: qr } };
  const { dataUrlOf, pictureOf } = await import("./qr-pictures.ts");
  if (format === "dataurl") return { status: 200 as const, body: { message, qrCode: await dataUrlOf(qr) } };
  return { status: 200 as const, text: await pictureOf(qr, format), mediaType: pictureMediaTypes[format] };
}
