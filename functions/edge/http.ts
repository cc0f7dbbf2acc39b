import * as z from "zod";
import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import { isIdOf } from "../../core/ids.ts";
import type { SessionRef } from "../../core/refs.ts";
import { isSessionId } from "../../core/session/session.ts";
import { readsAnyQuery, routeKeys, type Route } from "../routes/route.ts";
import { findSession, sessionNamed, sessionOf } from "./access.ts";
import { atTheEdge, type LambdaHandler, type Facts, type Given } from "./at-the-edge.ts";
import { isChange, writeAudit } from "./audit.ts";
import { authenticator, cursors } from "./bootstrap.ts";
import type { RawFile } from "./form.ts";
import { assertNotEncoded, type HttpBody, canonicalBody, isJson, readJson, readRaw } from "./body.ts";
import type { CursorScope } from "./cursor.ts";
import { answerOnce, assertKeyForm, replayedHeader, wasThereThen } from "./idempotency.ts";
import { keyOf, type Caller } from "./keys.ts";
import { bucketsOf, takeTokens } from "./limits.ts";
import { detailIn } from "./language/detail-in.ts";
import { sayIn, type Language } from "./language/language.ts";
import { successMessages } from "./messages.ts";
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
  return atTheEdge(async (event, given) => {
    const endpoint = byKey.get(event.routeKey);
    if (endpoint === undefined) throw new NamedError("ROUTE_NOT_FOUND", `no endpoint for ${event.routeKey}`);
    given.addFacts(idsIn(endpoint.route, event));
    return await answer(endpoint, event, await opened(), given);
  });
}

async function answer(
  endpoint: Endpoint,
  event: APIGatewayProxyEventV2,
  services: Edge,
  given: Given,
): Promise<ApiAnswer> {
  const { route } = endpoint;
  const now = services.clock.now();
  const caller =
    route.scope === "none" ? undefined : await services.authenticator.authenticate(event.headers, route.scope, now);
  if (caller !== undefined) {
    given.addFacts({ tenantId: caller.tenantId });
    const buckets = bucketsOf(caller, route.limit ?? "general", services.settings.rateLimits);
    await takeTokens(services.rateLimits, buckets, now, given.setHeaders);
  }
  const request = await read(route, event, services, { caller, now, language: given.language });
  if (isDryRun(route, request.body)) {
    // A mere question keeps no first answer, and changes nothing; its headers are refused as those of any other request.
    assertKeyForm(event.headers["idempotency-key"] ?? "unnamed");
    return await endpoint.handle(request);
  }
  const answered = await once(endpoint, event, services, request);
  if (caller !== undefined) await audit(event, services, request, caller, answered);
  return answered;
}

/** The request as its handler gets it: checked, and about a session that the caller may see. */
async function read(
  route: Route,
  event: APIGatewayProxyEventV2,
  services: Edge,
  { caller, now, language }: { readonly caller: Caller | undefined; readonly now: number; readonly language: Language },
): Promise<ApiRequest> {
  const { headers } = event;
  const params = paramsOf(event);
  const { cursor, ...question } = event.queryStringParameters ?? {};
  const query: unknown = check(route.query ?? nothing, questionOf(route, event.queryStringParameters), "/query");
  const cursorScope: CursorScope = {
    tenantId: caller?.tenantId ?? "",
    operationId: route.operationId,
    params,
    question: Object.fromEntries(Object.entries(question).filter(([name]) => name !== "limit")),
  };
  const sent: HttpBody = {
    text: event.body,
    isBase64: event.isBase64Encoded,
    contentType: headers["content-type"],
    contentEncoding: headers["content-encoding"],
  };
  if (route.method !== "GET") assertNotEncoded(sent);
  const checked = {
    params: route.params === undefined ? undefined : check(route.params, params, "/path"),
    query,
    headers: route.headers === undefined ? undefined : check(route.headers, known(route.headers, headers), "/headers"),
    ...((await bodyOf(route, sent)) as { readonly body?: unknown }),
    after: cursor === undefined ? undefined : services.cursors.open(cursorScope, cursor),
  };
  return {
    route,
    ...checked,
    caller,
    session: sessionOf(route, caller, { params, headers, body: checked.body }),
    requestId: event.requestContext.requestId,
    accept: headers["accept"],
    now,
    ulid: services.newUlid(),
    hasIdempotencyKey: route.idempotent === true && headers["idempotency-key"] !== undefined,
    secret: services.newSecret,
    language,
    say: (message, facts) => sayIn(language, successMessages[message], facts),
    detail: (english, values) => detailIn(language, english, values),
    page: (data, next, total) => {
      const nextCursor = next === undefined ? null : services.cursors.seal(cursorScope, next);
      const { limit = data.length } = query as { readonly limit?: number };
      return { status: 200, body: { data, pagination: { limit, nextCursor, ...defined({ total }) } } };
    },
  } as ApiRequest;
}

