import { after, type Clock } from "../../core/time/clock.ts";
import { endsOwnership } from "../../core/errors.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { Log } from "../log.ts";
import type { OwnedSession } from "../owned-session.ts";

/** What a person wants of a session, read from its row and done on its connection. */

export interface CommandParts {
  readonly session: OwnedSession;
  readonly clock: Clock;
  readonly log: Log;
  /** A session that is not connected is waited for so long before it is logged out without WhatsApp being told. */
  readonly unlinkWithinMs: number;
  /** Lets the message in hand finish, and begins no other. */
  readonly quiet: () => Promise<void>;
  readonly connection: () => WhatsAppConnection | undefined;
  readonly end: (end: "logged_out" | "restart") => void;
}

/** The wishes for one connection. Asked again whenever the row or the connection changed; no wish is done twice. */
export class Commands {
  readonly #parts: CommandParts;
  #isEnding = false;
  #cancelUnlinking: (() => void) | undefined;

  constructor(parts: CommandParts) {
    this.#parts = parts;
  }

  /** Nothing more is done. */
  stop(): void {
    this.#isEnding = true;
    this.#cancelUnlinking?.();
  }

  /** Never rejects but where the session is another's. */
  async obey(): Promise<void> {
    if (this.#isEnding) return;
    const { session } = this.#parts;
    const { logoutRequestedAt, restartRequestedAt, pairing } = session.current;
    if (logoutRequestedAt !== undefined) await this.#logOut();
    else if (restartRequestedAt !== undefined) {
      await this.#parts.quiet();
      // Should this fail, it is done once more: nothing was ended yet.
      await session.save({ restartRequestedAt: null });
      this.stop();
      this.#parts.end("restart");
    } else if (pairing !== undefined && pairing.code === undefined) await this.#requestCode(pairing.number);
  }

  async #logOut(): Promise<void> {
    const { session, clock, unlinkWithinMs, end } = this.#parts;
    // What was never linked need not be unlinked.
    if (session.current.profile === undefined)
      this.#endOnce(() => {
        end("logged_out");
      });
    else if (session.current.state === "ready") await this.#unlink();
    else {
      this.#cancelUnlinking ??= after(clock, unlinkWithinMs, () => {
        this.#parts.log.warn("logged out without WhatsApp: the session did not connect");
        this.#endOnce(() => {
          end("logged_out");
        });
      });
    }
  }

  async #unlink(): Promise<void> {
    const { quiet, connection, end, log } = this.#parts;
    this.#isEnding = true;
    await quiet();
    try {
      await connection()?.logout();
      end("logged_out");
    } catch (error) {
      // The line is down just now: at `ready` again, or without WhatsApp when it takes too long.
      log.warn("could not unlink yet", { error: error as Error });
      this.#isEnding = false;
      const { clock, unlinkWithinMs } = this.#parts;
      this.#cancelUnlinking ??= after(clock, unlinkWithinMs, () => {
        this.#endOnce(() => {
          end("logged_out");
        });
      });
    }
  }

  async #requestCode(number: string): Promise<void> {
    const { session, connection, log } = this.#parts;
    if (session.current.state !== "awaiting_qr") return;
    try {
      const code = await connection()?.requestPairingCode(number);
      const wish = session.current.pairing;
      if (code !== undefined && wish?.number === number) await session.save({ pairing: { ...wish, code } });
    } catch (error) {
      if (endsOwnership(error)) throw error;
      log.warn("no pairing code", { error: error as Error });
    }
  }

  #endOnce(end: () => void): void {
    if (this.#isEnding) return;
    this.stop();
    end();
  }
}
