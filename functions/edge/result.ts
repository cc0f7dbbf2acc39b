import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { languageOf } from "./messages.ts";
import { securityHeaders } from "./answer-headers.ts";
import type { ApiAnswer } from "./request.ts";

/** Answers as API Gateway takes them (payload format 2.0). */

type Headers = Readonly<Record<string, string>>;

export function resultOf(answer: ApiAnswer, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { status, headers } = answer;
  if ("text" in answer) {
    const { text, mediaType } = answer;
    const isText = typeof text === "string";
    const ofText = { "content-type": isText ? `${mediaType}; charset=utf-8` : mediaType, ...headers };
    const body = isText ? text : Buffer.from(text).toString("base64");
    return { ...resultWith(status, ofText, body, requestId), isBase64Encoded: !isText };
  }
  const body = answer.body as Record<string, unknown> | undefined;
  if (body === undefined) return resultWith(status, headers, "", requestId);
  return jsonResult(status, { ...languageIn(body), ...headers }, { success: true, ...body }, requestId);
}

/** Of the sentences that it says, or that its warnings say; a repeat says them as its first answer did. */
function languageIn({ message, warnings, data }: Record<string, unknown>): Headers {
  const given = warnings ?? (data as { readonly warnings?: unknown } | null | undefined)?.warnings;
  const [warning] = Array.isArray(given) ? (given as readonly { readonly message?: unknown }[]) : [];
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
  headers: Headers,
  body: Readonly<Record<string, unknown>>,
  requestId: string,
): APIGatewayProxyStructuredResultV2 => {
  const ofJson = { "content-type": "application/json; charset=utf-8", ...headers };
  return resultWith(statusCode, ofJson, wholeCharacters(JSON.stringify(body)), requestId);
};

const resultWith = (statusCode: number, headers: Headers | undefined, body: string, requestId: string) => ({
  statusCode,
  headers: { ...securityHeaders, "x-request-id": requestId, ...headers },
  body,
});
