import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { securityHeaders } from "./security-headers.ts";
import type { ApiAnswer } from "./request.ts";

/** Answers as API Gateway takes them (payload format 2.0). */

export function resultOf(answer: ApiAnswer, requestId: string): APIGatewayProxyStructuredResultV2 {
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

export const jsonResult = (
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
