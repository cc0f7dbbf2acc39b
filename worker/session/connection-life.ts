import { defined } from "../../core/defined.ts";
import { endsOwnership } from "../../core/errors.ts";
import { knownLinkOf } from "../../core/session/account.ts";
import type { SessionEnd } from "../../core/session/session-end.ts";
import { after, within } from "../../core/time/clock.ts";
import {
  isSuspicion,
  type PageReport,
  type ProfileSuspicion,
  type WhatsAppConnection,
  type WhatsAppEvent,
} from "../../core/whatsapp.ts";
import { keepTrying } from "../keep-trying.ts";
import { witnessByContract } from "../page-holds.ts";
import type { Standing } from "../sending/ready-connection.ts";
import { Commands } from "./commands.ts";
import { holdForNumber, pauseRunning } from "./hold-campaigns.ts";
import type { ProfileFolder } from "./profile-folder.ts";
import type { SessionParts } from "./session-parts.ts";

/** How a connection ended, and so what comes next. */
export type ConnectionEnd =
  /** Linked just now: the profile is saved before the session is shown as ready. */
  | "linked"
  /** A person wants a new one, the browser is worn, or the profile is to be saved. */
  | "restart"
  | "down"
  /** Down, because WhatsApp's page of today can't be used at all. */
  | "page_changed"
  /** Down, and its profile may be to blame. */
  | ProfileSuspicion
  | SessionEnd;

export interface ConnectionParts extends SessionParts {
  readonly folder: ProfileFolder;
  /** Aborted when nothing may be written any more. */
  readonly lost: AbortSignal;
}

/** One connection from opening to closing: takes in what it says, in order, and does on it what people want. */
export class ConnectionLife {
  readonly #parts: ConnectionParts;
  /** Session epochs whose messages were sent from the very profile that is open now. */
  readonly #epochs: ReadonlySet<number>;
  readonly #commands: Commands;
  readonly #opening: Promise<WhatsAppConnection>;
  readonly #standing: Standing = { restrictedAt: undefined, page: undefined, limits: undefined };
  readonly #ended = Promise.withResolvers<ConnectionEnd>();
  #events: Promise<void> = Promise.resolve();
  #cancelSaving = (): void => undefined;
  #gotReady = false;
  /** What ended the ownership. */
  #lostBy: unknown;

