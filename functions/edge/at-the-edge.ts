import { openLogger } from "../../aws/logger.ts";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { corsHeaders } from "./cors.ts";
import { failureAnswer } from "./failure.ts";
import { chooseLanguage, type Language } from "./messages.ts";
import type { ApiAnswer } from "./request.ts";
import { jsonResult, resultOf } from "./result.ts";
import { servicesWith, type ServiceSettings } from "./services.ts";
import { NamedError } from "../../core/errors.ts";
import { whose } from "./whose.ts";

/** One form of answer and of failure for every route. The only importer of middy for HTTP. */

export type LambdaHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

const logger = openLogger();
const ofEvery = servicesWith({});

type Headers = Readonly<Record<string, string>>;
/** Puts headers on the answer, also on a failure. */
export type Tell = (headers: Headers) => void;
/** What the line about a failure is to say of the request, as soon as it is known. */
export type Note = (about: Parameters<typeof whose>[0]) => void;
type Answering = (
  event: APIGatewayProxyEventV2,
  given: {
    readonly language: Language;
    readonly corsOrigins: readonly string[];
    readonly tell: Tell;
    readonly note: Note;
  },
) => Promise<ApiAnswer>;

/** Normalised headers in, an answer out in the caller's language and for its origin. */
export function atTheEdge(answering: Answering): LambdaHandler {
  const languageOf = (event: APIGatewayProxyEventV2, { defaultLanguage }: ServiceSettings) =>
    chooseLanguage(event.headers["accept-language"], defaultLanguage);
  const told = new WeakMap<object, Headers>();
  const noted = new WeakMap<object, Parameters<Note>[0]>();
  const dressed = (
    event: APIGatewayProxyEventV2,
    result: APIGatewayProxyStructuredResultV2,
    origins: readonly string[],
  ): APIGatewayProxyStructuredResultV2 => {
    const cors = corsHeaders(origins, event.headers["origin"]);
    const headers = { ...cors, ...told.get(event), ...result.headers };
    // Another answer to who asks in another language; a cache keeps them apart.
    const vary = [cors["vary"], "accept-language"].filter((name) => name !== undefined).join(", ");
    return { ...result, headers: { ...headers, vary } };
  };
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(httpHeaderNormalizer())
    .use({
      onError: async (request) => {
        const event = request.event as APIGatewayProxyEventV2;
        const { requestId } = event.requestContext;
        const { language, origins } = await ofEvery().then(
          ({ settings }) => ({ language: languageOf(event, settings), origins: settings.corsOrigins }),
          () => ({ language: chooseLanguage(event.headers["accept-language"], "id"), origins: [] }),
        );
        const { status, headers, body } = failureAnswer(request.error, language, requestId);
        // A named 503 is an answer: the session that is asked for is not linked. What has no name is a failure of ours, or of
        // a store.
        if (status === 500 || !(request.error instanceof NamedError)) {
          const about = whose(noted.get(event) ?? {});
          logger.error("request failed", { requestId, ...about, error: request.error as Error });
        }
        request.response = dressed(event, jsonResult(status, headers, body, requestId), origins);
      },
    })
    .handler(async (event: APIGatewayProxyEventV2) => {
      const { settings } = await ofEvery();
      const { corsOrigins } = settings;
      const language = languageOf(event, settings);
      const tell: Tell = (headers) => told.set(event, headers);
      const note: Note = (about) => noted.set(event, { ...noted.get(event), ...about });
      const result = await answering(event, { language, corsOrigins, tell, note });
      return dressed(event, resultOf(result, event.requestContext.requestId), corsOrigins);
    });
  return handler;
}
