import * as z from "zod";
import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import { isIdOf } from "../../core/ids.ts";
import { isSessionId } from "../../core/session/session.ts";
import { routeKeys, type Route } from "../routes/route.ts";
import { findSession } from "./access.ts";
import { atTheEdge, type LambdaHandler, type Note, type Tell } from "./at-the-edge.ts";
import { isChange, writeAudit } from "./audit.ts";
import { authenticator, cursors } from "./bootstrap.ts";
import type { RawFile } from "./form.ts";
import { assertNotEncoded, type HttpBody, canonicalBody, isJson, readJson, readRaw } from "./body.ts";
import type { CursorScope } from "./cursor.ts";
import { answerOnce, replayedHeader, wasThereThen } from "./idempotency.ts";
import { keyOf, maySee, type Caller } from "./keys.ts";
import { bucketsOf, limitClassOf, takeTokens } from "./limits.ts";
import { sayIn, successMessages, type Language } from "./messages.ts";
import type { ApiAnswer, ApiRequest, Endpoint } from "./request.ts";
import { CallerSecrets } from "./secrets.ts";
import { servicesWith } from "./services.ts";
import { check } from "./validate.ts";

/** The edge of HTTP: everything that all routes have in common, once. */

const opened = servicesWith({
  authenticator,
  cursors,
  rateLimits: stores.rateLimits,
  idempotency: stores.idempotency,
  sessions: stores.sessions,
  audit: stores.audit,
});
type Edge = Awaited<ReturnType<typeof opened>>;

/** One Lambda of a resource: its endpoints behind key, checks and one form of answer. */
export function serve(endpoints: readonly Endpoint[]): LambdaHandler {
  const byKey = new Map(endpoints.flatMap((endpoint) => routeKeys(endpoint.route).map((key) => [key, endpoint])));
  return atTheEdge(async (event, { language, tell, note }) => {
    const endpoint = byKey.get(event.routeKey);
    if (endpoint === undefined) throw new NamedError("ROUTE_NOT_FOUND", `no endpoint for ${event.routeKey}`);
    note(idsIn(endpoint.route, event));
    return await answer(endpoint, event, await opened(), { language, tell, note });
  });
}

async function answer(
  endpoint: Endpoint,
  event: APIGatewayProxyEventV2,
  services: Edge,
  { language, tell, note }: { readonly language: Language; readonly tell: Tell; readonly note: Note },
): Promise<ApiAnswer> {
  const { route } = endpoint;
  const now = services.clock.now();
  const headers = event.headers;
  const caller =
    route.scope === "none" ? undefined : await services.authenticator.authenticate(headers, route.scope, now);
  if (caller !== undefined) {
    note({ tenantId: caller.tenantId });
    const buckets = bucketsOf(caller, limitClassOf(route), services.settings.rateLimits);
    await takeTokens(services.rateLimits, buckets, now, tell);
  }
  const params = decodedParams(event.pathParameters);
  const { cursor, ...question } = event.queryStringParameters ?? {};
  const query: unknown = check(route.query ?? nothing, questionOf(route, event.queryStringParameters), "/query");
  const cursorScope: CursorScope = {
    tenantId: caller?.tenantId ?? "",
    operationId: route.operationId,
    params,
    question: Object.fromEntries(Object.entries(question).filter(([name]) => name !== "limit")),
  };
  const body: HttpBody = {
    text: event.body,
    isBase64: event.isBase64Encoded,
    contentType: headers["content-type"],
    contentEncoding: headers["content-encoding"],
  };
  if (route.method !== "GET") assertNotEncoded(body);
  const request = {
    route,
    params: route.params === undefined ? undefined : check(route.params, params, "/path"),
    query: query,
    headers: route.headers === undefined ? undefined : check(route.headers, known(route.headers, headers), "/headers"),
    ...((await bodyOf(route, body)) as { readonly body?: unknown }),
    caller,
    requestId: event.requestContext.requestId,
    accept: headers["accept"],
    now,
    ulid: services.newUlid(),
    hasIdempotencyKey: route.idempotent === true && headers["idempotency-key"] !== undefined,
    secret: services.newSecret,
    say: (message, facts) => sayIn(language, successMessages[message], facts),
    after: cursor === undefined ? undefined : services.cursors.open(cursorScope, cursor),
    page: (data, next, total) => {
      const nextCursor = next === undefined ? null : services.cursors.seal(cursorScope, next);
      const { limit = data.length } = query as { readonly limit?: number };
      return { status: 200, body: { data, pagination: { limit, nextCursor, ...defined({ total }) } } };
    },
  } as ApiRequest;
  const isQuestion = isDryRun(route, request.body);
  const answer = isQuestion
    ? await endpoint.handle(request)
    : await answerOf(endpoint, event, services, request, params);
  const isRepeat = answer.headers?.[replayedHeader] !== undefined;
  const isChanged = !isQuestion && (isChange(route) || answer.audited !== undefined);
  if (caller !== undefined && isChanged && answer.status < 400 && !isRepeat) {
    const named = route.headers === undefined ? undefined : headers["user-id"];
    const session = named === undefined ? {} : { sessionId: named };
    await writeAudit(services, {
      route,
      caller,
      params: { ...session, ...params },
      answer,
      requestId: request.requestId,
    });
  }
  return answer;
}

