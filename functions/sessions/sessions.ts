import { networkSetting } from "../../aws/env.ts";
import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { invalidField, NamedError } from "../../core/errors.ts";
import { countryFor } from "../../core/contact/phone.ts";
import type { SessionRef } from "../../core/refs.ts";
import { wasWritten } from "../../core/refused.ts";
import {
  isConnected,
  isLinked,
  isLoggingOut,
  isReservedForNew,
  isSessionId,
  sessionSettingNames,
  type Session,
  type SessionSettingChanges,
  type SessionSettingName,
} from "../../core/session/session.ts";
import { findNamedSession, findSession, getSessionOf, unlessGone } from "../edge/access.ts";
import { serve } from "../edge/http.ts";
import { maySee, type Caller } from "../edge/keys.ts";
import { pageOfFew } from "../edge/pages.ts";
import { implementWith } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import type { Warning } from "../edge/warnings.ts";
import { numberIn } from "../edge/written-number.ts";
import { ringForSession } from "./ring.ts";
import { assertPageSends } from "./not-connected.ts";
import { numberLinked, sessionLinkedTo } from "./number-linked.ts";
import { signsOfSession } from "./signs.ts";
import { connectionOf, view, warningsOf, type Say } from "./session-view.ts";
import { untilSession } from "./until-session.ts";
import { visibleSessions } from "./visible-sessions.ts";
import * as routes from "../routes/sessions.ts";
import { codeOf, loggingOut, waitForCodeMs } from "./qr-code.ts";

const implement = implementWith({
  sessions: stores.sessions,
  sessionDesk: stores.sessionDesk,
  campaigns: stores.campaigns,
  progress: stores.progress,
  bell: stores.bell,
  slots: stores.slots,
  jobs: stores.jobs,
  network: networkSetting,
});

/** Below what an HTTP API waits. */
const waitForLogoutMs = 25_000;
/** No request that saw the session before its deletion writes after that, so its id is free a little later. */
const deletionTakesSeconds = 60;

const getQrCode = implement(routes.getQrCode)(async (request, services) => {
  const { caller, session: ref, now } = request;
  const found = await findNamedSession(services.sessions, ref);
  // It is started by a request that comes after the logout only.
  if (found !== undefined && isLoggingOut(found)) return loggingOut(request.say);
  // A new link is no way around a page that can't be used.
  if (found?.failedBecause === "page_changed") assertPageSends(found, { withFile: false });
  if (found === undefined) await create(services, caller, ref.sessionId, now);
  const started = await services.sessionDesk.want(ref, now);
  await ringForSession(services, started);
  const answer = await codeOf(services, started, request);
  return found?.wanted === true ? answer : { ...answer, audited: { sessionId: ref.sessionId } };
});

const getStatus = implement(routes.getStatus)(async ({ caller, session: ref, say }, { sessions }) => {
  const session = maySee(caller, ref.sessionId) ? await findNamedSession(sessions, ref) : undefined;
  if (session === undefined) return { status: 200, body: { connected: false, state: "stopped" } };
  const { sessionId: _sessionId, createdAt: _createdAt, ...known } = connectionOf(session);
  return { status: 200, body: { ...known, ...(await warningsOfOne(sessions, session, caller, say)) } };
});

const listClients = implement(routes.listClients)(async ({ caller }, { sessions }) => {
  const visible = await visibleSessions(sessions, caller);
  return {
    status: 200,
    body: { clients: visible.map((session) => ({ userId: session.sessionId, isReady: isConnected(session) })) },
  };
});

const listSessions = implement(routes.listSessions)(async ({ caller, query, after, page, say }, services) => {
  const visible = await visibleSessions(services.sessions, caller);
  const { items, next } = pageOfFew(visible, ({ sessionId }) => sessionId, { limit: query.limit, after });
  const data = items.map((session) => ({ ...view(session, services), ...warningsOf(session, visible, say) }));
  return page(data, next, visible.length);
});

