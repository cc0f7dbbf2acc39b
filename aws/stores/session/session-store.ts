import { ConditionRefused } from "../../../core/errors.ts";
import type { SessionRef } from "../../../core/refs.ts";
import { unlessRefused } from "../../../core/refused.ts";
import type {
  OwnedSession,
  SessionChanges,
  SessionDesk,
  SessionOwners,
  SessionReader,
  SessionWishes,
  StartWishes,
} from "../../../core/session/session-ports.ts";
import { isLinked, type Ownership, type Session } from "../../../core/session/session.ts";
import { toDelete, toLogOut, toStart } from "../../../core/session/wishes.ts";
import { all, expression, itemExists, type Changes, type Expression } from "../../dynamodb/expressions.ts";
import {
  deletingSessionsIndex,
  ownerIndex,
  ownerIndexSort,
  sessionKey,
  sessionsPartition,
  waitingIndexSort,
} from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const epochIsStill = ({ epoch }: Pick<Session, "epoch">) => expression`epoch = ${epoch}`;
const isWantedStill = ({ wanted }: Session) => expression`#wanted = ${wanted}`;
const ownerIsThere = expression`attribute_exists(#owner)`;
const isUnowned = all(itemExists, expression`attribute_not_exists(#owner)`);
const noLogoutIsAsked = expression`attribute_not_exists(logoutRequestedAt)`;
const noDeletionIsAsked = expression`attribute_not_exists(deletingAt)`;
const stateIsStill = ({ state }: Session) => expression`#state = ${state}`;
const profileIsThere = expression`attribute_exists(#profile)`;
const profileIsMissing = expression`attribute_not_exists(#profile)`;
const maxAttempts = 3;

/** Sessions in the registry table; the sparse index finds them by who runs them. */
export class DynamoSessionStore extends TableStore implements SessionReader, SessionDesk, SessionOwners {
  async find(ref: SessionRef): Promise<Session | undefined> {
    return await this.table.get(sessionKey(ref));
  }

  async glimpse(ref: SessionRef): Promise<Session | undefined> {
    return await this.table.glimpse(sessionKey(ref));
  }

  async list(tenantId: string): Promise<readonly Session[]> {
    return await this.table.all(sessionsPartition(tenantId));
  }

  async create(session: Session): Promise<void> {
    const item = { ...sessionKey(session), ...session, ...placeOf(session) };
    await this.table.create(item, `session ${session.sessionId} exists`);
  }

  async want(ref: SessionRef, now: number, wishes?: StartWishes): Promise<Session> {
    return await this.#change(ref, (session) => toStart(session, now, wishes));
  }

  async wantLinked(seen: Session, now: number): Promise<Session> {
    return await this.#change(seen, (session) => (isLinked(session) ? toStart(session, now) : undefined), seen);
  }

  async ask(ref: SessionRef, wishes: SessionWishes): Promise<Session> {
    if (Object.keys(wishes).length > 0) return await this.#update(ref, { ...wishes }, itemExists);
    const session = await this.find(ref);
    if (session === undefined) throw new ConditionRefused(`session ${ref.sessionId} does not exist`);
    return session;
  }

  async beginLogout(ref: SessionRef, now: number): Promise<Session> {
    return await this.#change(ref, () => toLogOut(now));
  }

  async beginDeletion(ref: SessionRef, now: number): Promise<Session> {
    return await this.#change(ref, (session) => toDelete(session, now));
  }

  async tellShared(ref: SessionRef, number: string): Promise<Session> {
    return await this.#update(ref, { sharesPhone: number }, itemExists);
  }

