import { createHash } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { NamedError } from "../../core/errors.ts";
import { routeKeys, type Route } from "../routes/route.ts";
import { isJson, readJson, readRaw, type HttpBody, type RawFile } from "./body.ts";
import type { CursorScope } from "./cursor.ts";
import { failureAnswer } from "./failure.ts";
import { answerOnce } from "./idempotency.ts";
import { maySee } from "./keys.ts";
import { chooseLanguage, sayIn, successMessages, type Language } from "./messages.ts";
import type { ApiAnswer, ApiRequest, Endpoint } from "./request.ts";
import type { Services } from "./services.ts";
import { check } from "./validate.ts";

/** The edge of HTTP: everything that all routes have in common, once. The only importer of middy for HTTP. */

export type LambdaHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

const logger = new Logger({ serviceName: "whatsapp-broadcast" });

const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
} as const;

/** One Lambda of a resource: its endpoints behind key, checks and one form of answer. */
export function serve(endpoints: readonly Endpoint[], services: () => Promise<Services>): LambdaHandler {
  const byKey = new Map(endpoints.flatMap((endpoint) => routeKeys(endpoint.route).map((key) => [key, endpoint])));
  return atTheEdge(services, async (event, opened, language) => {
    const endpoint = byKey.get(event.routeKey);
    if (endpoint === undefined) throw new NamedError("ROUTE_NOT_FOUND", `no endpoint for ${event.routeKey}`);
    return await answer(endpoint, event, opened, language);
  });
}

type Answering = (event: APIGatewayProxyEventV2, services: Services, language: Language) => Promise<ApiAnswer>;

/** Normalised headers in, our one form of answer and of failure out. */
export function atTheEdge(services: () => Promise<Services>, answering: Answering): LambdaHandler {
  const languageOf = (event: APIGatewayProxyEventV2, opened: Services) =>
    chooseLanguage(event.headers["accept-language"], opened.settings.defaultLanguage);
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(httpHeaderNormalizer())
    .use({
      onError: async (request) => {
        const event = request.event as APIGatewayProxyEventV2;
        const { requestId } = event.requestContext;
        const language = await services().then(
          (opened) => languageOf(event, opened),
          () => chooseLanguage(event.headers["accept-language"], "id"),
        );
        const { status, headers, body } = failureAnswer(request.error, language, requestId);
        // A 503 is an answer: the session that is asked for is not linked. Only what nobody named is a failure of ours.
        if (status === 500) logger.error("request failed", { requestId, error: request.error as Error });
        request.response = jsonResult(status, headers, body, requestId);
      },
    })
    .handler(async (event: APIGatewayProxyEventV2) => {
      const opened = await services();
      const result = await answering(event, opened, languageOf(event, opened));
      return resultOf(result, event.requestContext.requestId);
    });
  return handler;
}

async function answer(
  { route, handle }: Endpoint,
  event: APIGatewayProxyEventV2,
  services: Services,
  language: Language,
): Promise<ApiAnswer> {
  const now = services.clock.now();
  const headers = event.headers;
  const caller =
    route.scope === "none" ? undefined : await services.authenticator.authenticate(headers, route.scope, now);
  const params = decodedParams(event.pathParameters);
  const { cursor, ...question } = event.queryStringParameters ?? {};
  const query = route.query === undefined ? undefined : check(route.query, event.queryStringParameters ?? {}, "/query");
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
  };
  const request = {
    route,
    params: route.params === undefined ? undefined : check(route.params, params, "/path"),
    query,
    headers: route.headers === undefined ? undefined : check(route.headers, headers, "/headers"),
    ...((await bodyOf(route, body)) as { readonly body?: unknown }),
    caller,
    requestId: event.requestContext.requestId,
    accept: headers["accept"],
    now,
    ulid: services.newUlid(),
    say: (message, facts) => sayIn(language, successMessages[message], facts),
    after: cursor === undefined ? undefined : services.cursors.open(cursorScope, cursor),
    seal: (after) => (after === undefined ? null : services.cursors.seal(cursorScope, after)),
  } as ApiRequest;
  const key = headers["idempotency-key"];
  if (route.idempotent !== true || key === undefined || caller === undefined) return await handle(request);
  // Section 1 of the contract names the session by a header.
  const sessionId = params["sessionId"] ?? (route.headers === undefined ? undefined : headers["user-id"]);
  if (sessionId !== undefined && !maySee(caller, sessionId)) {
    // Not even the first answer that somebody else got under the same Idempotency-Key.
    throw new NamedError("SESSION_NOT_FOUND", "not this key's session");
  }
  const fingerprint = fingerprintOf(route, event, [params, sessionId]);
  return await answerOnce(services, { tenantId: caller.tenantId, key, fingerprint, request, handle });
}

/** JSON or a file, as the route takes it; a route that takes both goes by the content type. */
async function bodyOf(route: Route, body: HttpBody): Promise<{ readonly body?: unknown; readonly file?: RawFile }> {
  const { body: schema, rawBody } = route;
  if (rawBody !== undefined && !(schema !== undefined && isJson(body))) return { file: await readRaw(body, route) };
  if (schema === undefined) return {};
  const absent = (body.text ?? "") === "" && schema.safeParse(undefined).success;
  return { body: check(schema, absent ? undefined : readJson(body), "") };
}

/** What the request was: the same key with another of these is a mistake. */
const fingerprintOf = (route: Route, event: APIGatewayProxyEventV2, of: readonly unknown[]): string =>
  createHash("sha256")
    .update(JSON.stringify([route.operationId, of, event.rawQueryString, event.body ?? ""]))
    .digest("hex");

/** API Gateway hands parameters decoded; a plain object whose prototype nobody can reach by name is all we want. */
const decodedParams = (params: APIGatewayProxyEventV2["pathParameters"]): Record<string, string> =>
  Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, value ?? ""]));

function resultOf(answer: ApiAnswer, requestId: string): APIGatewayProxyStructuredResultV2 {
  if ("text" in answer) {
    const isText = typeof answer.text === "string";
    return {
      statusCode: answer.status,
      isBase64Encoded: !isText,
      headers: {
        ...securityHeaders,
        "content-type": isText ? `${answer.mediaType}; charset=utf-8` : answer.mediaType,
        "x-request-id": requestId,
        ...answer.headers,
      },
      body: typeof answer.text === "string" ? answer.text : Buffer.from(answer.text).toString("base64"),
    };
  }
  const body = answer.body as Record<string, unknown> | undefined;
  if (body === undefined) {
    return {
      statusCode: answer.status,
      headers: { ...securityHeaders, "x-request-id": requestId, ...answer.headers },
      body: "",
    };
  }
  return jsonResult(answer.status, answer.headers ?? {}, { success: true, ...body }, requestId);
}

const jsonResult = (
  statusCode: number,
  headers: Readonly<Record<string, string>>,
  body: Readonly<Record<string, unknown>>,
  requestId: string,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    ...securityHeaders,
    "content-type": "application/json; charset=utf-8",
    "x-request-id": requestId,
    ...headers,
  },
  body: JSON.stringify(body),
});
