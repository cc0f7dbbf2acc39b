import type { ErrorDetail } from "../../core/errors.ts";
import type { Network } from "../network.ts";
import { NetworkRefusal, type RefusalCode } from "../refusal.ts";
import { type ControlAnswer, type ControlContext, type ControlRequest, type ControlRoute, ok } from "./call.ts";
import { BadInput, decode } from "./input.ts";
import { phone } from "./phone.ts";
import { steering } from "./steering.ts";

const statusOfRefusal: Record<RefusalCode, number> = {
  session_unknown: 404,
  chat_unknown: 404,
  file_unknown: 404,
  qr_not_on_show: 404,
  line_closed: 409,
  number_not_on_whatsapp: 409,
  too_many_devices: 409,
  no_page: 409,
};

const keyOf = ({ method, path }: Pick<ControlRoute, "method" | "path">): string =>
  `${method} ${path.replace(/:(\w+)/, "{$1}")}`;

/** What the controls are, and which of them the key allows: a page learns by it that WhatsApp is simulated. */
const overview: ControlRoute = {
  method: "GET",
  path: "/_simulator",
  scope: "read",
  answer: ({ caller, context }) =>
    ok({
      engine: context.web === undefined ? "simulator" : "browser-simulator",
      controls: routes
        .filter(({ scope, ofWholeTenant }) => {
          const isInReach = ofWholeTenant === undefined || caller.sessions === undefined;
          return scope !== "none" && caller.scopes.includes(scope) && isInReach;
        })
        .map(keyOf),
    }),
};

/** Routes by method and path. */
const routes: readonly ControlRoute[] = [overview, ...phone, ...steering];

/** As routes of the API are named: `PUT /_simulator/numbers/{number}`. */
export const controlKeys: readonly string[] = routes.map(keyOf);

const failure = (status: number, message: string, code: string, details: readonly ErrorDetail[] = []) => ({
  status,
  body: { success: false, message, error: { code, details } },
});

/** Answers one call of `/_simulator`. @throws NamedError where the caller may not */
export async function handleControl(
  network: Network,
  request: ControlRequest,
  context: ControlContext,
): Promise<ControlAnswer> {
  const ofPath = routes.flatMap((route) => {
    const match = new RegExp(`^${route.path.replace(/:\w+/, "([^/]+)")}$`).exec(request.path);
    return match === null ? [] : [{ ...route, named: match[1] ?? "" }];
  });
  const route = ofPath.find(({ method }) => method === request.method);
  const caller = await context.authorize(route ?? { scope: "read" });
  if (!route) {
    if (ofPath.length === 0) return failure(404, `there is no ${request.path}`, "ROUTE_NOT_FOUND");
    const allow = ofPath.map(({ method }) => method).join(", ");
    return {
      ...failure(405, `${request.path} takes ${allow}, not ${request.method}`, "METHOD_NOT_ALLOWED"),
      headers: { allow },
    };
  }
  try {
    return await route.answer({ ...request, network, context, caller, named: decode(route.named) });
  } catch (error) {
    if (error instanceof BadInput) return failure(422, error.message, "VALIDATION_FAILED", error.details);
    if (error instanceof NetworkRefusal) {
      return failure(statusOfRefusal[error.code], error.message, error.code.toUpperCase());
    }
    throw error;
  }
}
