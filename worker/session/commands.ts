import { endsOwnership } from "../../core/errors.ts";
import { nextWish } from "../../core/session/wishes.ts";
import { after } from "../../core/time/clock.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { SessionParts } from "./session-parts.ts";

export interface CommandParts extends Pick<SessionParts, "ports" | "session" | "quiet"> {
  readonly connection: () => Promise<WhatsAppConnection>;
  readonly end: (end: "logged_out" | "restart") => void;
  /** Has `reconcile` called once more, in its turn. */
  readonly again: () => void;
}

/** Brings about on one connection what people want of the session (core/session/wishes.ts); no wish is done twice. */
export class Commands {
  readonly #parts: CommandParts;
  #isOver = false;
  /** A session that should be unlinked and was not in time is logged out without WhatsApp. */
  #isOverdue = false;
  #cancelUnlinking: (() => void) | undefined;

  constructor(parts: CommandParts) {
    this.#parts = parts;
  }

  /** Nothing more is done. */
  stop(): void {
    this.#isOver = true;
    this.#cancelUnlinking?.();
  }

  /**
   * Called, one call after the other, whenever the row or the connection changed.
   * @throws Error when the tables don't take it: it is to be called again
   */
  async reconcile(): Promise<void> {
    if (this.#isOver) return;
    const { session, quiet } = this.#parts;
    const wish = nextWish(session.current);
    if (wish.kind === "logout") await this.#logOut();
    else if (wish.kind === "pair") await this.#requestCode(wish.number);
    else if (wish.kind === "restart") {
      await quiet();
      // Should this fail, it is done once more: nothing was ended yet.
      await session.save({ restartRequestedAt: null });
      this.#end("restart");
    }
  }

  async #logOut(): Promise<void> {
    const { ports, session, again } = this.#parts;
    const { profile, state } = session.current;
    // What was never linked need not be unlinked.
    const isUnlinked = profile === undefined || (state === "ready" && (await this.#unlink()));
    if (!isUnlinked && !this.#isOverdue) {
      this.#cancelUnlinking ??= after(ports.clock, ports.settings.unlinkWithinMs, () => {
        this.#isOverdue = true;
        again();
      });
      return;
    }
    if (!isUnlinked) ports.log.warn("logged out without WhatsApp: the session did not connect in time");
    this.#end("logged_out");
  }

  /** Whether WhatsApp unlinked it. The line may be down just now: then at `ready` again, or not at all when that takes too long. */
  async #unlink(): Promise<boolean> {
    const { ports, connection, quiet } = this.#parts;
    await quiet();
    try {
      await (await connection()).logout();
      return true;
    } catch (error) {
      ports.log.warn("could not unlink yet", { error: error as Error });
      return false;
    }
  }

  async #requestCode(number: string): Promise<void> {
    const { ports, session, connection } = this.#parts;
    try {
      const code = await (await connection()).requestPairingCode(number);
      const { pairing } = session.current;
      if (pairing?.number === number) await session.save({ pairing: { ...pairing, code } });
    } catch (error) {
      if (endsOwnership(error)) throw error;
      ports.log.warn("no pairing code", { error: error as Error });
    }
  }

  #end(end: "logged_out" | "restart"): void {
    this.stop();
    this.#parts.end(end);
  }
}
