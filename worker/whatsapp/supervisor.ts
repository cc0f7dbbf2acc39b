import { after, within, type Clock } from "../../core/time/clock.ts";
import type { ProfileSuspicion, WhatsAppEvent } from "../../core/whatsapp.ts";
import { NoAnswer, type Calls } from "./calls.ts";
import { sayHasSynced, standing } from "./page-code.ts";
import { killAll, memoryOf, treeOf } from "./processes.ts";
import type { WebClient } from "./web-client.ts";
import type { WebSettings } from "./web-settings.ts";

export interface SupervisorParts {
  readonly client: WebClient;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly settings: WebSettings;
  readonly wasLinked: boolean;
  readonly tell: (event: WhatsAppEvent) => void;
  /** It is time to look whether the page is as it was; `starting` where it does not get ready. */
  readonly lookAtPage: (phase: "starting" | "ready") => Promise<void>;
  /** Why the profile may be to blame for a page that does not get ready; of its line, that state. */
  readonly suspicionOf: (state: string | undefined) => Promise<ProfileSuspicion | undefined>;
  /** Whether the page lacks what sending or getting ready needs, as far as it was looked at. */
  readonly isPageChanged: () => boolean;
}

/**
 * `starting`: on the way to a code or to ready. `pairing`: a code is on show. `ready`: the library works, whether or not
 * the line is there. `over`: `down` or `logged_out` was emitted, or it was closed; nothing is emitted any more.
 */
type Phase = "starting" | "pairing" | "ready" | "over";

/** States in which WhatsApp's server does not want this device to go on for now. */
const forbidden = ["TOS_BLOCK", "SMB_TOS_BLOCK"];
/** Every other state ends the connection. */
const passing = ["CONNECTED", "OPENING", "PAIRING", "TIMEOUT"];

