import { brief, NamedError } from "../../core/errors.ts";
import { isIdOf } from "../../core/ids.ts";
import type { ContactList } from "../../core/contact/list.ts";
import type { ListRef, SessionRef } from "../../core/refs.ts";
import { ifRefused } from "../../core/refused.ts";
import { isReservedForNew, isSessionId, type Session } from "../../core/session/session.ts";
import { type Route } from "../routes/route.ts";
import { maySee, type Caller } from "./keys.ts";
import type { Services } from "./services.ts";

/** What a caller may see. What is another tenant's does not exist. */

/** What a request names as its session, by where its route has it. */
interface Named {
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export const sessionNamed = ({ session }: Pick<Route, "session">, { params, headers, body }: Named) =>
  session === "path"
    ? params["sessionId"]
    : session === "user-id"
      ? headers["user-id"]
      : session === "body"
        ? (body as { readonly sessionId?: string } | undefined)?.sessionId
        : undefined;

/**
 * The session that the route is about, checked once for all routes: a caller's key may be limited to some sessions.
 * @throws NamedError USER_ID_REQUIRED | SESSION_NOT_FOUND
 */
export function sessionOf(route: Route, caller: Caller | undefined, named: Named): SessionRef | undefined {
  if (route.session === undefined || caller === undefined) return undefined;
  const sessionId = sessionNamed(route, named);
  const ref = { tenantId: caller.tenantId, sessionId: sessionId ?? "" };
  const isUsable = sessionId !== undefined && isSessionId(sessionId);
  // What a new session may be called says the route that makes it.
  if (route.session === "body" && (!isUsable || isReservedForNew(sessionId))) return ref;
  if (route.session === "user-id" && !isUsable) throw unusable(sessionId);
  // What can't be a session's id is asked of no table, which would refuse a key of that length.
  if (!isUsable || (route.hidesUnseen !== true && !maySee(caller, sessionId))) throw notFound(ref);
  return ref;
}

const notFound = ({ sessionId }: SessionRef): NamedError =>
  new NamedError("SESSION_NOT_FOUND", `no session ${sessionId}`);

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
export async function getSessionOf({ sessions }: Pick<Services, "sessions">, ref: SessionRef): Promise<Session> {
  const session = await findSession(sessions, ref);
  if (session === undefined) throw notFound(ref);
  return session;
}

/** @throws NamedError SESSION_NOT_FOUND | LIST_NOT_FOUND */
export const getListOf = async (
  services: Pick<Services, "sessions" | "lists">,
  ref: SessionRef,
  path: Pick<ContactList, "listId">,
): Promise<ContactList> => (await getListAndSessionOf(services, ref, path)).list;

/**
 * Does a write to what was read before. When it is refused, `assertThere` reads that anew and throws where it was deleted
 * meanwhile; refused for another reason the write throws what it threw.
 */
export const unlessGone = <Done>(write: Promise<Done>, assertThere: () => Promise<unknown>): Promise<Done> =>
  ifRefused(write, async (refused): Promise<never> => {
    await assertThere();
    throw refused;
  });

/** The same for what was read of a list. @throws NamedError SESSION_NOT_FOUND | LIST_NOT_FOUND */
export const unlessListGone = <Done>(
  services: Pick<Services, "sessions" | "lists">,
  list: ListRef,
  write: Promise<Done>,
): Promise<Done> => unlessGone(write, () => getListOf(services, list, list));

/** The list, and the session whose settings hold for it. @throws NamedError SESSION_NOT_FOUND | LIST_NOT_FOUND */
export async function getListAndSessionOf(
  services: Pick<Services, "sessions" | "lists">,
  ref: SessionRef,
  { listId }: Pick<ContactList, "listId">,
): Promise<{ readonly list: ContactList; readonly session: Session }> {
  const session = await getSessionOf(services, ref);
  const list = isIdOf("list", listId) ? await services.lists.find({ ...ref, listId }) : undefined;
  if (list === undefined) throw new NamedError("LIST_NOT_FOUND", `no list ${listId}`);
  return { list, session };
}