/** The session and the campaign that are asked for. What is no id is nothing that a log may hold: people write anything. */
function idsIn(route: Route, event: APIGatewayProxyEventV2): Facts {
  const params = paramsOf(event);
  const sessionId = sessionNamed(route, { params, headers: event.headers, body: undefined }) ?? "";
  const { campaignId = "" } = params;
  return {
    ...(isSessionId(sessionId) ? { sessionId } : {}),
    ...(isIdOf("campaign", campaignId) ? { campaignId } : {}),
  };
}

const isDryRun = ({ dryRunBy }: Route, body: unknown): boolean =>
  dryRunBy !== undefined && (body as Readonly<Record<string, unknown>> | undefined)?.[dryRunBy] === true;

/** The handler's answer or, under an `Idempotency-Key`, the first answer. */
async function once(
  { route, handle, answerMade }: Endpoint,
  event: APIGatewayProxyEventV2,
  services: Edge,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const caller = request.caller as Caller | undefined;
  const session = request.session as SessionRef | undefined;
  const key = event.headers["idempotency-key"];
  if (answerMade === undefined || key === undefined || caller === undefined) return await handle(request);
  const secrets =
    route.answersSecret === true
      ? new CallerSecrets(keyOf(event.headers) ?? "", `${caller.tenantId}\n${key}`)
      : undefined;
  // The body is hashed as it came; a session that stands elsewhere is named here.
  const named = [paramsOf(event), route.session === "body" ? undefined : session?.sessionId];
  return await answerOnce(services, {
    tenantId: caller.tenantId,
    key,
    // A secret is answered to its own caller only.
    fingerprint: fingerprintOf(route, event, secrets === undefined ? named : [...named, caller.keyId]),
    request,
    handle,
    answerMade,
    isOfSession: async (answeredAt) => {
      if (session === undefined) return true;
      const there = await findSession(services.sessions, session);
      return there !== undefined && wasThereThen(there, answeredAt);
    },
    ...defined({ secrets }),
  });
}

/** Writes down what was changed, once: a repeat that got the first answer changed nothing. */
async function audit(
  event: APIGatewayProxyEventV2,
  services: Edge,
  { route, session, requestId }: ApiRequest,
  caller: Caller,
  answered: ApiAnswer,
): Promise<void> {
  const isRepeat = answered.headers?.[replayedHeader] !== undefined;
  const isChanged = isChange(route) || answered.audited !== undefined;
  if (!isChanged || answered.status >= 400 || isRepeat) return;
  const sessionId = (session as SessionRef | undefined)?.sessionId;
  const params = { ...defined({ sessionId }), ...paramsOf(event) };
  await writeAudit(services, { route, caller, params, answer: answered, requestId });
}

const nothing = z.strictObject({});

type Texts = Readonly<Record<string, string | undefined>>;

/** Of these, what the schema names. */
const known = ({ shape }: z.ZodObject, given: Texts): Texts =>
  Object.fromEntries(Object.keys(shape).flatMap((name) => (Object.hasOwn(given, name) ? [[name, given[name]]] : [])));

/** The query; of a route that any parameter may come to, only those that it knows. */
const questionOf = (route: Route, asked: Texts = {}): Texts =>
  readsAnyQuery(route) ? known(route.query ?? nothing, asked) : asked;

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
const paramsOf = ({ pathParameters = {} }: APIGatewayProxyEventV2): Record<string, string> =>
  Object.fromEntries(Object.entries(pathParameters).map(([name, value]) => [name, value ?? ""]));
