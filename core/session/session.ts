import type { DaySpan } from "../time/day-span.ts";
import type { PacingSettings } from "../sending/pacing.ts";
import type { PageReport } from "../whatsapp.ts";
import type { KnownLimits } from "./account-limits.ts";

/** A linked WhatsApp account: its states and what moves them. */

export const sessionStates = [
  "stopped",
  "starting",
  "awaiting_qr",
  "ready",
  "disconnected",
  "logged_out",
  "failed",
] as const;
export type SessionState = (typeof sessionStates)[number];

/** Words that stand where a session id could: no session may be named so. */
export const reservedSessionIds = [
  "sessions",
  "webhooks",
  "api-keys",
  "opt-outs",
  "health",
  "docs",
  "openapi",
] as const;

/** Reserved since sessions could bear them: no new session may, and one that does goes on. */
export const reservedLater: readonly string[] = ["operations", "people", "segments", "tenant", "console", "audit"];

export const isReservedForNew = (sessionId: string): boolean => reservedLater.includes(sessionId.toLowerCase());

/**
 * Why a session failed. `profile_lost`: its saved profile is gone or damaged; `link_not_completed`: a scan led to nothing;
 * `page_changed`: WhatsApp's page of today can't be used at all, and is tried again now and then.
 */
export const sessionFailures = ["profile_lost", "link_not_completed", "page_changed"] as const;
export type SessionFailure = (typeof sessionFailures)[number];

export const sessionIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

export const isSessionId = (text: string): boolean =>
  sessionIdPattern.test(text) && !(reservedSessionIds as readonly string[]).includes(text.toLowerCase());

/** Who runs a session: a slot under the epoch it was taken with. */
export interface Ownership {
  readonly slot: number;
  readonly slotEpoch: number;
}

export interface SessionProfile {
  /** Object key in the profile bucket; never overwritten. */
  readonly key: string;
  /** SHA-256 of the stored bytes, hex. */
  readonly sha256: string;
  readonly savedAt: number;
  /** Keys of the ones before it, the latest first. */
  readonly previous: readonly string[];
  /** It did not get in when it was open last: another one may take its place. Absent of those that did. */
  readonly isUnproven?: boolean;
}

export interface Session {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly state: SessionState;
  /** A person wants it to run; a worker with room takes it. */
  readonly wanted: boolean;
  readonly owner?: Ownership;
  /** Raised by every take-over; a write under an older epoch is refused. */
  readonly epoch: number;
  readonly number?: string;
  /** The number that it was linked to before, and until when. */
  readonly former?: { readonly number: string; readonly until: number };
  /** The account of that number, since when it is linked to any session of the tenant; rows of before have none. */
  readonly account?: { readonly number: string; readonly linkedAt: number };
  /** The number of the phone, once another session was found to be linked to it, too: what both send counts for the phone. */
  readonly sharesPhone?: string;
  readonly name?: string;
  /** Epoch ms since when the state holds. */
  readonly since: number;
  /** Of a session that is `failed`; rows of before bear none. */
  readonly failedBecause?: SessionFailure;
  /** What WhatsApp's page was found to be when it last got ready. */
  readonly page?: PageReport;
  /** What WhatsApp says that the account may do; absent where it told of no limit so far. */
  readonly limits?: KnownLimits;
  readonly qr?: string;
  readonly qrExpiresAt?: number;
  readonly profile?: SessionProfile;
  /** Its last owner gave it back with every count written; one that was killed did not. */
  readonly countsSaved?: boolean;
  readonly createdAt: number;
  /** ULID of the request that created it, by which its repeat is recognised; absent where GET /qrcode did. */
  readonly createdBy?: string;
  /** What people call it. */
  readonly label?: string;
  readonly pacing?: PacingSettings;
  /** Messages a day at most, also where a campaign asks for more. */
  readonly dailyCap?: number;
  /** Without a timezone of its own, in the session's. */
  readonly quietHours?: Omit<DaySpan, "timezone"> & Partial<Pick<DaySpan, "timezone">>;
  readonly timezone?: string;
  readonly optOutKeywords?: readonly string[];
  /** Of numbers that are written without a country. */
  readonly defaultCountry?: string;
  /** Deleted by a person: no request finds it any more, and everything of it is being deleted. */
  readonly deletingAt?: number;
  /** A person wants it unlinked; its owner unlinks it and takes this away. */
  readonly logoutRequestedAt?: number;
  /** A person wants it opened anew; its owner takes this away and does so. */
  readonly restartRequestedAt?: number;
  /** A person wants to link it by a code; its owner puts the code there. */
  readonly pairing?: Pairing;
}

export interface Pairing {
  /** The account's own number. */
  readonly number: string;
  readonly requestedAt: number;
  readonly code?: string;
}

