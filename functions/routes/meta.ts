import * as z from "zod";
import { success } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "meta", scope: "none" });
const docsRoute = routesOf({ resource: "docs", scope: "none" });
const consoleRoute = routesOf({ resource: "console", scope: "none" });

/** To a browser whose If-None-Match names what it has. */
const unchanged = { description: "as it was at the ETag that the request names" };

const check = z.object({ ok: z.boolean(), tookMs: z.int() });
const workers = z.object({ running: z.int(), sessions: z.int(), sessionsWaiting: z.int() });

export const health = route({
  operationId: "health",
  method: "GET",
  path: "/health",
  summary: "Ask whether the API answers",
  description:
    "Answers at once. With `deep=true` and the operator's key it also asks what the API stands on (table, queue, files) and counts workers and sessions.",
  headers: z.object({ authorization: z.string().optional(), "x-api-key": z.string().optional() }),
  query: z.strictObject({ deep: z.enum(["true", "false"]).optional() }),
  answers: {
    200: {
      description: "it does",
      body: z.object({
        success,
        status: z.literal("ok"),
        checks: z.record(z.string(), check).optional(),
        workers: workers.optional(),
      }),
    },
  },
  refusals: {
    401: "deep, without a usable key",
    403: "deep, with a key that is not the operator's",
    422: "deep is neither true nor false",
    429: "deep: too many requests of this key or tenant; Retry-After says when to come again",
    503: "deep: something it stands on does not answer; `checks` says what",
  },
});

export const openApiDocument = route({
  operationId: "openApiDocument",
  method: "GET",
  path: "/openapi.json",
  summary: "Read this document",
  description: "This API as an OpenAPI 3.1 document, for tools that make clients, tests or pages of it.",
  answers: { 200: { description: "the document", body: z.looseObject({ openapi: z.string() }) } },
});

export const docs = docsRoute({
  operationId: "docs",
  method: "GET",
  path: "/docs",
  summary: "Read this API as a page",
  description: "The same document for people, as a page: with search, samples of code, and requests to try.",
  answers: { 200: { description: "the page", mediaType: "text/html" }, 304: unchanged },
});

export const docsScript = docsRoute({
  operationId: "docsScript",
  method: "GET",
  path: "/docs/reference.js",
  summary: "Get the script of the page",
  description: "What `/docs` loads, gzipped. The page names its version in the query, so that a browser may keep it.",
  answers: { 200: { description: "the script", mediaType: "text/javascript" }, 304: unchanged },
});

export const consolePage = consoleRoute({
  operationId: "consolePage",
  method: "GET",
  path: "/",
  alsoAt: ["/console"],
  summary: "Open the console",
  description: "The page on which a shop does its whole work. It signs in with an API key.",
  answers: { 200: { description: "the page", mediaType: "text/html" }, 304: unchanged },
});

export const consoleFile = consoleRoute({
  operationId: "consoleFile",
  method: "GET",
  path: "/console/{file+}",
  summary: "Get a file of the console",
  description:
    "Scripts and styles of the page. What stands under `assets/` has its hash in its name and may be kept for good.",
  params: z.object({ file: z.string() }),
  answers: { 200: { description: "the file", mediaType: "text/javascript" }, 304: unchanged },
});
