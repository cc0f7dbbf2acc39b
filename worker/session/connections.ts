import type { SessionEnd } from "../../core/session/session-end.ts";
import { nextWish } from "../../core/session/wishes.ts";
import { isSuspicion, type ProfileSuspicion } from "../../core/whatsapp.ts";
import { ConnectionLife, type ConnectionEnd, type ConnectionParts } from "./connection-life.ts";
import { ProfileFolder } from "./profile-folder.ts";
import type { SessionParts } from "./session-parts.ts";

/** A session's connections, one after the other: each that goes down is followed by a new one, after a pause. */
export class Connections {
  readonly #parts: ConnectionParts;
  #life: ConnectionLife | undefined;
  /** Cuts the wait for the next connection. */
  #hurry = new AbortController();

  /** @param lost aborted when nothing may be written any more */
  constructor(parts: SessionParts, lost: AbortSignal) {
    const { settings, profiles } = parts.ports;
    const folder = new ProfileFolder(settings.profileRoot, profiles, parts.ref);
    this.#parts = { ...parts, folder, lost };
  }

  /** Opens connections until `over` is aborted or the session ends. @throws what ends the ownership */
  async run(over: AbortSignal): Promise<SessionEnd> {
    const { ports, session, folder } = this.#parts;
    const { clock, settings } = ports;
    const { first, longest } = settings.reconnectMs;
    let pauseMs = first;
    while (!over.aborted) {
      const startedAt = clock.elapsed();
      const ended = await this.#connect(over);
      const end = isSuspicion(ended) ? await this.#mistrustProfile(ended) : ended;
      if (end === "logged_out") {
        await folder.clear();
        await folder.forget(session.current.profile);
      }
      if (end === "linked" || end === "restart") continue;
      if (end === "page_changed") await session.becomes("start_failed", { failedBecause: end });
      else if (end === "down") await session.becomes("went_down");
      else return end;
      if (clock.elapsed() - startedAt > longest) pauseMs = first;
      this.#hurry = new AbortController();
      const waitMs = end === "page_changed" ? settings.changedPageMs : pauseMs;
      await clock.wait(waitMs, AbortSignal.any([over, this.#hurry.signal]));
      pauseMs = Math.min(pauseMs * 2, longest);
    }
    return "stopping";
  }

  /** The session's row was read anew: people may want something else of it. */
  reconcile(): void {
    const { kind } = nextWish(this.#parts.session.current);
    if (kind === "logout" || kind === "restart") this.#hurry.abort();
    this.#life?.reconcile();
  }

  /** One connection from opening to closing. */
  async #connect(over: AbortSignal): Promise<ConnectionEnd> {
    const { session, folder } = this.#parts;
    await session.becomes("opening");
    const epochs = await folder.prepare(session.current);
    if (epochs === undefined) return "no_profile";
    this.#life = new ConnectionLife(this.#parts, epochs);
    try {
      return await this.#life.run(over);
    } finally {
      this.#life = undefined;
    }
  }

  /**
   * The saved profiles are tried, the latest first, in a folder that no browser has open. Where every one asks for a scan, the
   * phone unlinked the session.
   */
  async #mistrustProfile(suspicion: ProfileSuspicion): Promise<"restart" | "logged_out" | "down"> {
    const { ports, session, folder } = this.#parts;
    if (await folder.fallBack(session.current)) {
      ports.log.warn(`the profile is of no use (${suspicion}): an earlier one is tried`);
      return "restart";
    }
    return suspicion === "unlinked" ? "logged_out" : "down";
  }
}
