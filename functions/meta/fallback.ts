import { NamedError } from "../../core/errors.ts";
import { preflightHeaders } from "../edge/answer-headers.ts";
import { atTheEdge } from "../edge/at-the-edge.ts";
import { routeKeys } from "../routes/route.ts";

/**
 * The `$default` route: 404, or 405 with Allow where the path exists under another method. A slash at the end comes here, too:
 * an HTTP API takes `/lists/` for another path than `/lists`, and refuses a route that ends in one. Its caller is led to the path
 * without it, by a redirect that keeps method and body.
 */
export const handler = atTheEdge(async (event, { corsOrigins }) => {
  const { method, path } = event.requestContext.http;
  // The root ends in one by itself, and two make no other path of it.
  const isSlashed = path.length > 2 && path.endsWith("/");
  const meant = isSlashed ? path.slice(0, -1) : path;
  const keys = await keysOf(meant);
  const methods = methodsOf(keys);
  const allow = methods.join(", ");
  const has = (one: string) => keys.some((key) => key.method === one);
  if (isSlashed && has(method === "HEAD" ? "GET" : method)) {
    return { status: 308, headers: { location: addressOf(meant, event.rawQueryString) } };
  }
  // A method that the path has was routed, so this is another path: one of its slashes came encoded.
  const isElsewhere = allow === "" || has(method);
  if (isElsewhere) throw new NamedError("ROUTE_NOT_FOUND", `no route ${method} ${path}`);
  const preflight = method === "OPTIONS" ? preflightHeaders(corsOrigins, event.headers["origin"], methods) : undefined;
  if (preflight !== undefined) return { status: 204, headers: preflight };
  throw new NamedError("METHOD_NOT_ALLOWED", `${method} on ${path}`, { facts: { method, allow } });
});

/** Within this API. The path came decoded, but for slashes that are part of a segment. */
function addressOf(path: string, query: string): string {
  const encoded = path.split(/%2f/i).map((part) => part.toWellFormed().split("/").map(encodeURIComponent).join("/"));
  return encoded.join("%2F") + (query === "" ? "" : `?${query}`);
}

interface Key {
  readonly method: string;
  readonly template: readonly string[];
}

const isParameter = (part: string): boolean => part.startsWith("{");
/** It stands for all parts that follow. */
const isGreedy = (part: string | undefined): boolean => part?.endsWith("+}") === true;

/** Methods of the path itself: where one is written out, what its sibling with a `{parameter}` has is not for it. */
function methodsOf(keys: readonly Key[]): string[] {
  const rank = ({ template }: Key) => template.map((part) => (isParameter(part) ? "1" : "0")).join("");
  const [first = ""] = keys.map(rank).sort();
  return [...new Set(keys.filter((key) => rank(key) === first).map(({ method }) => method))].sort();
}

/** The keys of every route whose path may be this one. */
async function keysOf(path: string): Promise<Key[]> {
  // With all their schemas, which cost more than the rest: loaded when asked for.
  const { servedRoutes } = await import("../routes/index.ts");
  const parts = path.split("/");
  const fits = ({ template }: Key) =>
    (template.length === parts.length || (isGreedy(template.at(-1)) && template.length < parts.length)) &&
    template.every((part, index) => (isParameter(part) ? parts[index] !== "" : part === parts[index]));
  const keys = servedRoutes.flatMap(routeKeys).map((key): Key => {
    const [method = "", template = ""] = key.split(" ");
    return { method, template: template.split("/") };
  });
  return keys.filter(fits);
}
