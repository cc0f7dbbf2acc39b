import { after } from "../../core/time/clock.ts";
import { endsOwnership } from "../../core/errors.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type {
  AckEvent,
  InboundMessage,
  ProfileSuspicion,
  WhatsAppConnection,
  WhatsAppEvent,
} from "../../core/whatsapp.ts";
import { Commands } from "./commands.ts";
import type { OwnedSession } from "../owned-session.ts";
import type { WorkerPorts } from "../ports.ts";
import { ProfileFolder } from "./profile-folder.ts";
import type { ReadyConnection, Standing } from "../sending/ready-connection.ts";

/** How a connection ended, and so what comes next. */
type ConnectionEnd =
  /** Linked just now: the profile is saved before anybody is told that it is ready. */
  | "linked"
  /** A person wants a new one, the browser is worn, or the profile is to be saved. */
  | "restart"
  | "down"
  /** Down, and its profile may be to blame. */
  | ProfileSuspicion
  | SessionEnd;

/** Why no further connection is opened. */
export type SessionEnd =
  | "logged_out"
  | "qr_used_up"
  /** Its saved profile is gone or damaged, and those before it, too. */
  | "no_profile"
  /** The session is given back. */
  | "stopping";

/** Who is told what connections say. */
export interface ConnectionListener {
  readonly ready: (open: ReadyConnection | undefined) => void;
  readonly ack: (ack: AckEvent) => void;
  readonly message: (message: InboundMessage) => void;
  readonly restricted: () => Promise<void>;
  /** The session is linked to this number now; its row still names the one before, if any. */
  readonly renumbered: (number: string) => Promise<void>;
  /** Begins no other message, and resolves when the one in hand is over. */
  readonly quiet: () => Promise<void>;
}

/** A session's connections, one after the other: each that goes down is followed by a new one, after a pause. */
export class Connections {
  readonly #ports: WorkerPorts;
  readonly #session: OwnedSession;
  readonly #listener: ConnectionListener;
  readonly #lost: AbortSignal;
  readonly #folder: ProfileFolder;
  #events: Promise<void> = Promise.resolve();
  #lostBy: unknown;
  #commands: Commands | undefined;
  /** Cuts the wait for the next connection. */
  #hurry = new AbortController();

  /** @param lost aborted when nothing may be written any more */
  constructor(ports: WorkerPorts, session: OwnedSession, listener: ConnectionListener, lost: AbortSignal) {
    this.#ports = ports;
    this.#session = session;
    this.#listener = listener;
    this.#lost = lost;
    this.#folder = new ProfileFolder(ports.settings.profileRoot, ports.profiles, session.current);
  }