const createSession = implement(routes.createSession)(
  async ({ caller, session: ref, body, now, ulid }, services) => {
    if (!isSessionId(body.sessionId) || isReservedForNew(body.sessionId)) {
      throw new NamedError("VALIDATION_FAILED", "a reserved word", {
        details: [{ pointer: "/sessionId", came: `"${body.sessionId}"`, wanted: "no reserved word" }],
      });
    }
    const { sessionId, ...settings } = body;
    if (!(await create(services, caller, sessionId, now, { ...settings, createdBy: ulid }))) {
      throw new NamedError("SESSION_EXISTS", "it exists", { facts: { session: body.sessionId } });
    }
    return { status: 201, body: { data: view(await getSessionOf(services, ref), services) } };
  },
  async ({ session: ref, ulid }, services) => {
    const session = await findSession(services.sessions, ref);
    return session?.createdBy === ulid ? { status: 201, body: { data: view(session, services) } } : undefined;
  },
);

const getSession = implement(routes.getSession)(async ({ caller, session: ref, now, say }, services) => {
  const session = await getSessionOf(services, ref);
  const { last7Days, warnings } = await signsOfSession(services, session, now);
  const warned = await warningsOfOne(services.sessions, session, caller, say, warnings);
  const data = { ...view(session, services), ...defined({ last7Days }), ...warned };
  return { status: 200, body: { data } };
});

/** Whether it was made; false when it exists already. */
async function create(
  services: Pick<Services, "sessions" | "sessionDesk" | "settings">,
  caller: Caller,
  sessionId: string,
  now: number,
  { createdBy, ...settings }: SettingsGiven & Pick<Session, "createdBy"> = {},
): Promise<boolean> {
  const limit = services.settings.maxSessionsPerTenant;
  if ((await services.sessions.list(caller.tenantId)).length >= limit) {
    throw new NamedError("SESSION_LIMIT", "as many sessions as allowed", { facts: { limit } });
  }
  const made = await wasWritten(
    services.sessionDesk.create({
      tenantId: caller.tenantId,
      sessionId,
      state: "stopped",
      wanted: false,
      epoch: 0,
      since: now,
      createdAt: now,
      ...defined({ createdBy }),
      ...(settingsOf(settings) as Pick<Session, SessionSettingName>),
    }),
  );
  if (made) return true;
  const there = await services.sessions.find({ tenantId: caller.tenantId, sessionId });
  // The same request made it: in another try, or in a write whose answer was lost.
  if (there?.deletingAt === undefined) return createdBy !== undefined && there?.createdBy === createdBy;
  throw new NamedError("SESSION_DELETING", "its former self is being deleted", {
    facts: { session: sessionId },
    retryAfterSeconds: deletionTakesSeconds,
  });
}

/** Writes what is wanted of the session, and rings its worker, or one with room. @throws NamedError SESSION_NOT_FOUND */
async function want(
  services: Pick<Services, "sessions" | "bell" | "slots" | "logger">,
  ref: SessionRef,
  write: Promise<Session>,
): Promise<Session> {
  const session = await unlessGone(write, () => getSessionOf(services, ref));
  await ringForSession(services, session);
  return session;
}

const changeSession = implement(routes.changeSession)(async ({ session: ref, body }, services) => {
  const session = await getSessionOf(services, ref);
  // Its worker sends by the new settings from the next message on.
  const changed = await want(services, ref, services.sessionDesk.ask(session, settingsOf(body)));
  return { status: 200, body: { data: view(changed, services) } };
});

const restartSession = implement(routes.restartSession)(async ({ session: ref, now }, services) => {
  const session = await getSessionOf(services, ref);
  const started = await want(services, ref, services.sessionDesk.want(session, now, { restartRequestedAt: now }));
  if (started.deletingAt !== undefined) await getSessionOf(services, ref);
  return { status: 202, body: { data: view(started, services) } };
});

