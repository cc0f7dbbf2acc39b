import * as stores from "../aws/stores.ts";
import { ConditionRefused, invalidField, NamedError } from "../core/errors.ts";
import { countryFor, parsePhone } from "../core/phone.ts";
import {
  isConnected,
  isLinked,
  isSessionId,
  sessionSettingNames,
  stateOf,
  type Session,
  type SessionSettingChanges,
  type SessionSettingName,
} from "../core/session.ts";
import { findSession, getSessionOf, userIdOf } from "./edge/access.ts";
import { serve } from "./edge/http.ts";
import { maySee, type Caller } from "./edge/keys.ts";
import { pageOfFew } from "./edge/pages.ts";
import { implement, type Handler } from "./edge/request.ts";
import { servicesWith, type Services } from "./edge/services.ts";
import { isoTime, optionalTime } from "./edge/views.ts";
import { ringForSession } from "./ring.ts";
import { untilSession } from "./until-session.ts";
import {
  changeSession,
  createSession,
  deleteSession,
  getQrCode,
  getSession,
  getStatus,
  listClients,
  listSessions,
  logout,
  requestPairingCode,
  restartSession,
} from "./routes/sessions.ts";
import { pictureMediaTypes, qrFormatOf, type QrFormat } from "./qr-formats.ts";

const opened = servicesWith({
  sessions: stores.silentSessions,
  campaigns: stores.silentCampaigns,
  bell: stores.bell,
  slots: stores.slots,
  jobs: stores.jobs,
});

/** How long GET /qrcode waits for a fresh code, and how often it looks. */
const waitForQrMs = 20_000;
const lookEveryMs = 300;
/** Below what an HTTP API waits. */
const waitForLogoutMs = 25_000;
/** A code that expires sooner than a person can point a phone at it is not handed out. */
const leastLifeMs = 1_000;

const qrcode = implement(getQrCode)(async ({ caller, headers, query, accept, now, say }) => {
  const services = await opened();
  const sessionId = userIdOf(headers["user-id"]);
  if (!maySee(caller, sessionId)) throw new NamedError("SESSION_NOT_FOUND", "not this key's session");
  const ref = { tenantId: caller.tenantId, sessionId };
  if ((await findSession(services.sessions, ref)) === undefined) await create(services, caller, sessionId, now);
  await start(services, ref, now);
  const until = now + waitForQrMs;
  for (;;) {
    const session = await services.sessions.find(ref);
    const time = services.clock.now();
    if (session !== undefined && isConnected(session)) {
      return { status: 200, body: { message: say("already_connected"), connected: true } };
    }
    const { qr, qrExpiresAt = 0 } = session ?? {};
    if (session?.state === "awaiting_qr" && qr !== undefined && qrExpiresAt > time + leastLifeMs) {
      return await shown(qr, qrFormatOf(query.format, accept), say("qr_ready"));
    }
    if (time + lookEveryMs > until) {
      return { status: 202, body: { message: say("qr_not_yet") }, headers: { "retry-after": "2" } };
    }
    await services.clock.wait(lookEveryMs);
  }
});

async function shown(qr: string, format: QrFormat, message: string) {
  if (format === "raw") return { status: 200 as const, body: { message, qrCode: qr } };
  const { dataUrlOf, pictureOf } = await import("./qr-pictures.ts");
  if (format === "dataurl") return { status: 200 as const, body: { message, qrCode: await dataUrlOf(qr) } };
  return { status: 200 as const, text: await pictureOf(qr, format), mediaType: pictureMediaTypes[format] };
}

const status = implement(getStatus)(async ({ caller, headers }) => {
  const { sessions } = await opened();
  const sessionId = userIdOf(headers["user-id"]);
  const session = maySee(caller, sessionId)
    ? await findSession(sessions, { tenantId: caller.tenantId, sessionId })
    : undefined;
  if (session === undefined) return { status: 200, body: { connected: false, state: "stopped" } };
  const { sessionId: _sessionId, createdAt: _createdAt, ...known } = connectionOf(session);
  return { status: 200, body: known };
});

