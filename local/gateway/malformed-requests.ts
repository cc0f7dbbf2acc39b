import { randomUUID } from "node:crypto";
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type GatewayAnswer, gatewayAnswers, gatewayResult, writeHead } from "./gateway-answers.ts";

/**
 * What Node refuses before any handler sees it: by itself it answers an empty body. Here such an answer has the form of
 * every other failure, and a request id.
 */
export function answerMalformed(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex & Answering) => {
    const isAnswered = socket._httpMessage?.headersSent === true;
    if (!socket.writable || isAnswered || error.code === "ECONNRESET") socket.destroy();
    else socket.end(wholeAnswer(answerTo(error.code)), () => socket.destroy());
  });
  server.on("checkExpectation", (_: IncomingMessage, res: ServerResponse) => {
    res.setHeader("connection", "close");
    res.end(writeHead(res, gatewayResult(gatewayAnswers.expectation, randomUUID())));
  });
}

/** HTTP/1.1 wants a Host; Node would refuse a request without one by itself. */
export const lacksHost = ({ httpVersion, headers }: IncomingMessage): boolean =>
  httpVersion === "1.1" && headers.host === undefined;

/** The answer that Node has begun on a connection, which its own handler of malformed requests reads as well. */
interface Answering {
  readonly _httpMessage?: Pick<ServerResponse, "headersSent"> | null;
}

function answerTo(code: string | undefined): GatewayAnswer {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return gatewayAnswers.headersTooLarge;
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return gatewayAnswers.bodyTooLarge;
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return gatewayAnswers.tooSlow;
    default:
      return gatewayAnswers.malformed;
  }
}

function wholeAnswer(answer: GatewayAnswer): string {
  const { statusCode = 400, headers = {}, body = "" } = gatewayResult(answer, randomUUID());
  const lines = Object.entries({ ...headers, connection: "close", "content-length": Buffer.byteLength(body) });
  const head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ""}`;
  return [head, ...lines.map(([name, value]) => `${name}: ${String(value)}`), "", body].join("\r\n");
}
