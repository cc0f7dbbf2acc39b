import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
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
import type { Ownership, Session } from "../../../core/session/session.ts";
import { toDelete, toLogOut, toStart } from "../../../core/session/wishes.ts";
import { all, itemDoesNotExist, itemExists } from "../../dynamodb/conditions.ts";
import {
  conditional,
  countIndex,
  getItem,
  queryAll,
  queryIndex,
  setAndRemove,
  rowOf,
  type Item,
  type Table,
} from "../../dynamodb/items.ts";
import {
  deletingSessionsIndex,
  ownerIndex,
  ownerIndexSort,
  sessionKey,
  sessionsPartition,
  waitingIndexSort,
} from "../../dynamodb/keys.ts";

const epochIsMine = "epoch = :mine";
const nobodyTookItMeanwhile = "epoch = :seenEpoch";
const ownerIsThere = "attribute_exists(#owner)";
const isUnowned = all(itemExists, "attribute_not_exists(#owner)");
const noLogoutIsAsked = "attribute_not_exists(logoutRequestedAt)";
const noDeletionIsAsked = "attribute_not_exists(deletingAt)";
const maxAttempts = 3;

/** Sessions in the registry table; the sparse index finds them by who runs them. */
export class DynamoSessionStore implements SessionReader, SessionDesk, SessionOwners {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async find({ tenantId, sessionId }: SessionRef): Promise<Session | undefined> {
    const item = await getItem(this.#table, sessionKey(tenantId, sessionId));
    return item === undefined ? undefined : rowOf<Session>(item);
  }

  async glimpse({ tenantId, sessionId }: SessionRef): Promise<Session | undefined> {
    const item = await getItem(this.#table, sessionKey(tenantId, sessionId), false);
    return item === undefined ? undefined : rowOf<Session>(item);
  }

  async list(tenantId: string): Promise<readonly Session[]> {
    const items = await queryAll(this.#table, {
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": sessionsPartition(tenantId) },
    });
    return items.map(rowOf<Session>);
  }

  async create(session: Session): Promise<void> {
    await conditional(
      `session ${session.sessionId} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...sessionKey(session.tenantId, session.sessionId), ...session, ...placeOf(session) },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  async want(ref: SessionRef, now: number, wishes?: StartWishes): Promise<Session> {
    return await this.#change(ref, (session) => toStart(session, now, wishes));
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
   * Writes what the session as it is leads to, while it has an owner as before, or none, and a logout or a deletion is asked for as before.
   * An unowned one goes where workers, or the end of its deletion, find it.
   */
  async #change(ref: SessionRef, changesOf: (session: Session) => Partial<Session> | undefined): Promise<Session> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const session = await this.find(ref);
      if (session === undefined) throw new ConditionRefused(`session ${ref.sessionId} does not exist`);
      const changes = changesOf(session);
      if (changes === undefined) return session;
      const condition = all(
        session.owner === undefined ? isUnowned : ownerIsThere,
        session.logoutRequestedAt === undefined ? noLogoutIsAsked : itemExists,
        session.deletingAt === undefined ? noDeletionIsAsked : itemExists,
      );
      const place = session.owner === undefined ? placeOf({ ...session, ...changes }) : {};
      const changed = await this.#tryUpdate(ref, { ...changes, ...place }, condition, { "#owner": "owner" });
      if (changed !== undefined) return changed;
    }
    throw new ConditionRefused(`session ${ref.sessionId} changed hands ${maxAttempts} times meanwhile`);
  }

  async deleting(limit: number): Promise<readonly Session[]> {
    return (await queryIndex(this.#table, deletingSessionsIndex, { limit })).map(rowOf<Session>);
  }

  async waiting(limit: number): Promise<readonly Session[]> {
    return (await queryIndex(this.#table, ownerIndex("WAITING"), { limit })).map(rowOf<Session>);
  }

  async countWaiting(): Promise<number> {
    return await countIndex(this.#table, ownerIndex("WAITING"));
  }

  async ownedBy(slot: number): Promise<readonly Session[]> {
    return (await queryIndex(this.#table, ownerIndex(slot))).map(rowOf<Session>);
  }

  async take(seen: Session, owner: Ownership): Promise<Session> {
    return await this.#update(
      seen,
      {
        owner,
        epoch: seen.epoch + 1,
        countsSaved: null,
        ...placeOf({ ...seen, owner }),
      },
      nobodyTookItMeanwhile,
      {},
      { ":seenEpoch": seen.epoch },
    );
  }

  async save(owned: OwnedSession, changes: SessionChanges): Promise<Session> {
    const { release, ...plain } = changes;
    const saved =
      Object.keys(plain).length === 0
        ? await this.find(owned)
        : await this.#tryUpdate(owned, plain, epochIsMine, {}, { ":mine": owned.epoch });
    if (saved?.epoch !== owned.epoch) throw lostTo(owned);
    return release === true ? await this.#release(saved) : saved;
  }

  async #release(seen: Session): Promise<Session> {
    let session: Session | undefined = seen;
    // A request may start or stop it while it is given back.
    while (session?.epoch === seen.epoch) {
      const released = await this.#tryUpdate(
        session,
        {
          owner: null,
          epoch: session.epoch + 1,
          ...{ ix: null, ixSort: null, ...placeOf({ ...session, owner: undefined }) },
        },
        all(epochIsMine, "#wanted = :seenWanted"),
        { "#wanted": "wanted" },
        { ":mine": session.epoch, ":seenWanted": session.wanted },
      );
      if (released !== undefined) return released;
      session = await this.find(session);
    }
    throw lostTo(seen);
  }

  /** The session after the update, or `undefined` when the condition refused it. */
  async #tryUpdate(
    ref: SessionRef,
    changes: Item,
    condition: string,
    names?: Record<string, string>,
    values?: Item,
  ): Promise<Session | undefined> {
    return await unlessRefused(this.#update(ref, changes, condition, names, values));
  }

  async #update(
    ref: SessionRef,
    changes: Item,
    condition: string,
    names: Record<string, string> = {},
    values: Item = {},
  ): Promise<Session> {
    const update = setAndRemove(changes);
    const given = { ...update.ExpressionAttributeValues, ...values };
    const write = this.#table.client.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: sessionKey(ref.tenantId, ref.sessionId),
        UpdateExpression: update.UpdateExpression,
        ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...names },
        // Taking attributes away needs none.
        ...(Object.keys(given).length === 0 ? {} : { ExpressionAttributeValues: given }),
        ConditionExpression: condition,
        ReturnValues: "ALL_NEW",
      }),
    );
    const { Attributes = {} } = await conditional(`session ${ref.sessionId}: ${condition}`, write);
    return rowOf<Session>(Attributes);
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
}: Omit<Session, "owner"> & { readonly owner?: Ownership | undefined }): Item {
  const ixSort = ownerIndexSort(tenantId, sessionId);
  if (owner !== undefined) return { ix: ownerIndex(owner.slot), ixSort };
  // The one that waits longest is taken first; one that is asked for again and again keeps its place.
  if (wanted) return { ix: ownerIndex("WAITING"), ixSort: waitingIndexSort(since, tenantId, sessionId) };
  return deletingAt === undefined ? {} : { ix: deletingSessionsIndex, ixSort };
}
