import type { ServerResponse } from "node:http";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { securityHeaders } from "../../functions/edge/answer-headers.ts";

/**
 * What API Gateway and Lambda answer by themselves. The real ones send only `{"message": "..."}`; here the answer also
 * has the form of every other failure of the API, so that a caller may rely on it.
 */
export const gatewayAnswers = {
  invalidPath: { status: 400, message: "Bad Request", code: "INVALID_PATH" },
  malformed: { status: 400, message: "Bad Request", code: "INVALID_REQUEST" },
  tooSlow: { status: 408, message: "Request Timeout", code: "REQUEST_TIMEOUT" },
  expectation: { status: 417, message: "Expectation Failed", code: "INVALID_HEADER" },
  headersTooLarge: { status: 431, message: "Request Header Fields Too Large", code: "HEADERS_TOO_LARGE" },
  bodyTooLarge: { status: 413, message: "Request Entity Too Large", code: "BODY_TOO_LARGE" },
  internal: { status: 500, message: "Internal Server Error", code: "INTERNAL" },
  late: { status: 503, message: "Service Unavailable", code: "TRY_AGAIN" },
} as const;

export type GatewayAnswer = (typeof gatewayAnswers)[keyof typeof gatewayAnswers];

export function gatewayResult(answer: GatewayAnswer, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { status, message, code } = answer;
  return {
    statusCode: status,
    headers: {
      ...securityHeaders,
      "content-type": "application/json; charset=utf-8",
      "content-language": "en",
      "x-request-id": requestId,
      ...(status === 503 ? { "retry-after": "2" } : {}),
    },
    body: JSON.stringify({ success: false, message, error: { code, details: [], requestId } }),
  };
}

/**
 * Sets status and headers of a Lambda's result (payload format 2.0) and answers its body, which the caller sends.
 * Throws on a result that is not one, before anything is sent.
 */
export function writeHead(res: ServerResponse, result: APIGatewayProxyStructuredResultV2): Buffer {
  const { statusCode = 200, headers = {}, cookies = [], body = "", isBase64Encoded = false } = result;
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, String(value));
  if (cookies.length > 0) res.setHeader("set-cookie", cookies);
  if (bytes.length > 0 && !res.hasHeader("content-type")) res.setHeader("content-type", "text/plain;charset=UTF-8");
  const bodiless = statusCode === 204 || statusCode === 304;
  if (bodiless) res.removeHeader("content-length");
  else res.setHeader("content-length", bytes.length);
  res.writeHead(statusCode);
  return bodiless ? Buffer.alloc(0) : bytes;
}
