import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { languageOf } from "./messages.ts";
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
  const headers = { ...languageIn(body), ...answer.headers };
  return jsonResult(answer.status, headers, { success: true, ...body }, requestId);
}

/** Of the sentences that it says, or that its warnings say; a repeat says them as its first answer did. */
function languageIn({ message, warnings, data }: Record<string, unknown>): Readonly<Record<string, string>> {
  const told = warnings ?? (data as { readonly warnings?: unknown } | null | undefined)?.warnings;
  const [warning] = Array.isArray(told) ? (told as readonly { readonly message?: unknown }[]) : [];
  const said = message ?? warning?.message;
  const language = typeof said === "string" ? languageOf(said) : undefined;
  return language === undefined ? {} : { "content-language": language };
}

/** Half a surrogate pair, which JSON writes as an escape, behind whole pairs of backslashes: readers of JSON refuse it. */
const halfCharacter = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** Texts that were stored before such halves were refused, and names of fields that came, may hold some. */
const wholeCharacters = (json: string): string =>
  json.includes("\\ud") ? json.replace(halfCharacter, "$1\ufffd") : json;

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
  body: wholeCharacters(JSON.stringify(body)),
});
