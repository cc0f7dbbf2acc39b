import { readsAnyQuery, type Route, type RouteResponse } from "../routes/route.ts";
import { failure } from "../routes/words/failure.ts";

/** All answers of a route, for the OpenAPI document: its own, and what every route of its kind refuses. No Lambda but that of the document loads them. */

/** Of what comes with a key. */
const keyRefused = {
  401: "no key, or one that is unknown, expired or revoked; send it as `Authorization: Bearer KEY` or `x-api-key: KEY`",
  403: "the key lacks the scope",
  429: "too many requests of this key or tenant; Retry-After says when to come again",
  500: "an error of this system; try again later",
  503: "busy right now; try again as Retry-After says",
} as const;
/** Of a route that only reads. */
const queryRefused = {
  400: "a bad header, path or cursor",
  422: "parameters that can't be taken, each named",
} as const;
/** Of a route that changes something. */
const bodyRefused = {
  400: "not JSON, or a bad header or path",
  413: "more than 4 MB",
  415: "another content type than wanted",
  422: "fields that can't be taken, each named",
} as const;
const stillInProgress = { 409: "the first request with this Idempotency-Key is still in progress" } as const;

/** What a route refuses. Its own words on a status stand before those of its kind. */
function refusalsOf(route: Route): Readonly<Record<number, string>> {
  const { method, scope, query, idempotent, missing, refusals } = route;
  if (scope === "none") return { ...refusals };
  const isRefusable = query !== undefined || !readsAnyQuery(route);
  return {
    ...keyRefused,
    ...(method !== "GET" ? bodyRefused : isRefusable ? queryRefused : {}),
    ...(idempotent === true ? stillInProgress : {}),
    ...(missing === undefined ? {} : { 404: `no such ${missing}, or not yours` }),
    ...refusals,
  };
}

/** Its answers, and all that it refuses. */
export const responsesOf = (route: Route): Readonly<Record<number, RouteResponse>> => ({
  ...Object.fromEntries(Object.entries(refusalsOf(route)).map(([status, refused]) => [status, failure(refused)])),
  ...route.answers,
});
