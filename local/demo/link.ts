import type { Api } from "./api.ts";
import { until } from "./until.ts";

/** Links a session: its QR code is shown, a simulated phone scans it, and the session connects. */
export async function linkSession(api: Api, sessionId: string, phone: object): Promise<void> {
  const session = { "user-id": sessionId };
  // 202 is no code yet: a laden machine has not opened the connection when the answer is due.
  await until(
    () => api.get<{ readonly qrCode?: string }>("/qrcode", session),
    ({ qrCode }) => qrCode !== undefined,
    "there is a QR code",
  );
  await api.send("POST", `/_simulator/sessions/${sessionId}/scan`, phone);
  await until(
    () => api.get<{ readonly connected: boolean }>("/status", session),
    ({ connected }) => connected,
    "the session is connected",
  );
}
