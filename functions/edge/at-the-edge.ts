import { openLogger } from "../../aws/logger.ts";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { corsHeaders } from "./answer-headers.ts";
import { failureAnswer } from "./failure.ts";
import { chooseLanguage, type Language } from "./language/language.ts";
import type { ApiAnswer } from "./request.ts";
import { jsonResult, resultOf } from "./result.ts";
import { servicesWith } from "./services.ts";
import { NamedError } from "../../core/errors.ts";
import { logFacts } from "./log-facts.ts";

/** One form of answer and of failure for every route. The only importer of middy for HTTP. */

export type LambdaHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

const logger = openLogger();
const ofEvery = servicesWith({});

type Headers = Readonly<Record<string, string>>;
export type Facts = Parameters<typeof logFacts>[0];

/** What is known of a request before it is read, and what the edge is to add to its answer or its log line. */
export interface Given {
  readonly language: Language;
  readonly corsOrigins: readonly string[];
  /** Puts headers on the answer, also on a failure. */
  readonly setHeaders: (headers: Headers) => void;
  /** What the line about a failure is to say of the request, as soon as it is known. */
  readonly addFacts: (facts: Facts) => void;
}

type Answering = (event: APIGatewayProxyEventV2, given: Given) => Promise<ApiAnswer>;

/** Normalised headers in, an answer out in the caller's language and for its origin. */
export function atTheEdge(answering: Answering): LambdaHandler {
  /** How each request fails: middy itself throws shortly before its Lambda's end, outside the handler. */
  const failing = new WeakMap<object, (error: unknown) => APIGatewayProxyStructuredResultV2>();
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(httpHeaderNormalizer())
    .use({
      onError: (request) => {
        request.response = failing.get(request.event as object)?.(request.error);
      },
    })
    .handler(async (event: APIGatewayProxyEventV2) => {
      const { requestId } = event.requestContext;
      const acceptLanguage = event.headers["accept-language"];
      let language = chooseLanguage(acceptLanguage, "id");
      let corsOrigins: readonly string[] = [];
      let ofAnswer: Headers = {};
      let facts: Facts = {};
      const dressed = (result: APIGatewayProxyStructuredResultV2): APIGatewayProxyStructuredResultV2 => {
        const cors = corsHeaders(corsOrigins, event.headers["origin"]);
        // Another answer to who asks in another language; a cache keeps them apart.
        const vary = [cors["vary"], result.headers?.["vary"], "accept-language"]
          .filter((name) => name !== undefined)
          .join(", ");
        return { ...result, headers: { ...cors, ...ofAnswer, ...result.headers, vary } };
      };
      failing.set(event, (error) => {
        const { status, headers, body } = failureAnswer(error, language, requestId);
        // A named 503 is an answer: the session that is asked for is not linked. What has no name is a failure of ours, or of
        // a store.
        if (status === 500 || !(error instanceof NamedError)) {
          logger.error("request failed", { requestId, ...logFacts(facts), error: error as Error });
        }
        return dressed(jsonResult(status, headers, body, requestId));
      });
      const { settings } = await ofEvery();
      ({ corsOrigins } = settings);
      language = chooseLanguage(acceptLanguage, settings.defaultLanguage);
      const answer = await answering(event, {
        language,
        corsOrigins,
        setHeaders: (headers) => {
          ofAnswer = headers;
        },
        addFacts: (more) => {
          facts = { ...facts, ...more };
        },
      });
      return dressed(resultOf(answer, requestId));
    });
}