  /**
   * Writes what the session as it is leads to, while its state is as before, it has an owner and a profile as before, or none, and
   * a logout or a deletion is asked for as before. An unowned one goes where workers, or the end of its deletion, find it.
   * @param seen what was read of it earlier
   */
  async #change(
    ref: SessionRef,
    changesOf: (session: Session) => Partial<Session> | undefined,
    seen?: Session,
  ): Promise<Session> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const isSeen = attempt === 0 && seen !== undefined;
      const session = isSeen ? seen : await this.find(ref);
      if (session === undefined) throw new ConditionRefused(`session ${ref.sessionId} does not exist`);
      const changes = changesOf(session);
      // What it was earlier leads to nothing: what it is may lead to something.
      if (changes === undefined && isSeen) continue;
      if (changes === undefined) return session;
      const condition = all(
        stateIsStill(session),
        session.profile === undefined ? profileIsMissing : profileIsThere,
        session.owner === undefined ? isUnowned : ownerIsThere,
        session.logoutRequestedAt === undefined ? noLogoutIsAsked : itemExists,
        session.deletingAt === undefined ? noDeletionIsAsked : itemExists,
      );
      const place = session.owner === undefined ? placeOf({ ...session, ...changes }) : {};
      const changed = await unlessRefused(this.#update(ref, { ...changes, ...place }, condition));
      if (changed !== undefined) return changed;
    }
    throw new ConditionRefused(`session ${ref.sessionId} changed hands ${maxAttempts} times meanwhile`);
  }

  async deleting(limit: number): Promise<readonly Session[]> {
    return await this.table.index(deletingSessionsIndex, { limit });
  }

  async waiting(limit: number): Promise<readonly Session[]> {
    return await this.table.index(ownerIndex("WAITING"), { limit });
  }

  async countWaiting(): Promise<number> {
    return await this.table.count(ownerIndex("WAITING"));
  }

  async ownedBy(slot: number): Promise<readonly Session[]> {
    return await this.table.index(ownerIndex(slot));
  }

  async take(seen: Session, owner: Ownership): Promise<Session> {
    const changes = { owner, epoch: seen.epoch + 1, countsSaved: null, ...placeOf({ ...seen, owner }) };
    return await this.#update(seen, changes, epochIsStill(seen));
  }

  async save(owned: OwnedSession, changes: SessionChanges): Promise<Session> {
    const { release, ...plain } = changes;
    const saved =
      Object.keys(plain).length === 0
        ? await this.find(owned)
        : await unlessRefused(this.#update(owned, plain, epochIsStill(owned)));
    if (saved?.epoch !== owned.epoch) throw lostTo(owned);
    return release === true ? await this.#release(saved) : saved;
  }

  async #release(seen: Session): Promise<Session> {
    let session: Session | undefined = seen;
    // A request may start or stop it while it is given back.
    while (session?.epoch === seen.epoch) {
      const place = { ix: null, ixSort: null, ...placeOf({ ...session, owner: undefined }) };
      const changes = { owner: null, epoch: session.epoch + 1, ...place };
      const isAsSeen = all(epochIsStill(session), isWantedStill(session));
      const released = await unlessRefused(this.#update(session, changes, isAsSeen));
      if (released !== undefined) return released;
      session = await this.find(session);
    }
    throw lostTo(seen);
  }

  async #update(ref: SessionRef, changes: Changes, when: Expression): Promise<Session> {
    const refused = `session ${ref.sessionId} changed meanwhile`;
    return await this.table.update(sessionKey(ref), changes, { when, refused });
  }
}

const lostTo = (owned: SessionRef & { readonly epoch: number }) =>
  new ConditionRefused(`session ${owned.sessionId} has another owner than epoch ${owned.epoch}`);

/** Where the index finds it: among those of its worker, those that wait, those that are being deleted, or not at all. */
function placeOf({
  tenantId,
  sessionId,
  owner,
  wanted,
  since,
  deletingAt,
}: Omit<Session, "owner"> & { readonly owner?: Ownership | undefined }): Changes {
  const ixSort = ownerIndexSort(tenantId, sessionId);
  if (owner !== undefined) return { ix: ownerIndex(owner.slot), ixSort };
  // The one that waits longest is taken first; one that is asked for again and again keeps its place.
  if (wanted) return { ix: ownerIndex("WAITING"), ixSort: waitingIndexSort(since, tenantId, sessionId) };
  return deletingAt === undefined ? {} : { ix: deletingSessionsIndex, ixSort };
}
