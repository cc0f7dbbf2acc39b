import { NamedError } from "../core/errors.ts";
import { preflightHeaders } from "./edge/cors.ts";
import { atTheEdge } from "./edge/at-the-edge.ts";
import { routeKeys } from "./routes/route.ts";

/** The `$default` route: 404, or 405 with Allow where the path exists under another method. */
export const handler = atTheEdge(async (event, { corsOrigins }) => {
  const { method, path } = event.requestContext.http;
  const methods = await allowedMethods(path);
  const allow = methods.join(", ");
  // A method that the path has was routed, so this is another path: one of its slashes came encoded.
  const isElsewhere = allow === "" || methods.includes(method);
  if (isElsewhere) throw new NamedError("ROUTE_NOT_FOUND", `no route ${method} ${path}`);
  const preflight = method === "OPTIONS" ? preflightHeaders(corsOrigins, event.headers["origin"], methods) : undefined;
  if (preflight !== undefined) return { status: 204, headers: preflight };
  throw new NamedError("METHOD_NOT_ALLOWED", `${method} on ${path}`, { facts: { method, allow } });
});

async function allowedMethods(path: string): Promise<string[]> {
  // With all their schemas, which cost more than the rest: loaded when asked for.
  const { routes } = await import("./routes/index.ts");
  const parts = path.split("/");
  const fits = (template: string) => {
    const wanted = template.split("/");
    return (
      wanted.length === parts.length &&
      wanted.every((part, index) => (part.startsWith("{") ? parts[index] !== "" : part === parts[index]))
    );
  };
  const keys = routes.flatMap(routeKeys).map((key) => key.split(" "));
  return [...new Set(keys.filter(([, template = ""]) => fits(template)).map(([method = ""]) => method))].sort();
}
