import type { SessionRef } from "../refs.ts";
import type { Sighting, Slot } from "./lease.ts";
import type { Ownership, Pairing, Session, SessionSettingChanges } from "./session.ts";

/** What is known of sessions. */
export interface SessionReader {
  find(ref: SessionRef): Promise<Session | undefined>;
  /** Eventually consistent (up to about a second old); half a read unit. */
  glimpse(ref: SessionRef): Promise<Session | undefined>;
  list(tenantId: string): Promise<readonly Session[]>;
  /** Those that are being deleted and logged out. May lag by a moment. */
  deleting(limit: number): Promise<readonly Session[]>;
  /** Sessions that wait for a worker, of all tenants. May lag by a moment. */
  waiting(limit: number): Promise<readonly Session[]>;
  /** How many wait for a worker, of all tenants. May lag by a moment. */
  countWaiting(): Promise<number>;
  /** Sessions whose row names that slot, at any epoch. May lag by a moment. */
  ownedBy(slot: number): Promise<readonly Session[]>;
}

/** What people want of a session. Its owner reads it from the row and acts upon it, so it publishes no event. */
export interface SessionDesk {
  /** @throws ConditionRefused when it exists */
  create(session: Session): Promise<void>;
  // The wishes of wishes.ts. Each answers the row as it is with the wish.
  /**
   * Asks for it to run: an unowned one starts waiting for a worker. One that is being logged out, or deleted, is left alone: it
   * would start right after. @throws ConditionRefused when it doesn't exist
   */
  want(ref: SessionRef, now: number, wishes?: StartWishes): Promise<Session>;
  /**
   * The same of one that is linked, by what was read of it: it is read anew only where that is otherwise by now. One that is
   * not linked any more is left alone.
   */
  wantLinked(seen: Session, now: number): Promise<Session>;
  /** Writes what a person wants of it; its owner acts upon it. @throws ConditionRefused when it doesn't exist */
  ask(ref: SessionRef, wishes: SessionWishes): Promise<Session>;
  /** Its owner unlinks it; an unowned one waits for a worker that does. @throws ConditionRefused when it doesn't exist */
  beginLogout(ref: SessionRef, now: number): Promise<Session>;
  /** From now on no request finds it; its worker logs it out, then everything of it goes. @throws ConditionRefused when it doesn't exist */
  beginDeletion(ref: SessionRef, now: number): Promise<Session>;
}

/** What the workers write that own sessions. */
export interface SessionOwners {
  /** Makes the caller the owner, with the epoch raised and `countsSaved` taken away. @throws ConditionRefused when the row changed since it was read */
  take(seen: Session, owner: Ownership): Promise<Session>;
  /** Writes what the owner found out. @throws ConditionRefused when its epoch is no longer the row's */
  save(owned: OwnedSession, changes: SessionChanges): Promise<Session>;
  /**
   * Another session is linked to its phone: its owner reads that with the next refresh. Answers the row as it is then.
   * @throws ConditionRefused when it doesn't exist
   */
  tellShared(ref: SessionRef, number: string): Promise<Session>;
}

export type OwnedSession = SessionRef & Pick<Session, "epoch" | "number" | "page" | "limits">;

export interface SessionWishes extends SessionSettingChanges {
  readonly logoutRequestedAt?: number;
  readonly restartRequestedAt?: number;
  readonly pairing?: Pairing;
}

/** What may be wanted of a start: on an open connection a new one, or a code to link by. */
export type StartWishes = Pick<SessionWishes, "restartRequestedAt" | "pairing">;

/** `null` takes the attribute away. */
export interface SessionChanges {
  readonly state?: Session["state"];
  readonly since?: number;
  readonly failedBecause?: Session["failedBecause"] | null;
  readonly page?: Session["page"];
  readonly limits?: Session["limits"] | null;
  readonly wanted?: boolean;
  readonly number?: string | null;
  readonly former?: Session["former"];
  readonly account?: Session["account"];
  readonly sharesPhone?: string | null;
  readonly name?: string | null;
  readonly qr?: string | null;
  readonly qrExpiresAt?: number | null;
  readonly profile?: Session["profile"] | null;
  readonly countsSaved?: true;
  readonly logoutRequestedAt?: null;
  readonly restartRequestedAt?: null;
  readonly pairing?: Session["pairing"] | null;
  /** Gives it back: with `wanted` it waits for another worker, without it rests. The epoch is raised. */
  readonly release?: true;
}

/** Everything of a session: lists, campaigns, messages, files, templates and what hangs on them. */
export interface SessionContentsStore {
  /** @returns how many items went; 0 when nothing is left */
  removeSome(ref: SessionRef, limit: number): Promise<number>;
  /** The session's own row. */
  end(ref: SessionRef): Promise<void>;
}

export interface SlotStore {
  list(): Promise<readonly Slot[]>;
  /**
   * Takes a slot that no worker holds (`seen` absent: one that never was).
   * @param shown what people are shown of the worker @throws ConditionRefused
   */
  take(
    slot: number,
    seen: Slot | undefined,
    workerId: string,
    capacity: number,
    shown?: Pick<Slot, "version" | "takenAt">,
  ): Promise<Slot>;
  /** Raises the beat. @param at epoch ms, for people @throws ConditionRefused when the slot was condemned or taken */
  beat(held: Slot, sessions: number, at?: number): Promise<Slot>;
  /** Remembers when the sweep saw which beat. @throws ConditionRefused when the slot was condemned or taken */
  sight(seen: Slot, sighting: Sighting): Promise<Slot>;
  /** Ends a dead holder's claim: epoch raised, holder removed. @throws ConditionRefused when it beat meanwhile */
  condemn(seen: Slot): Promise<Slot>;
  /** Gives it back. @throws ConditionRefused when it was lost already */
  release(held: Slot): Promise<void>;
}

/** What a bell says: "read your rows again". The truth is in the tables; a lost or doubled ticket changes nothing. */
export interface Ticket {
  readonly kind: "session" | "campaign" | "message";
  readonly tenantId: string;
  readonly sessionId: string;
  readonly campaignId?: string;
  readonly directId?: string;
}

export interface Bell {
  ring(slot: number, ticket: Ticket): Promise<void>;
}

export interface BellListener {
  /** Waits a while for tickets; hearing takes them off the queue. */
  hear(slot: number, signal: AbortSignal): Promise<readonly Ticket[]>;
}

/** Profiles of linked devices, whole folders as one object each. */
export interface ProfileStore {
  save(key: string, archive: Uint8Array): Promise<void>;
  load(key: string): Promise<Uint8Array | undefined>;
  remove(keys: readonly string[]): Promise<void>;
}

export interface FleetSize {
  /** How many workers it is asked to keep. */
  readonly workers: number;
  /** How many there may be while a deployment replaces them, old and new together, in percent of `workers`. */
  readonly atMostPercent: number;
}

/** The service that keeps workers running. */
export interface Fleet {
  asked(): Promise<FleetSize>;
  ask(size: FleetSize): Promise<void>;
}