/** The session and the campaign that are asked for. What is no id is nothing that a log may hold: people write anything. */
function idsIn(route: Route, event: APIGatewayProxyEventV2): Parameters<Note>[0] {
  const { sessionId = "", campaignId = "" } = event.pathParameters ?? {};
  // Section 1 of docs/api.md names the session by a header.
  const named = sessionId === "" && route.headers !== undefined ? (event.headers["user-id"] ?? "") : sessionId;
  return {
    ...(isSessionId(named) ? { sessionId: named } : {}),
    ...(isIdOf("campaign", campaignId) ? { campaignId } : {}),
  };
}

const isDryRun = ({ dryRunBy }: Route, body: unknown): boolean =>
  dryRunBy !== undefined && (body as Readonly<Record<string, unknown>> | undefined)?.[dryRunBy] === true;

/** The handler's answer or, under an `Idempotency-Key`, the first answer. */
async function answerOf(
  { route, handle, answerMade }: Endpoint,
  event: APIGatewayProxyEventV2,
  services: Edge,
  request: ApiRequest,
  params: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  const caller = request.caller as Caller | undefined;
  const key = event.headers["idempotency-key"];
  if (answerMade === undefined || key === undefined || caller === undefined) return await handle(request);
  // Section 1 of docs/api.md names the session by a header.
  const sessionId = params["sessionId"] ?? (route.headers === undefined ? undefined : event.headers["user-id"]);
  if (sessionId !== undefined && !maySee(caller, sessionId)) {
    // Not even the first answer that another caller got under the same Idempotency-Key.
    throw new NamedError("SESSION_NOT_FOUND", "not this key's session");
  }
  const secrets =
    route.answersSecret === true
      ? new CallerSecrets(keyOf(event.headers) ?? "", `${caller.tenantId}\n${key}`)
      : undefined;
  // A secret is answered to its own caller only.
  const of = secrets === undefined ? [params, sessionId] : [params, sessionId, caller.keyId];
  const fingerprint = fingerprintOf(route, event, of);
  return await answerOnce(services, {
    tenantId: caller.tenantId,
    key,
    fingerprint,
    request,
    handle,
    answerMade,
    isOfSession: async (answeredAt) => {
      // A session is created under its id in the body.
      const { sessionId: made } = (route.resource === "sessions" ? request.body : {}) as {
        readonly sessionId?: string;
      };
      const id = sessionId ?? made;
      if (id === undefined) return true;
      const session = await findSession(services.sessions, { tenantId: caller.tenantId, sessionId: id });
      return session !== undefined && wasThereThen(session, answeredAt);
    },
    ...defined({ secrets }),
  });
}

const nothing = z.strictObject({});

type Texts = Readonly<Record<string, string | undefined>>;

/** Of these, what the schema names. */
const known = ({ shape }: z.ZodObject, given: Texts): Texts =>
  Object.fromEntries(Object.keys(shape).flatMap((name) => (Object.hasOwn(given, name) ? [[name, given[name]]] : [])));

/**
 * The query. A caller of a GET route of section 1 (docs/api.md) or of the root may add parameters of its own, as the first
 * clients do; everywhere else an unknown parameter is a mistake, and refused.
 */
function questionOf({ method, path, query = nothing }: Route, asked: Texts = {}): Texts {
  const isForgiving = method === "GET" && !path.startsWith("/api/whatsapp/");
  return isForgiving ? known(query, asked) : asked;
}

/** JSON or a file, as the route takes it; a route that takes both goes by the content type. */
async function bodyOf(route: Route, body: HttpBody): Promise<{ readonly body?: unknown; readonly file?: RawFile }> {
  const { body: schema, rawBody } = route;
  if (rawBody !== undefined && !(schema !== undefined && isJson(body))) return { file: await readRaw(body, route) };
  if (schema === undefined) {
    // A body where the route takes none is a mistake, and refused.
    if (route.method !== "GET" && (body.text ?? "") !== "") check(nothing, readJson(body), "");
    return {};
  }
  const absent = (body.text ?? "") === "" && schema.safeParse(undefined).success;
  return { body: check(schema, absent ? undefined : readJson(body), "", route.entries) };
}

/** What the request was: the same key with another of these is a mistake. */
const fingerprintOf = (route: Route, event: APIGatewayProxyEventV2, of: readonly unknown[]): string =>
  createHash("sha256")
    .update(JSON.stringify([route.operationId, of, event.rawQueryString]))
    .update(
      canonicalBody({ text: event.body, isBase64: event.isBase64Encoded, contentType: event.headers["content-type"] }),
    )
    .digest("hex");

/** API Gateway hands parameters decoded; a plain object whose prototype no name reaches is all we want. */
const decodedParams = (params: APIGatewayProxyEventV2["pathParameters"]): Record<string, string> =>
  Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, value ?? ""]));
