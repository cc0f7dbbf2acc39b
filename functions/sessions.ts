import { ConditionRefused, NamedError } from "../core/errors.ts";
import { isSessionId, type Session } from "../core/session.ts";
import { getSessionOf, userIdOf } from "./edge/access.ts";
import { serve } from "./edge/http.ts";
import { maySee, type Caller } from "./edge/keys.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess, type Services } from "./edge/services.ts";
import { isoTime, optionalTime } from "./edge/views.ts";
import { ringForWaiting } from "./ring.ts";
import { onePage } from "./routes/fields.ts";
import { createSession, getQrCode, getSession, getStatus, listClients, listSessions } from "./routes/sessions.ts";

/** How long GET /qrcode waits for a fresh code, and how often it looks. */
const waitForQrMs = 20_000;
const lookEveryMs = 300;
/** A code that expires sooner than a person can point a phone at it is not handed out. */
const leastLifeMs = 1_000;

const qrcode = implement(getQrCode)(async ({ caller, headers, now, say }) => {
  const services = await servicesOfProcess();
  const sessionId = userIdOf(headers["user-id"]);
  if (!maySee(caller, sessionId)) throw new NamedError("SESSION_NOT_FOUND", "not this key's session");
  const ref = { tenantId: caller.tenantId, sessionId };
  if ((await services.sessions.find(ref)) === undefined) await create(services, caller, sessionId, now);
  await start(services, ref, now);
  const until = now + waitForQrMs;
  for (;;) {
    const session = await services.sessions.find(ref);
    const time = services.clock.now();
    if (session?.state === "ready") {
      return { status: 200, body: { message: say("already_connected"), connected: true } };
    }
    const { qr, qrExpiresAt = 0 } = session ?? {};
    if (session?.state === "awaiting_qr" && qr !== undefined && qrExpiresAt > time + leastLifeMs) {
      return { status: 200, body: { message: say("qr_ready"), qrCode: qr } };
    }
    if (time + lookEveryMs > until) {
      return { status: 202, body: { message: say("qr_not_yet") }, headers: { "retry-after": "2" } };
    }
    await services.clock.wait(lookEveryMs);
  }
});

const status = implement(getStatus)(async ({ caller, headers }) => {
  const { sessions } = await servicesOfProcess();
  const sessionId = userIdOf(headers["user-id"]);
  const session = maySee(caller, sessionId) ? await sessions.find({ tenantId: caller.tenantId, sessionId }) : undefined;
  if (session === undefined) return { status: 200, body: { connected: false, state: "stopped" } };
  const { sessionId: _sessionId, createdAt: _createdAt, ...known } = view(session);
  return { status: 200, body: known };
});

const clients = implement(listClients)(async ({ caller }) => {
  const visible = await visibleSessions(caller);
  return {
    status: 200,
    body: { clients: visible.map(({ sessionId, state }) => ({ userId: sessionId, isReady: state === "ready" })) },
  };
});

const all = implement(listSessions)(async ({ caller }) => {
  const visible = await visibleSessions(caller);
  return { status: 200, body: { data: visible.map(view), pagination: onePage(visible.length) } };
});

const add = implement(createSession)(async ({ caller, body, now }) => {
  const services = await servicesOfProcess();
  if (!isSessionId(body.sessionId)) {
    throw new NamedError("VALIDATION_FAILED", "a reserved word", {
      details: [{ pointer: "/sessionId", came: `"${body.sessionId}"`, wanted: "no reserved word" }],
    });
  }
  if (!maySee(caller, body.sessionId)) throw new NamedError("SESSION_NOT_FOUND", "not this key's session");
  if (!(await create(services, caller, body.sessionId, now))) {
    throw new NamedError("SESSION_EXISTS", "it exists", { facts: { session: body.sessionId } });
  }
  return { status: 201, body: { data: view(await getSessionOf(services, caller, body.sessionId)) } };
});

const one = implement(getSession)(async ({ caller, params }) => ({
  status: 200,
  body: { data: view(await getSessionOf(await servicesOfProcess(), caller, params.sessionId)) },
}));

/** Whether it was made; false when it exists already. */
async function create(services: Services, caller: Caller, sessionId: string, now: number): Promise<boolean> {
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
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionRefused) return false;
    throw error;
  }
}

async function start(services: Services, ref: { tenantId: string; sessionId: string }, now: number): Promise<void> {
  await services.sessions.want(ref, now);
  const session = await services.sessions.find(ref);
  if (session !== undefined && session.owner === undefined) await ringForWaiting(services, session);
}

async function visibleSessions(caller: Caller): Promise<readonly Session[]> {
  const { sessions } = await servicesOfProcess();
  return (await sessions.list(caller.tenantId)).filter(({ sessionId }) => maySee(caller, sessionId));
}

const view = (session: Session) => ({
  sessionId: session.sessionId,
  connected: session.state === "ready",
  state: session.state,
  ...(session.number === undefined ? {} : { number: session.number }),
  ...(session.name === undefined ? {} : { name: session.name }),
  since: isoTime(session.since),
  ...optionalTime("profileSavedAt", session.profile?.savedAt),
  createdAt: isoTime(session.createdAt),
});

export const handler = serve([qrcode, status, clients, all, add, one], servicesOfProcess);