/** Watches one browser with one page: what it is good for now, and when it is good for nothing. */
export class Supervisor {
  readonly #parts: SupervisorParts;
  #phase: Phase = "starting";
  #isOnline = false;
  #account: { readonly number: string; readonly name?: string } | undefined;
  /** Since when the page is in sync without the library having noticed, elapsed time. */
  #unheardSince: number | undefined;
  #isProbing = false;
  /** The library took hold of a page. */
  #isHeld = false;
  #isWorn = false;
  /** A code was scanned: it gets ready, shows another code, or the link is not completed. */
  #isLinking = false;
  #cancelDeadline = (): void => undefined;
  #cancelWatch = (): void => undefined;
  #closing: Promise<void> | undefined;
  /** Kept while it runs: a browser that is gone leaves no process of its own to ask. */
  #pid: number | undefined;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
  }

  get isReady(): boolean {
    return this.#phase === "ready";
  }

  get isPairing(): boolean {
    return this.#phase === "pairing";
  }

  /** Ready, and the line to WhatsApp is there. */
  get isOnline(): boolean {
    return this.#phase === "ready" && this.#isOnline;
  }

  start(): void {
    const { client, settings } = this.#parts;
    this.#expect(settings.startWithinMs, "the browser did not start in time");
    client.start().catch((error: unknown) => {
      this.down(`the browser did not start: ${(error as Error).message}`);
    });
    this.#watchLater();
  }

  tell(event: WhatsAppEvent): void {
    if (this.#phase !== "over") this.#parts.tell(event);
  }

  /** The page is loaded anew: the library has to take hold of it again. */
  navigated(): void {
    if (this.#phase === "over") return;
    if (this.#isThrownOut) {
      this.#loggedOut();
      return;
    }
    const { readyWithinMs } = this.#parts.settings;
    this.#isHeld = true;
    this.#loseLine();
    this.#phase = "starting";
    if (!this.#isLinking) this.#expect(readyWithinMs, "the page did not get ready in time");
  }

  qr(qr: string): void {
    // The library says this when the code on show was used up.
    if (qr.startsWith("undefined") || this.#phase === "ready" || this.#phase === "over") return;
    if (this.#parts.wasLinked) {
      // Thrown out between two of the library's steps: it went on in the new page without noticing.
      if (this.#isThrownOut) this.#loggedOut();
      else this.down("the profile was linked, and now asks for a scan", "unlinked");
      return;
    }
    this.#phase = "pairing";
    this.#isLinking = false;
    this.#cancelDeadline();
    const { clock, settings } = this.#parts;
    this.tell({ type: "qr", qr, expiresAt: clock.now() + settings.qrLifeMs });
  }

  state(state: string): void {
    if (this.#phase === "over") return;
    if (this.#phase === "ready") {
      if (state === "CONNECTED") this.#regainLine();
      else if (passing.includes(state)) this.#loseLine();
      else this.disconnected(state);
    } else if (state === "UNPAIRED_IDLE" && this.#phase === "pairing") {
      this.#end({ type: "qr_used_up" });
    } else if (this.#phase === "pairing" && state !== "UNPAIRED") {
      // The code was scanned.
      this.#phase = "starting";
      this.#isLinking = true;
      this.#expect(this.#parts.settings.linkWithinMs, "the link was not completed in time");
    }
  }

  ready(account: { readonly number: string; readonly name?: string }): void {
    if (this.#phase === "over" || this.isOnline) return;
    this.#cancelDeadline();
    this.#phase = "ready";
    this.#isLinking = false;
    this.#isOnline = true;
    this.#account = account;
    this.tell({ type: "ready", ...account });
  }

  disconnected(reason: string): void {
    if (reason === "LOGOUT") this.#loggedOut();
    else {
      if (forbidden.includes(reason)) this.tell({ type: "restricted" });
      this.down(`WhatsApp says ${reason}`, reason.startsWith("UNPAIRED") ? "unlinked" : undefined);
    }
  }

  down(reason: string, profileSuspect?: ProfileSuspicion, isUseless = false): void {
    const isChanged = isUseless || (this.#phase === "starting" && this.#parts.isPageChanged());
    this.#end({
      type: "down",
      reason,
      ...(profileSuspect === undefined ? {} : { profileSuspect }),
      ...(isChanged ? { because: "page_changed" as const } : {}),
    });
  }

  /** Shutdown is intended: failures are no longer reported, calls in progress go on. */
  expectEnd(): void {
    this.#phase = "over";
    this.#cancelDeadline();
    this.#cancelWatch();
  }

  /** Something did not answer in time: the page is asked whether it lives. */
  suspect(): void {
    void this.#probe();
  }

  /** Ends browser and page in any state; leaves no process behind. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#end();
    const { client, clock, settings } = this.#parts;
    const pid = this.#knownPid();
    const processes = pid === undefined ? [] : treeOf(pid);
    const destroying = client.destroy().catch(() => undefined);
    await within(clock, settings.closeWithinMs, destroying);
    // All processes that outlived that, also those that the browser lost sight of or started at the last moment.
    const late = client.pid ?? pid;
    killAll([...processes, ...(late === undefined ? [] : treeOf(late))]);
  }

  #knownPid(): number | undefined {
    this.#pid ??= this.#parts.client.pid;
    return this.#pid;
  }

  /** WhatsApp sends a page there when the phone unlinks it. */
  get #isThrownOut(): boolean {
    return this.#parts.client.url.includes("post_logout=1");
  }

  #loggedOut(): void {
    this.#end({ type: "logged_out" });
  }

  #end(lastWord?: WhatsAppEvent): void {
    if (this.#phase === "over") return;
    this.#phase = "over";
    this.#knownPid();
    this.#cancelDeadline();
    this.#cancelWatch();
    this.#parts.calls.endAll(lastWord?.type === "down" ? lastWord.reason : (lastWord?.type ?? "closed"));
    if (lastWord !== undefined) this.#parts.tell(lastWord);
  }

  #loseLine(): void {
    if (!this.isOnline) return;
    this.#isOnline = false;
    this.tell({ type: "line_lost" });
  }

  /** The library says nothing of a line that came back. */
  #regainLine(): void {
    if (this.#isOnline || this.#account === undefined) return;
    this.#isOnline = true;
    this.tell({ type: "ready", ...this.#account });
  }

  #expect(ms: number, otherwise: string): void {
    this.#cancelDeadline();
    this.#cancelDeadline = after(this.#parts.clock, ms, () => {
      void this.#tooLate(otherwise);
    });
  }

  /** A page that is let in and never gets in sync can read nothing: its profile is too old or broken, or the page changed. */
  async #tooLate(reason: string): Promise<void> {
    if (this.#isLinking) {
      this.#end({ type: "link_not_completed" });
      return;
    }
    const page = await this.#standing().catch(() => undefined);
    const suspicion = await this.#parts.suspicionOf(page?.state);
    if (this.#phase === "starting") this.down(reason, suspicion);
  }

  #standing() {
    const { calls, client, settings } = this.#parts;
    return calls.within(settings.probeWithinMs, () => client.evaluate(standing));
  }

  #watchLater(): void {
    const { clock, settings } = this.#parts;
    this.#cancelWatch = after(clock, settings.watchMs, () => {
      void this.#probe().finally(() => {
        if (this.#phase !== "over") this.#watchLater();
      });
    });
  }

  async #probe(): Promise<void> {
    const pid = this.#knownPid();
    // A browser that still waits for its first page answers nothing, and has a deadline of its own.
    if (this.#isProbing || !this.#isHeld || this.#phase === "over" || pid === undefined) return;
    this.#isProbing = true;
    try {
      const page = await this.#standing();
      // A page that does not say whether it is in sync is taken for it.
      await this.#kickIfUnheard(page.state === "CONNECTED" && page.hasSynced !== false);
      this.#weigh(pid);
      if (this.#phase === "ready" && page.state !== undefined) this.state(page.state);
    } catch (error) {
      // Any other failure in a page that answers is the page being loaded anew.
      if (error instanceof NoAnswer) this.down("the page does not answer");
    } finally {
      this.#isProbing = false;
    }
    if (this.#phase === "ready" || this.#phase === "starting") await this.#parts.lookAtPage(this.#phase);
  }

  /** A page that was in sync before the library listened is never ready for it, unless it is made to say so again. */
  async #kickIfUnheard(isSynced: boolean): Promise<void> {
    const { client, calls, clock, settings } = this.#parts;
    if (!isSynced || this.#phase !== "starting") {
      this.#unheardSince = undefined;
      return;
    }
    this.#unheardSince ??= clock.elapsed();
    if (clock.elapsed() - this.#unheardSince < settings.kickAfterMs) return;
    this.#unheardSince = undefined;
    await calls.within(settings.probeWithinMs, () => client.evaluate(sayHasSynced));
  }

  #weigh(pid: number): void {
    const { maxMemoryBytes } = this.#parts.settings;
    if (this.#isWorn || this.#phase !== "ready") return;
    const bytes = memoryOf(treeOf(pid));
    if (bytes <= maxMemoryBytes) return;
    this.#isWorn = true;
    this.tell({ type: "worn", reason: `its browser takes ${Math.round(bytes / 1_048_576)} MB` });
  }
}