const clients = implement(listClients)(async ({ caller }) => {
  const visible = await visibleSessions(caller);
  return {
    status: 200,
    body: { clients: visible.map((session) => ({ userId: session.sessionId, isReady: isConnected(session) })) },
  };
});

const all = implement(listSessions)(async ({ caller, query, after, seal }) => {
  const visible = await visibleSessions(caller);
  const { items, next } = pageOfFew(visible, ({ sessionId }) => sessionId, { limit: query.limit, after });
  const pagination = { limit: query.limit, nextCursor: seal(next), total: visible.length };
  return { status: 200, body: { data: items.map(view), pagination } };
});

const make: Handler<typeof createSession> = async ({ caller, body, now, ulid }) => {
  const services = await opened();
  if (!isSessionId(body.sessionId)) {
    throw new NamedError("VALIDATION_FAILED", "a reserved word", {
      details: [{ pointer: "/sessionId", came: `"${body.sessionId}"`, wanted: "no reserved word" }],
    });
  }
  if (!maySee(caller, body.sessionId)) throw new NamedError("SESSION_NOT_FOUND", "not this key's session");
  const { sessionId, ...settings } = body;
  if (!(await create(services, caller, sessionId, now, { ...settings, createdBy: ulid }))) {
    throw new NamedError("SESSION_EXISTS", "it exists", { facts: { session: body.sessionId } });
  }
  return { status: 201, body: { data: view(await getSessionOf(services, caller, body.sessionId)) } };
};

const add = implement(createSession)(make, async ({ caller, body: { sessionId }, ulid }) => {
  if (!maySee(caller, sessionId)) return undefined;
  const session = await findSession((await opened()).sessions, { tenantId: caller.tenantId, sessionId });
  return session?.createdBy === ulid ? { status: 201, body: { data: view(session) } } : undefined;
});

const one = implement(getSession)(async ({ caller, params }) => ({
  status: 200,
  body: { data: view(await getSessionOf(await opened(), caller, params.sessionId)) },
}));

/** Whether it was made; false when it exists already. */
async function create(
  services: Pick<Services, "sessions" | "settings">,
  caller: Caller,
  sessionId: string,
  now: number,
  { createdBy, ...settings }: SettingsGiven & Pick<Session, "createdBy"> = {},
): Promise<boolean> {
  const limit = services.settings.maxSessionsPerTenant;
  if ((await services.sessions.list(caller.tenantId)).length >= limit) {
    throw new NamedError("SESSION_LIMIT", "as many sessions as allowed", { facts: { limit } });
  }
  try {
    await services.sessions.create({
      tenantId: caller.tenantId,
      sessionId,
      state: "stopped",
      wanted: false,
      epoch: 0,
      since: now,
      createdAt: now,
      ...(createdBy === undefined ? {} : { createdBy }),
      ...(settingsOf(settings) as Pick<Session, SessionSettingName>),
    });
    return true;
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    const there = await services.sessions.find({ tenantId: caller.tenantId, sessionId });
    // The same request made it: in another try, or in a write whose answer was lost.
    if (there?.deletingAt === undefined) return createdBy !== undefined && there?.createdBy === createdBy;
    throw new NamedError("SESSION_DELETING", "its former self is being deleted", { facts: { session: sessionId } });
  }
}

async function start(
  services: Pick<Services, "sessions" | "bell" | "slots" | "logger">,
  ref: { tenantId: string; sessionId: string },
  now: number,
): Promise<void> {
  await services.sessions.want(ref, now);
  const session = await services.sessions.find(ref);
  if (session !== undefined) await ringForSession(services, session);
}

async function visibleSessions(caller: Caller): Promise<readonly Session[]> {
  const { sessions } = await opened();
  return (await sessions.list(caller.tenantId)).filter(
    ({ sessionId, deletingAt }) => deletingAt === undefined && maySee(caller, sessionId),
  );
}

const change = implement(changeSession)(async ({ caller, params, body }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, params.sessionId);
  const changed = await services.sessions.ask(session, settingsOf(body));
  // Whoever runs it sends by what is set from the next message on.
  await ringForSession(services, changed);
  return { status: 200, body: { data: view(changed) } };
});

