import type { Session } from "../../../core/session/session.ts";
import { pictureOf } from "../../../functions/sessions/qr-pictures.ts";
import { showQrCodes } from "../../../local/terminal/qr-codes.ts";
import { aSession, aSlot, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** Turns of the clock in which the code of one session is shown. */
async function shownBy(turns: readonly (Partial<Session> | Error)[]): Promise<readonly string[]> {
  const clock = new FakeClock();
  const ending = new AbortController();
  const written: string[] = [];
  const left = turns.values();
  const slot = aSlot();
  const showing = showQrCodes(
    {
      slots: { list: () => Promise.resolve([slot]) },
      sessions: {
        ownedBy: (of) => {
          expect(of).toBe(slot.slot);
          const its = left.next().value ?? {};
          return its instanceof Error
            ? Promise.reject(its)
            : Promise.resolve([aSession({ sessionId: "shop", ...its })]);
        },
      },
      clock,
      write: (text) => written.push(text),
    },
    ending.signal,
  );
  for (const _turn of turns) await clock.advance(1_000);
  ending.abort();
  await clock.advance(1_000);
  await showing;
  return written;
}

const shows = (qr: string): Partial<Session> => ({ state: "awaiting_qr", qr, qrExpiresAt: Number.MAX_SAFE_INTEGER });

test("each code of a session is shown once, and the next one says that it takes its place", async () => {
  const written = await shownBy([shows("2@a"), shows("2@a"), shows("2@b")]);
  expect(written).toEqual([
    `\nshop: scan this code (WhatsApp, "Linked devices")\n${String(await pictureOf("2@a", "text"))}\n`,
    expect.stringContaining("shop: the next code, which takes the place of the one before"),
  ]);
  expect(written[1]).toContain(String(await pictureOf("2@b", "text")));
});

test("no code is shown of a session that is linked, nor one that is over", async () => {
  const over = { ...shows("2@a"), qrExpiresAt: someTime - 365 * 24 * 60 * 60_000 };
  expect(await shownBy([{ state: "ready", qr: "2@a", qrExpiresAt: Number.MAX_SAFE_INTEGER }, {}, over])).toEqual([]);
});

test("tables that can't be asked are asked again", async () => {
  expect(await shownBy([new Error("the tables are closed"), shows("2@a")])).toHaveLength(1);
});
