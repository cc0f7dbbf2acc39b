import { brief, NamedError } from "../../core/errors.ts";
import { isIdOf } from "../../core/ids.ts";
import type { ContactList } from "../../core/contact/list.ts";
import type { SessionRef } from "../../core/refs.ts";
import { ifRefused } from "../../core/refused.ts";
import { isReservedForNew, isSessionId, type Session } from "../../core/session/session.ts";
import { maySee, type Caller } from "./keys.ts";
import type { Services } from "./services.ts";

/** What a caller may see. What is another tenant's does not exist. */

/** The session that the `user-id` header names. @throws NamedError USER_ID_REQUIRED */
export function userIdOf(userId: string | undefined): string {
  if (userId !== undefined && isSessionId(userId)) return userId;
  throw unusable(userId);
}

const unusable = (userId: string | undefined): NamedError =>
  new NamedError("USER_ID_REQUIRED", "no usable user-id", {
    details: [
      {
        pointer: "/headers/user-id",
        came: brief(userId),
        wanted: "1 to 64 of A-Z a-z 0-9 _ -, no reserved word",
      },
    ],
  });

/** A session that was deleted is there until everything of it is gone, and no request finds it. */
export async function findSession(
  sessions: Pick<Services["sessions"], "find">,
  ref: SessionRef,
): Promise<Session | undefined> {
  const session = await sessions.find(ref);
  return session?.deletingAt === undefined ? session : undefined;
}

/**
 * The session that a `user-id` header names.
 * @throws NamedError USER_ID_REQUIRED for a word that became reserved after sessions could bear it, where none does
 */
export async function findNamedSession(
  sessions: Pick<Services["sessions"], "find">,
  ref: SessionRef,
): Promise<Session | undefined> {
  const session = await findSession(sessions, ref);
  if (session === undefined && isReservedForNew(ref.sessionId)) throw unusable(ref.sessionId);
  return session;
}

/** @throws NamedError SESSION_NOT_FOUND */
export async function getSessionOf(
  { sessions }: Pick<Services, "sessions">,
  caller: Caller,
  sessionId: string,
): Promise<Session> {
  // What can't be a session's id is asked of no table, which would refuse a key of that length.
  const mayExist = isSessionId(sessionId) && maySee(caller, sessionId);
  const session = mayExist ? await findSession(sessions, { tenantId: caller.tenantId, sessionId }) : undefined;
  if (session === undefined) throw new NamedError("SESSION_NOT_FOUND", `no session ${sessionId}`);
  return session;
}

interface ListPath {
  readonly sessionId: string;
  readonly listId: string;
}

/** @throws NamedError SESSION_NOT_FOUND | LIST_NOT_FOUND */
export const getListOf = async (
  services: Pick<Services, "sessions" | "lists">,
  caller: Caller,
  path: ListPath,
): Promise<ContactList> => (await getListAndSessionOf(services, caller, path)).list;

/**
 * Does a write to what was read before. When it is refused, `assertThere` reads that anew and throws where it was deleted
 * meanwhile; refused for another reason the write throws what it threw.
 */
export const unlessGone = <Done>(write: Promise<Done>, assertThere: () => Promise<unknown>): Promise<Done> =>
  ifRefused(write, async (refused): Promise<never> => {
    await assertThere();
    throw refused;
  });

/** The list, and the session whose settings hold for it. @throws NamedError SESSION_NOT_FOUND | LIST_NOT_FOUND */
export async function getListAndSessionOf(
  services: Pick<Services, "sessions" | "lists">,
  caller: Caller,
  { sessionId, listId }: ListPath,
): Promise<{ readonly list: ContactList; readonly session: Session }> {
  const session = await getSessionOf(services, caller, sessionId);
  const list = isIdOf("list", listId)
    ? await services.lists.find({ tenantId: caller.tenantId, sessionId, listId })
    : undefined;
  if (list === undefined) throw new NamedError("LIST_NOT_FOUND", `no list ${listId}`);
  return { list, session };
}
