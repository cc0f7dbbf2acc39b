import type { Clock } from "../../core/time/clock.ts";
import type { SessionReader, SlotStore } from "../../core/session/session-ports.ts";
import type { Session } from "../../core/session/session.ts";
import { pictureOf } from "../../functions/sessions/qr-pictures.ts";

interface Parts {
  readonly slots: Pick<SlotStore, "list">;
  readonly sessions: Pick<SessionReader, "ownedBy">;
  readonly clock: Pick<Clock, "now" | "wait">;
  /** For a terminal only: who has the code links the account. */
  readonly write: (text: string) => void;
}

const everyMs = 1_000;

/** Shows the code of each session that waits for a scan, and each one that takes its place, until aborted. */
export async function showQrCodes({ slots, sessions, clock, write }: Parts, signal: AbortSignal): Promise<void> {
  const shown = new Map<string, string>();
  while (!signal.aborted) {
    for (const { tenantId, sessionId, state, qr, qrExpiresAt = 0 } of await owned({ slots, sessions })) {
      const key = `${tenantId}/${sessionId}`;
      if (state !== "awaiting_qr" || qr === undefined || qrExpiresAt <= clock.now() || shown.get(key) === qr) continue;
      const place = shown.has(key) ? "the next code, which takes the place of the one before" : "scan this code";
      shown.set(key, qr);
      write(`\n${sessionId}: ${place} (WhatsApp, "Linked devices")\n${String(await pictureOf(qr, "text"))}\n`);
    }
    await clock.wait(everyMs, signal);
  }
}

/** None while the tables can't be asked: the next turn asks again. */
async function owned({ slots, sessions }: Pick<Parts, "slots" | "sessions">): Promise<readonly Session[]> {
  try {
    const known = await slots.list();
    return (await Promise.all(known.map(({ slot }) => sessions.ownedBy(slot)))).flat();
  } catch {
    return [];
  }
}
