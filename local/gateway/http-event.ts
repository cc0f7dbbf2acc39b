import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { defined } from "../../core/defined.ts";
import { requestTarget } from "./request-target.ts";

export interface HttpEventParts {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly body: Buffer;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

/**
 * The event of an HTTP API with payload format 2.0
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 * `rawPath` is decoded, as HTTP APIs do in spite of the name (captures in github.com/hotsock/voker/pull/8).
 * The path of `req` must be well formed.
 */
export function httpEvent(req: IncomingMessage, parts: HttpEventParts): APIGatewayProxyEventV2 {
  const { routeKey, pathParameters, requestId, body, receivedAt } = parts;
  const { path, query } = requestTarget(req);
  const { cookie: cookies, ...headers } = req.headersDistinct;
  const text = isText(req.headers["content-type"]) && isUtf8(body);
  const queryStringParameters = joinedQuery(query);
  const rawPath = decodeURIComponent(path);
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: query,
    ...defined({ cookies: cookies?.flatMap((line) => line.split(/; */)).filter((c) => c !== "") }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values?.join(",")])),
    ...defined({ queryStringParameters }),
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: req.headers.host ?? "localhost",
      domainPrefix: "local",
      http: {
        // A HEAD that runs a GET route is a GET to its handler.
        method: routeKey === "$default" ? (req.method ?? "GET") : (routeKey.split(" ")[0] ?? "GET"),
        path: routeKey === "$default" ? withEncodedSlashes(path) : rawPath,
        protocol: `HTTP/${req.httpVersion}`,
        sourceIp: (req.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
        userAgent: req.headers["user-agent"] ?? "",
      },
      requestId,
      routeKey,
      stage: "$default",
      time: commonLogTime(receivedAt),
      timeEpoch: receivedAt,
    },
    ...(body.length === 0 ? {} : { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** An encoded slash is part of a segment: decoded, it would make another path of what no route matched. */
const withEncodedSlashes = (path: string): string =>
  path
    .split(/%2f/i)
    .map((part) => decodeURIComponent(part))
    .join("%2F");

function isText(contentType = ""): boolean {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return /^(text\/.+|application\/(.+\+)?json|application\/x-www-form-urlencoded)$/.test(type);
}

function joinedQuery(query: string): Record<string, string> | undefined {
  const values = new URLSearchParams(query);
  const names = [...new Set(values.keys())];
  return names.length === 0
    ? undefined
    : Object.fromEntries(names.map((name) => [name, values.getAll(name).join(",")]));
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(epochMs: number): string {
  const [, day = "", month = "", year = "", time = ""] = new Date(epochMs).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
