import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { type FailureLog, logFailure } from "../failure-log.ts";
import { type GatewayAnswer, gatewayAnswers, gatewayResult, writeHead } from "./gateway-answers.ts";
import { httpEvent } from "./http-event.ts";
import { lambdaContext } from "./lambda-context.ts";
import { listen, stopListening, type LocalServer } from "../listening.ts";
import { answerMalformed, lacksHost } from "./malformed-requests.ts";
import { readBody, runPast } from "./request-body.ts";
import { isWellFormed, requestTarget } from "./request-target.ts";
import { type RouteMatch, routeTable } from "./route-table.ts";

export type LambdaHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface RouteTarget {
  /** `GET /lists/{listId}` */
  readonly routeKey: string;
  readonly handler: LambdaHandler;
  /** The Lambda's name, which its logs carry; `local` when absent. */
  readonly functionName?: string;
}

export interface HttpFrontOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** The address to listen on, loopback when absent. */
  readonly host?: string;
  readonly routes: readonly RouteTarget[];
  /** The `$default` route: what no route matches. */
  readonly fallback: LambdaHandler;
  /** Asked first, in order; true when it has answered, or will. */
  readonly extras?: readonly ((req: IncomingMessage, res: ServerResponse) => Promise<boolean>)[];
  readonly logger?: FailureLog;
  /** How long a handler may take, 30,000 by default as API Gateway's integration timeout. */
  readonly handlerTimeoutMs?: number;
  /** How long `close` waits for running requests before it cuts them. */
  readonly closeGraceMs?: number;
}

/** Lambda's bound on the payload of a synchronous call, the event one way and the result the other, as JSON. */
const maxPayloadBytes = 6 * 1024 * 1024;
/** Longer than clients keep an idle connection, so that they, not the server, end it, and never while they write to it. */
const keepAliveMs = 65_000;

/** API Gateway (HTTP API, payload format 2.0) and Lambda's front, in this process. Closed again, it waits for the same end. */
export async function startHttpFront(options: HttpFrontOptions): Promise<LocalServer> {
  const { port, fallback, extras = [], logger = console } = options;
  const { handlerTimeoutMs = 30_000, closeGraceMs = 10_000 } = options;
  const find = routeTable(options.routes);
  const byDefault: RouteMatch<RouteTarget> = {
    target: { routeKey: "$default", handler: fallback },
    pathParameters: {},
  };
  const running = new Set<ServerResponse>();
  const cut = new AbortController();

  const answerOf = async (req: IncomingMessage, requestId: string): Promise<Answer> => {
    if (lacksHost(req)) return { refused: gatewayAnswers.malformed };
    const { path } = requestTarget(req);
    if (!isWellFormed(path)) return { refused: gatewayAnswers.invalidPath };
    const method = req.method === "HEAD" && find("HEAD", path) === undefined ? "GET" : (req.method ?? "GET");
    const { target, pathParameters } = find(method, path) ?? byDefault;
    const body = await readBody(req, maxPayloadBytes);
    if (body === undefined) return { refused: gatewayAnswers.bodyTooLarge };
    const receivedAt = Date.now();
    const event = httpEvent(req, { routeKey: target.routeKey, pathParameters, requestId, body, receivedAt });
    if (payloadBytes(event) > maxPayloadBytes) return { refused: gatewayAnswers.bodyTooLarge };
    const context = lambdaContext({
      functionName: target.functionName ?? "local",
      requestId,
      timeoutMs: handlerTimeoutMs,
      startedAt: receivedAt,
    });
    try {
      const result = await inTime(() => target.handler(event, context), handlerTimeoutMs, cut.signal);
      if (result === undefined) return { refused: gatewayAnswers.late };
      const size = payloadBytes(result);
      if (size > maxPayloadBytes) throw new Error(`a result of ${size} bytes is above Lambda's ${maxPayloadBytes}`);
      return { result };
    } catch (cause) {
      logFailure(logger, `the Lambda of ${target.routeKey} failed`, cause);
      return { refused: gatewayAnswers.internal };
    }
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    for (const extra of extras) if (await extra(req, res)) return;
    const answer = await answerOf(req, requestId);
    const result = "refused" in answer ? gatewayResult(answer.refused, requestId) : answer.result;
    if (!req.complete) {
      // The caller still writes. Closing on it would reset the connection and lose the answer on its way.
      res.setHeader("connection", "close");
      res.write(writeHead(res, result));
      await runPast(req);
      res.end();
    } else {
      res.end(writeHead(res, result));
    }
  };

  const server = createServer({ keepAliveTimeout: keepAliveMs, requireHostHeader: false }, (req, res) => {
    running.add(res);
    res.once("close", () => running.delete(res));
    if (!server.listening) res.setHeader("connection", "close");
    serve(req, res).catch((cause: unknown) => {
      if (req.destroyed && !req.complete) return; // the caller hung up: no answer is due
      logFailure(logger, `${req.method ?? ""} ${req.url ?? ""} could not be answered`, cause);
      if (res.headersSent) {
        res.destroy();
        return;
      }
      for (const name of res.getHeaderNames()) res.removeHeader(name);
      res.end(writeHead(res, gatewayResult(gatewayAnswers.internal, randomUUID())));
    });
  });
  answerMalformed(server);
  const endpoint = await listen(server, port, options.host);
  const stop = async (): Promise<void> => {
    const stopped = stopListening(server, closeGraceMs);
    // A connection that is kept alive would hold up the end after its answer.
    for (const res of running) if (!res.headersSent) res.setHeader("connection", "close");
    await stopped;
    cut.abort();
  };
  let stopping: Promise<void> | undefined;
  return { endpoint, close: () => (stopping ??= stop()) };
}

type Answer = { readonly refused: GatewayAnswer } | { readonly result: APIGatewayProxyStructuredResultV2 };

const payloadBytes = (payload: unknown): number => Buffer.byteLength(JSON.stringify(payload));

/**
 * What `run` answers, or nothing after `ms` or once `signal` is aborted. It is not stopped then: Lambda, too, goes on
 * after API Gateway has given up on it.
 */
async function inTime<T>(run: () => Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const giveUp = () => {
    resolve(undefined);
  };
  const timer = setTimeout(giveUp, ms);
  signal.addEventListener("abort", giveUp);
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}