/** What a person sets of a session; `null` takes it away. */
export const sessionSettingNames = [
  "label",
  "pacing",
  "dailyCap",
  "quietHours",
  "timezone",
  "optOutKeywords",
  "defaultCountry",
] as const satisfies readonly (keyof Session)[];
export type SessionSettingName = (typeof sessionSettingNames)[number];
export type SessionSettingChanges = { readonly [Name in SessionSettingName]?: Session[Name] | null };

export type SessionEvent =
  | "start_requested"
  | "opening"
  | "qr_shown"
  | "qr_used_up"
  | "became_ready"
  | "line_lost"
  | "went_down"
  | "logged_out"
  | "start_failed"
  | "released";

const everyState = sessionStates;
const running = ["starting", "awaiting_qr", "ready", "disconnected"] as const;

/** The one table of session transitions: event, the states it may happen in, the state it leads to. */
export const sessionTransitions: Readonly<
  Record<SessionEvent, { readonly from: readonly SessionState[]; readonly to: SessionState }>
> = {
  start_requested: { from: ["stopped", "logged_out", "failed"], to: "starting" },
  opening: { from: everyState, to: "starting" },
  qr_shown: { from: ["starting", "awaiting_qr", "disconnected"], to: "awaiting_qr" },
  qr_used_up: { from: ["starting", "awaiting_qr"], to: "stopped" },
  became_ready: { from: running, to: "ready" },
  line_lost: { from: ["ready", "starting"], to: "disconnected" },
  went_down: { from: running, to: "disconnected" },
  logged_out: { from: everyState, to: "logged_out" },
  start_failed: { from: ["starting", "awaiting_qr", "disconnected"], to: "failed" },
  // A worker that gives a session back keeps what a person sees: it is merely not connected until the next one has it.
  released: { from: running, to: "disconnected" },
};

/** The state after an event, or `undefined` where the event means nothing in that state. */
export function afterSessionEvent(state: SessionState, event: SessionEvent): SessionState | undefined {
  const transition = sessionTransitions[event];
  return transition.from.includes(state) ? transition.to : undefined;
}

/** The state and since when, as a change to store: nothing where the event means nothing or changes nothing. */
export function moved(
  session: Pick<Session, "state">,
  event: SessionEvent,
  now: number,
): { readonly state?: SessionState; readonly since?: number } {
  const state = afterSessionEvent(session.state, event);
  return state === undefined || state === session.state ? {} : { state, since: now };
}

/**
 * What is known of its state. Only a worker that holds it knows that it is ready: without one it is not connected, even if
 * the last one wrote so. A worker that dies is separated from its sessions by other workers, by the sweep, or by the next
 * `npm start`.
 */
export const stateOf = ({ state, owner }: Pick<Session, "state" | "owner">): SessionState =>
  state === "ready" && owner === undefined ? "disconnected" : state;

/** Whether a message can go now. */
export const isConnected = (session: Pick<Session, "state" | "owner">): boolean => stateOf(session) === "ready";

/** What WhatsApp's own change of its page stops of a session: all of its sending, files, or nothing. */
export const stoppedByPage = (
  session: Pick<Session, "state" | "owner" | "failedBecause" | "page">,
): PageReport["stops"] => {
  if (session.state === "failed" && session.failedBecause === "page_changed") return "sending";
  return isConnected(session) ? (session.page?.stops ?? "nothing") : "nothing";
};

/** A session that was linked once and has a profile comes back without a scan. */
export const needsScan = (session: Pick<Session, "profile" | "state"> | undefined): boolean =>
  session?.profile === undefined || session.state === "logged_out" || session.state === "awaiting_qr";

/** Whether a broadcast may be taken for it: a linked session that is merely not connected waits. */
export const isLinked = (session: Pick<Session, "profile" | "state">): boolean => !needsScan(session);

/** Whether another session is linked to the phone of this one. */
export const isOnPhoneOf = (
  { sessionId, number }: Pick<Session, "sessionId" | "number">,
  other: Pick<Session, "sessionId" | "number" | "profile" | "state">,
): boolean => number !== undefined && other.number === number && other.sessionId !== sessionId && isLinked(other);

/** A person wants it unlinked, and a worker is at it, or takes it for that. A wish that was cut off before is none. */
export const isLoggingOut = ({
  logoutRequestedAt,
  owner,
  wanted,
}: Pick<Session, "logoutRequestedAt" | "owner" | "wanted">): boolean =>
  logoutRequestedAt !== undefined && (owner !== undefined || wanted);

/** Not connected yet or just now, and about to be without anything that a person does. */
export const isOnItsWay = (session: Pick<Session, "profile" | "state" | "owner">): boolean =>
  isLinked(session) && ["starting", "disconnected"].includes(stateOf(session));