  /** Begins to open it. @param epochs see ProfileFolder.prepare */
  constructor(parts: ConnectionParts, epochs: ReadonlySet<number>) {
    const { ports, folder } = parts;
    this.#parts = parts;
    this.#epochs = epochs;
    this.#commands = new Commands({
      ...parts,
      connection: () => this.#opening,
      end: this.#ended.resolve,
      again: () => {
        this.reconcile();
      },
    });
    this.#opening = ports.whatsApp.open({ profileDir: folder.dir, onEvent: this.#onEvent });
  }

  /** Until it ended, is closed, and its profile is saved where that may be. @throws what ends the ownership */
  async run(over: AbortSignal): Promise<ConnectionEnd> {
    const { catchUp, ports } = this.#parts;
    const stop = () => {
      this.#ended.resolve("stopping");
    };
    over.addEventListener("abort", stop, { once: true });
    if (over.aborted) stop();
    let connection: WhatsAppConnection | undefined;
    try {
      connection = await this.#opening;
      this.#cancelSaving = after(ports.clock, ports.settings.saveProfileMs, () => {
        this.#inOrder(async () => {
          this.#ended.resolve(await this.#betweenMessages());
        });
      });
      this.reconcile();
      await this.#ended.promise;
    } catch (error) {
      this.#warn("connection did not open", error);
      this.#ended.resolve("down");
    }
    this.#commands.stop();
    this.#cancelSaving();
    over.removeEventListener("abort", stop);
    catchUp.close();
    if (connection !== undefined) await this.#close(connection);
    await this.#events;
    if (this.#lostBy !== undefined) throw this.#lostBy as Error;
    const end = await this.#ended.promise;
    if (this.#gotReady && !isSuspicion(end)) this.#parts.folder.stood();
    await this.#saveProfileAfter(end);
    return end;
  }

  /** The session's row was read anew: people may want something else of it. */
  reconcile(): void {
    this.#inOrder(() => this.#commands.reconcile());
  }

  readonly #onEvent = (event: WhatsAppEvent): void => {
    const heardAt = this.#parts.ports.clock.elapsed();
    // Set at once, ahead of the events that wait: the send loop must see a restriction before its next message.
    if (event.type === "restricted") {
      this.#standing.restrictedAt = heardAt;
      this.#parts.limits.askAgain();
    }
    if (event.type === "page") this.#standing.page = event;
    this.#inOrder(async () => {
      const end = await this.#hear(event, heardAt);
      if (end === undefined) await this.#commands.reconcile();
      else this.#ended.resolve(end);
    });
  };

  /** One after the other; what the tables don't take is tried again, for the next event builds on it. */
  #inOrder(act: () => Promise<void>): void {
    const { ports, lost } = this.#parts;
    this.#events = this.#events.then(async () => {
      const actAsOwner = async () => {
        if (!lost.aborted && this.#lostBy === undefined) await act();
      };
      await keepTrying(actAsOwner, {
        ...ports,
        over: lost,
        mayTryAgain: (error) => {
          if (endsOwnership(error)) {
            this.#lostBy = error;
            this.#ended.resolve("stopping");
          } else this.#warn("what WhatsApp said was not taken in yet", error);
          return this.#lostBy === undefined;
        },
      });
    });
  }

  /** @returns how the connection ends by that, if it does */
  async #hear(event: WhatsAppEvent, heardAt: number): Promise<ConnectionEnd | undefined> {
    const { acks, catchUp, inbox, session } = this.#parts;
    switch (event.type) {
      case "qr":
        await session.becomes("qr_shown", { qr: event.qr, qrExpiresAt: event.expiresAt });
        return undefined;
      case "ready":
        return await this.#becomeReady(event, heardAt);
      case "page":
        await this.#takeReport(event);
        return undefined;
      case "line_lost":
        catchUp.close();
        await session.becomes("line_lost");
        return undefined;
      case "ack":
        acks.heard(event.ack);
        return undefined;
      case "message":
        inbox.heard(event.message);
        return undefined;
      case "restricted":
        await this.#pauseRestricted();
        return undefined;
      case "qr_used_up":
      case "link_not_completed":
      case "logged_out":
        return event.type;
      case "worn":
        this.#warn(`connection is opened anew: ${event.reason}`);
        return await this.#betweenMessages();
      case "down":
        this.#warn(`connection is down: ${event.reason}`);
        return event.because ?? event.profileSuspect ?? "down";
    }
  }

  /**
   * Written with what comes of it: ready, or that a page which is ready already was found to be another. One that lacks what
   * sending needs may never get ready, so that is written at once.
   */
  async #takeReport({ type: _, ...report }: Extract<WhatsAppEvent, { type: "page" }>): Promise<void> {
    const { ports, session } = this.#parts;
    if (report.unavailable.length > 0) {
      ports.meter.count("PagesChanged");
      const { version, stops } = report;
      ports.log.warn("WhatsApp's page lacks what this version needs", {
        ...(stops === "nothing" ? {} : { alarm: "page_changed" }),
        version,
        stops,
        missing: missingOf(report),
      });
    }
    await witnessByContract(this.#parts, report);
    if (session.current.state === "ready" || report.stops === "sending") await session.save({ page: report });
  }

  async #becomeReady(
    { number, name }: Extract<WhatsAppEvent, { type: "ready" }>,
    readyAt: number,
  ): Promise<"linked" | undefined> {
    const { catchUp, session } = this.#parts;
    this.#gotReady = true;
    await this.#linkTo(number);
    // Ready means that nothing can lose the link any more: a fresh one is saved first.
    if (session.current.profile === undefined) return "linked";
    await session.becomes("became_ready", {
      number,
      // A phone's name may be of any characters; a table takes whole ones.
      name: name?.toWellFormed() ?? null,
      pairing: null,
      ...defined({ page: this.#standing.page }),
    });
    void catchUp.begin({
      connection: await this.#opening,
      number,
      readyAt,
      sentFromHere: ({ token }) => token !== undefined && this.#epochs.has(epochOf(token)),
      standing: this.#standing,
    });
    return undefined;
  }

  async #pauseRestricted(): Promise<void> {
    const { meter, log } = this.#parts.ports;
    await pauseRunning(this.#parts, "restricted_by_whatsapp");
    meter.count("SessionsRestricted");
    const facts = { alarm: "restricted_by_whatsapp" };
    log.warn("WhatsApp restricted the account; what was running is paused", facts);
  }

  /**
   * What goes from the number before is held first: the row names that number until it names the new one. It names with it
   * since when the account is linked, whichever sessions had it before.
   */
  async #linkTo(number: string): Promise<void> {
    const { book, ports, session } = this.#parts;
    const { tenantId, number: before, account: known } = session.current;
    if (before === number && known?.number === number) return;
    const now = ports.clock.now();
    const linkedAt = await ports.linkedAccounts.linkedSince(
      tenantId,
      number,
      knownLinkOf(session.current, now, number),
    );
    const account = { number, linkedAt };
    if (before === number) {
      await session.save({ account });
      return;
    }
    await holdForNumber(this.#parts, number);
    // What WhatsApp said of the account before says nothing of this one.
    const moved = before === undefined ? {} : { former: { number: before, until: ports.clock.now() }, limits: null };
    await session.save({ number, account, ...moved });
    if (before !== undefined) book.countDaysAnew();
  }

  /** It is closed, saved and opened anew once the message in hand is done. */
  async #betweenMessages(): Promise<ConnectionEnd> {
    await this.#parts.quiet();
    return "restart";
  }

  /** A browser that does not end in time is left to the operating system: nothing waits for it for ever. */
  async #close(connection: WhatsAppConnection): Promise<void> {
    const { clock, settings } = this.#parts.ports;
    const closing = connection.close().catch((error: unknown) => {
      this.#warn("connection did not close", error);
    });
    await within(clock, settings.closeWithinMs, closing);
  }

  /** The profile is whole only after a clean close. */
  async #saveProfileAfter(end: ConnectionEnd): Promise<void> {
    const { ports, session, folder, lost } = this.#parts;
    const before = session.current.profile;
    const isWorthKeeping = end === "linked" || ((end === "stopping" || end === "restart") && before !== undefined);
    if (!isWorthKeeping || lost.aborted) return;
    const profile = await folder.save(session.current, ports.clock.now(), this.#gotReady);
    await session.save({ profile });
    await folder.forgetOlder(before, profile);
  }

  #warn(message: string, error?: unknown): void {
    this.#parts.ports.log.warn(message, { error: error as Error | undefined });
  }
}

const missingOf = ({ unavailable }: PageReport): string =>
  unavailable.map(({ member, problem }) => `${member}, ${problem}`).join("; ");

/** The session epoch under which a token was drawn, see claimToken. */
const epochOf = (token: string): number => Number(token.split(".")[2]);
