import * as z from "zod";
import { sessionIdPattern } from "../../core/session.ts";
import {
  badFields,
  badRequest,
  dataOf,
  failure,
  keyFailures,
  notFound,
  pageOf,
  sessionState,
  success,
  time,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

/** The session of section 1's routes. */
export const userIdHeader = z.object({ "user-id": z.string().optional() });

const status = z.object({
  success,
  connected: z.boolean(),
  state: sessionState,
  number: z.string().optional(),
  name: z.string().optional(),
  since: time.optional(),
  profileSavedAt: time.optional(),
});

const session = z
  .object({
    sessionId: z.string(),
    state: sessionState,
    connected: z.boolean(),
    number: z.string().optional(),
    name: z.string().optional(),
    since: time,
    profileSavedAt: time.optional(),
    createdAt: time,
  })
  .meta({ id: "Session" });

export const userIdRequired = { 400: failure("the user-id header is missing or malformed") } as const;
const sessionLimit = { 409: failure("the tenant has as many sessions as it may") } as const;

export const getQrCode = defineRoute({
  operationId: "getQrCode",
  method: "GET",
  path: "/qrcode",
  alsoAt: ["/api/whatsapp/qrcode"],
  summary: "The QR code to scan; starts the session if it is not running",
  resource: "sessions",
  scope: "write",
  headers: userIdHeader,
  responses: {
    200: {
      description: "a fresh code, or the session is linked already",
      body: z.object({
        success,
        message: z.string(),
        qrCode: z.string().optional(),
        connected: z.literal(true).optional(),
      }),
    },
    202: { description: "no code yet, ask again", body: z.object({ success, message: z.string() }) },
    ...userIdRequired,
    ...notFound("session"),
    ...sessionLimit,
    ...keyFailures,
  },
});

export const getStatus = defineRoute({
  operationId: "getStatus",
  method: "GET",
  path: "/status",
  alsoAt: ["/api/whatsapp/status"],
  summary: "Whether the session is connected",
  resource: "sessions",
  scope: "read",
  headers: userIdHeader,
  responses: { 200: { description: "its state", body: status }, ...userIdRequired, ...keyFailures },
});

export const listClients = defineRoute({
  operationId: "listClients",
  method: "GET",
  path: "/clients",
  alsoAt: ["/api/whatsapp/clients"],
  summary: "Every session of the tenant and whether it is ready",
  resource: "sessions",
  scope: "read",
  responses: {
    200: {
      description: "the sessions",
      body: z.object({ success, clients: z.array(z.object({ userId: z.string(), isReady: z.boolean() })) }),
    },
    ...keyFailures,
  },
});

export const listSessions = defineRoute({
  operationId: "listSessions",
  method: "GET",
  path: "/api/whatsapp/sessions",
  summary: "The tenant's sessions",
  resource: "sessions",
  scope: "read",
  responses: { 200: { description: "the sessions", body: pageOf(session) }, ...keyFailures },
});

export const createSession = defineRoute({
  operationId: "createSession",
  method: "POST",
  path: "/api/whatsapp/sessions",
  summary: "Create a session; it is started by GET /qrcode",
  resource: "sessions",
  scope: "write",
  body: z.strictObject({ sessionId: z.string().regex(sessionIdPattern, { error: "1 to 64 of A-Z a-z 0-9 _ -" }) }),
  idempotent: true,
  responses: {
    201: { description: "the session", body: dataOf(session) },
    ...badFields,
    ...notFound("session"),
    409: failure("it exists, or the tenant has as many sessions as it may"),
    ...keyFailures,
  },
});

export const getSession = defineRoute({
  operationId: "getSession",
  method: "GET",
  path: "/api/whatsapp/sessions/{sessionId}",
  summary: "One session",
  resource: "sessions",
  scope: "read",
  params: z.strictObject({ sessionId: z.string() }),
  responses: {
    200: { description: "the session", body: dataOf(session) },
    ...badRequest,
    ...notFound("session"),
    ...keyFailures,
  },
});
