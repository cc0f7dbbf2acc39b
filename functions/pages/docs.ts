import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { NamedError } from "../../core/errors.ts";
import { isHeldByCaller } from "../edge/answer-headers.ts";
import { atTheEdge } from "../edge/at-the-edge.ts";
import type { ApiAnswer } from "../edge/request.ts";
import { docs, docsScript } from "../routes/meta.ts";
import { routeKeys } from "../routes/route.ts";
import { docsPage, docsPolicy, nameOf } from "./docs-page.ts";
import { gzippedScript } from "./docs-script.ts";

/** The Lambda of the page for people. It stands apart from all others, because it reads nothing and holds a large script. */

let held: { readonly gzipped: Buffer; readonly version: string } | undefined;
/** Read when it is first asked for: most containers answer a few requests. */
function script() {
  if (held === undefined) {
    const gzipped = gzippedScript();
    held = { gzipped, version: nameOf(gzipped) };
  }
  return held;
}

type Answering = (event: APIGatewayProxyEventV2) => ApiAnswer;

const answerPage: Answering = (event) => {
  const page = docsPage(script().version);
  return unlessHeld(event, {
    status: 200,
    text: page,
    mediaType: "text/html",
    headers: {
      // Kept, and asked about each time.
      "cache-control": "no-cache",
      "content-security-policy": docsPolicy,
      etag: `"${nameOf(page + docsPolicy)}"`,
    },
  });
};

const answerScript: Answering = (event) => {
  const { gzipped, version } = script();
  const isNamed = event.queryStringParameters?.["v"] === version;
  return unlessHeld(event, {
    status: 200,
    text: gzipped,
    mediaType: "text/javascript; charset=utf-8",
    headers: {
      "cache-control": isNamed ? "public, max-age=31536000, immutable" : "no-cache",
      // Every browser reads it; a client that names no encoding takes any.
      "content-encoding": "gzip",
      etag: `"${version}"`,
    },
  });
};

/** 304 to a browser that has this very answer. */
function unlessHeld(event: APIGatewayProxyEventV2, answer: ApiAnswer & { readonly headers: Headers }): ApiAnswer {
  if (!isHeldByCaller(event.headers["if-none-match"], answer.headers.etag)) return answer;
  const { "content-encoding": _, ...headers } = answer.headers;
  return { status: 304, headers };
}
type Headers = Readonly<Record<string, string>> & { readonly etag: string };

const answers: Readonly<Record<string, Answering>> = Object.fromEntries([
  ...routeKeys(docs).map((key) => [key, answerPage] as const),
  ...routeKeys(docsScript).map((key) => [key, answerScript] as const),
]);

export const handler = atTheEdge(async (event) => {
  const answer = answers[event.routeKey];
  if (answer === undefined) throw new NamedError("ROUTE_NOT_FOUND", `no endpoint for ${event.routeKey}`);
  return answer(event);
});