  /** Opens connections until `over` is aborted or the session ends. @throws what ends the ownership */
  async run(over: AbortSignal): Promise<SessionEnd> {
    const { clock, settings } = this.#ports;
    const { first, longest } = settings.reconnectMs;
    let pauseMs = first;
    while (!over.aborted) {
      const startedAt = clock.elapsed();
      const ended = await this.#connect(over);
      if (this.#lostBy !== undefined) throw this.#lostBy as Error;
      const isSuspect = ended === "unlinked" || ended === "not_ready";
      const end = isSuspect ? await this.#mistrustProfile(ended) : ended;
      if (end === "logged_out") {
        await this.#folder.clear();
        await this.#folder.forget(this.#session.current.profile);
      }
      if (end === "linked" || end === "restart") continue;
      if (end !== "down") return end;
      await this.#session.becomes("went_down");
      if (clock.elapsed() - startedAt > longest) pauseMs = first;
      this.#hurry = new AbortController();
      await clock.wait(pauseMs, AbortSignal.any([over, this.#hurry.signal]));
      pauseMs = Math.min(pauseMs * 2, longest);
    }
    return "stopping";
  }

  /** Somebody may want something of the session: its row was read anew. */
  obey(): void {
    const { restartRequestedAt, logoutRequestedAt } = this.#session.current;
    if (restartRequestedAt !== undefined || logoutRequestedAt !== undefined) this.#hurry.abort();
    const commands = this.#commands;
    if (commands !== undefined) {
      this.#inOrder(
        () => commands.obey(),
        () => {
          this.#hurry.abort();
        },
      );
    }
  }

  /** One connection from opening to closing. */
  async #connect(over: AbortSignal): Promise<ConnectionEnd> {
    await this.#session.becomes("opening");
    const epochs = await this.#folder.prepare(this.#session.current);
    if (epochs === undefined) return "no_profile";
    const sentFromHere = ({ token }: Partial<Pick<Recipient, "token">>) =>
      token !== undefined && epochs.has(epochOf(token));
    const ended = Promise.withResolvers<ConnectionEnd>();
    const stop = () => {
      ended.resolve("stopping");
    };
    over.addEventListener("abort", stop, { once: true });
    if (over.aborted) stop();
    let connection: WhatsAppConnection | undefined;
    const { clock, log, settings } = this.#ports;
    const commands = new Commands({
      session: this.#session,
      clock,
      log,
      unlinkWithinMs: settings.unlinkWithinMs,
      quiet: this.#listener.quiet,
      connection: () => connection,
      end: ended.resolve,
    });
    const standing: Standing = { restrictedAt: undefined };
    let cancelSaving = (): void => undefined;
    const saveInTime = () => {
      cancelSaving = after(clock, settings.saveProfileMs, () => {
        this.#inOrder(async () => {
          ended.resolve(await this.#betweenMessages());
        }, stop);
      });
    };
    const opening = this.#ports.whatsApp.open({
      profileDir: this.#folder.dir,
      onEvent: (event) => {
        const heardAt = this.#ports.clock.elapsed();
        // Known at once, however long what came before it takes: whoever is sending must not go on.
        if (event.type === "restricted") standing.restrictedAt = heardAt;
        this.#inOrder(async () => {
          const opened = async (number: string) => ({
            connection: await opening,
            number,
            readyAt: heardAt,
            sentFromHere,
            standing,
          });
          const end = await this.#heard(event, opened);
          if (end !== undefined) ended.resolve(end);
          else await commands.obey();
        }, stop);
      },
    });
    try {
      connection = await opening;
      saveInTime();
      this.#commands = commands;
      this.obey();
      return await ended.promise;
    } catch (error) {
      this.#warn("connection did not open", error);
      ended.resolve("down");
      return "down";
    } finally {
      commands.stop();
      cancelSaving();
      this.#commands = undefined;
      over.removeEventListener("abort", stop);
      this.#listener.ready(undefined);
      if (connection !== undefined) await this.#close(connection);
      await this.#events;
      await this.#saveProfileAfter(await ended.promise);
    }
  }

  /** A browser that does not end in time is left to the operating system: nothing waits for it for ever. */
  async #close(connection: WhatsAppConnection): Promise<void> {
    const closed = new AbortController();
    const { clock, settings } = this.#ports;
    const closing = connection.close().catch((error: unknown) => {
      this.#warn("connection did not close", error);
    });
    await Promise.race([closing, clock.wait(settings.closeWithinMs, closed.signal)]);
    closed.abort();
  }

  async #heard(
    event: WhatsAppEvent,
    opened: (number: string) => Promise<ReadyConnection>,
  ): Promise<ConnectionEnd | undefined> {
    switch (event.type) {
      case "qr":
        await this.#session.becomes("qr_shown", { qr: event.qr, qrExpiresAt: event.expiresAt });
        return undefined;
      case "ready":
        await this.#linkedTo(event.number);
        // Ready means that nothing can lose the link any more: a fresh one is saved first.
        if (this.#session.current.profile === undefined) return "linked";
        await this.#session.becomes("became_ready", {
          number: event.number,
          // A phone's name may be of any characters; a table takes whole ones.
          name: event.name?.toWellFormed() ?? null,
          pairing: null,
        });
        this.#listener.ready(await opened(event.number));
        return undefined;
      case "line_lost":
        this.#listener.ready(undefined);
        await this.#session.becomes("line_lost");
        return undefined;
      case "ack":
        this.#listener.ack(event.ack);
        return undefined;
      case "message":
        this.#listener.message(event.message);
        return undefined;
      case "restricted":
        await this.#listener.restricted();
        return undefined;
      case "qr_used_up":
      case "logged_out":
        return event.type;
      case "worn":
        this.#warn(`connection is opened anew: ${event.reason}`);
        return await this.#betweenMessages();
      case "down":
        this.#warn(`connection is down: ${event.reason}`);
        return event.profileSuspect ?? "down";
    }
  }

  /** What goes from the number before is held first: the row is what tells that number, until it tells the new one. */
  async #linkedTo(number: string): Promise<void> {
    const { number: before } = this.#session.current;
    if (before === number) return;
    await this.#listener.renumbered(number);
    const until = this.#ports.clock.now();
    await this.#session.save({ number, ...(before === undefined ? {} : { former: { number: before, until } }) });
  }

  /** It is closed, saved and opened anew once the message in hand is done. */
  async #betweenMessages(): Promise<ConnectionEnd> {
    await this.#listener.quiet();
    return "restart";
  }

  /**
   * The saved profile before it is tried, in a folder that no browser has open. Where every one asks for a scan, the phone
   * unlinked the session.
   */
  async #mistrustProfile(suspicion: ProfileSuspicion): Promise<"restart" | "logged_out" | "down"> {
    if (await this.#folder.fallBack(this.#session.current)) {
      this.#warn(`the profile is of no use (${suspicion}): an earlier one is tried`);
      return "restart";
    }
    return suspicion === "unlinked" ? "logged_out" : "down";
  }

  /** The profile is whole only after a clean close. */
  async #saveProfileAfter(end: ConnectionEnd): Promise<void> {
    const before = this.#session.current.profile;
    const isWorthKeeping = end === "linked" || ((end === "stopping" || end === "restart") && before !== undefined);
    if (!isWorthKeeping || this.#lost.aborted) return;
    const profile = await this.#folder.save(this.#session.current, this.#ports.clock.now());
    await this.#session.save({ profile });
    await this.#folder.forgetOlder(before, profile);
  }

  /** One event after the other; what the tables don't take is tried again, for the next event builds on it. */
  #inOrder(act: () => Promise<void>, stop: () => void): void {
    const { clock, settings } = this.#ports;
    const untilDone = async (): Promise<void> => {
      while (!this.#lost.aborted && this.#lostBy === undefined) {
        try {
          await act();
          return;
        } catch (error) {
          if (endsOwnership(error)) {
            this.#lostBy = error;
            stop();
            return;
          }
          this.#warn("what WhatsApp said was not taken in yet", error);
          await clock.wait(settings.retryMs, this.#lost);
        }
      }
    };
    this.#events = this.#events.then(untilDone);
  }

  #warn(message: string, error?: unknown): void {
    this.#ports.log.warn(message, { error: error as Error | undefined });
  }
}

/** The session epoch under which a token was drawn, see claimToken. */
const epochOf = (token: string): number => Number(token.split(".")[2]);