const deleteSession = implement(routes.deleteSession)(async ({ session: ref, query, now, say }, services) => {
  const session = await getSessionOf(services, ref);
  const { tenantId, sessionId } = session;
  if (query.confirm !== sessionId)
    throw invalidField("/query/confirm", query.confirm, `the session's id, ${sessionId}`);
  const [running] = await services.campaigns.running(session);
  if (running !== undefined) {
    throw new NamedError("SESSION_IN_USE", "a campaign runs", { members: { campaignId: running.campaignId } });
  }
  await want(services, ref, services.sessionDesk.beginDeletion(session, now));
  await services.jobs.enqueue({ kind: "delete_session", tenantId, sessionId });
  const headers = { "retry-after": String(deletionTakesSeconds) };
  return { status: 202, body: { message: say("session_deleting") }, headers };
});

const requestPairingCode = implement(routes.requestPairingCode)(async (request, services) => {
  const { caller, session: ref, body, now, say } = request;
  const session = await getSessionOf(services, ref);
  const number = numberIn(body.number, "/number", countryFor(session));
  if (isLinked(session)) throw linkedAlready(session);
  const other = await sessionLinkedTo(services, session, number);
  if (other !== undefined) throw numberLinked(number, other, caller);
  const pairing = { number, requestedAt: now };
  const started = await want(services, ref, services.sessionDesk.want(session, now, { pairing }));
  const asked = await untilSession(
    services,
    started,
    now + waitForCodeMs,
    ({ pairing, profile }) =>
      profile !== undefined || (pairing !== undefined && (pairing.number !== number || pairing.code !== undefined)),
  );
  if (asked !== undefined && isLinked(asked)) throw linkedAlready(asked);
  if (asked?.pairing !== undefined && asked.pairing.number !== number) {
    const { number: later } = asked.pairing;
    throw new NamedError("PAIRING_OVERTAKEN", "a later request asked for another number's code", {
      facts: { number: later },
      members: { number: later },
    });
  }
  const code = asked?.pairing?.code;
  if (code === undefined) {
    return { status: 202, body: { message: say("pairing_code_not_yet") }, headers: { "retry-after": "2" } };
  }
  return { status: 200, body: { message: say("pairing_code"), data: { code, number } } };
});

const linkedAlready = (session: Session) =>
  new NamedError("SESSION_LINKED", `session is ${session.state}`, {
    facts: { number: session.number ?? "?" },
    members: { state: session.state },
  });

const logout = implement(routes.logout)(async ({ session: ref, now, say }, services) => {
  const session = await findNamedSession(services.sessions, ref);
  if (session === undefined) throw new NamedError("SESSION_NOT_FOUND", `no session ${ref.sessionId}`);
  const done = { status: 200, body: { message: say("logged_out") } } as const;
  const { state, owner, profile, wanted } = session;
  // No worker holds it, and nothing of it is on WhatsApp.
  if (owner === undefined && (state === "logged_out" || (profile === undefined && !wanted))) return done;
  // Only who holds its connection can unlink it; a worker takes it for that.
  const asked = await want(services, ref, services.sessionDesk.beginLogout(session, now));
  const ended = await untilSession(
    services,
    asked,
    now + waitForLogoutMs,
    // A request may have started it anew by then.
    ({ logoutRequestedAt, state, owner }) =>
      logoutRequestedAt === undefined && (owner === undefined || state !== "logged_out"),
  );
  if (ended !== undefined) return done;
  await getSessionOf(services, ref);
  throw new NamedError("TRY_AGAIN", "not logged out yet", { retryAfterSeconds: 5 });
});

type SettingsGiven = Readonly<Partial<Record<SessionSettingName, unknown>>>;

/** What is set of a session, as it is stored; what was not named stays as it is. */
const settingsOf = (given: SettingsGiven): SessionSettingChanges =>
  Object.fromEntries(sessionSettingNames.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

/** The same, for one session: others are read where it is linked only. */
async function warningsOfOne(
  sessions: Services["sessions"],
  session: Session,
  caller: Caller,
  say: Say,
  more: readonly Warning[] = [],
) {
  const isLinkedNow = session.number !== undefined && isLinked(session);
  return warningsOf(session, isLinkedNow ? await visibleSessions(sessions, caller) : [], say, more);
}

export const handler = serve([
  getQrCode,
  getStatus,
  listClients,
  listSessions,
  createSession,
  getSession,
  changeSession,
  restartSession,
  deleteSession,
  requestPairingCode,
  logout,
]);