const restart = implement(restartSession)(async ({ caller, params, now }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, params.sessionId);
  if (session.owner !== undefined) await services.sessions.ask(session, { restartRequestedAt: now });
  await start(services, session, now);
  return { status: 202, body: { data: view(await getSessionOf(services, caller, params.sessionId)) } };
});

const remove = implement(deleteSession)(async ({ caller, params, query, now, say }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, params.sessionId);
  const { tenantId, sessionId } = session;
  if (query.confirm !== sessionId)
    throw invalidField("/query/confirm", query.confirm, `the session's id, ${sessionId}`);
  const [running] = await services.campaigns.running(session);
  if (running !== undefined) {
    throw new NamedError("SESSION_IN_USE", "a campaign runs", { members: { campaignId: running.campaignId } });
  }
  await services.sessions.beginDeletion(session, now);
  const deleting = await services.sessions.find(session);
  if (deleting !== undefined) await ringForSession(services, deleting);
  await services.jobs.enqueue({ kind: "delete_session", tenantId, sessionId });
  return { status: 202, body: { message: say("session_deleting") } };
});

const pairingCode = implement(requestPairingCode)(async ({ caller, params, body, now, say }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, params.sessionId);
  if (isLinked(session)) throw linkedAlready(session);
  const parsed = parsePhone(body.number, countryFor(session), "international");
  if (!parsed.ok) throw invalidField("/number", body.number, parsed.wanted);
  const { number } = parsed;
  await services.sessions.ask(session, { pairing: { number, requestedAt: now } });
  await start(services, session, now);
  const asked = await untilSession(
    services,
    session,
    now + waitForQrMs,
    ({ pairing, profile }) => profile !== undefined || (pairing?.number === number && pairing.code !== undefined),
  );
  if (asked !== undefined && isLinked(asked)) throw linkedAlready(asked);
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

const logOut = implement(logout)(async ({ caller, headers, now, say }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, userIdOf(headers["user-id"]));
  const done = { status: 200, body: { message: say("logged_out") } } as const;
  const { state, owner, profile, wanted } = session;
  // Nobody holds it, and nothing of it is on WhatsApp.
  if (owner === undefined && (state === "logged_out" || (profile === undefined && !wanted))) return done;
  await services.sessions.ask(session, { logoutRequestedAt: now });
  // Only who holds its connection can unlink it; a worker takes it for that.
  await start(services, session, now);
  const ended = await untilSession(
    services,
    session,
    now + waitForLogoutMs,
    ({ state, owner }) => owner === undefined && state === "logged_out",
  );
  if (ended !== undefined) return done;
  throw new NamedError("TRY_AGAIN", "not logged out yet", { retryAfterSeconds: 5 });
});

type SettingsGiven = Readonly<Partial<Record<SessionSettingName, unknown>>>;

/** What is set of a session, as it is stored; what was not named stays as it is. */
const settingsOf = (given: SettingsGiven): SessionSettingChanges =>
  Object.fromEntries(sessionSettingNames.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

const view = (session: Session) => ({
  ...connectionOf(session),
  ...(session.pacing === undefined ? {} : { pacing: session.pacing }),
  ...(session.dailyCap === undefined ? {} : { dailyCap: session.dailyCap }),
  ...(session.quietHours === undefined ? {} : { quietHours: session.quietHours }),
  ...(session.timezone === undefined ? {} : { timezone: session.timezone }),
  ...(session.optOutKeywords === undefined ? {} : { optOutKeywords: [...session.optOutKeywords] }),
  ...(session.defaultCountry === undefined ? {} : { defaultCountry: session.defaultCountry }),
});

const connectionOf = (session: Session) => ({
  sessionId: session.sessionId,
  connected: isConnected(session),
  state: stateOf(session),
  ...(session.number === undefined ? {} : { number: session.number }),
  ...(session.name === undefined ? {} : { name: session.name }),
  since: isoTime(session.since),
  ...optionalTime("profileSavedAt", session.profile?.savedAt),
  createdAt: isoTime(session.createdAt),
});

export const handler = serve([qrcode, status, clients, all, add, one, change, restart, remove, pairingCode, logOut]);
