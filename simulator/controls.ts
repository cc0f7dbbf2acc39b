import { defined } from "../core/defined.ts";
import { type ErrorDetail } from "../core/errors.ts";
import { BadInput, bodies, decode, deliveryQuery, numberInput, parse } from "./control-input.ts";
import { type Network } from "./network.ts";
import { NetworkRefusal, type RefusalCode } from "./refusal.ts";
import { type WebDoor } from "./web/web-door.ts";

export interface ControlRequest {
  readonly method: string;
  /** With its `/_simulator` prefix, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
}

export interface ControlAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** To be written as JSON. */
  readonly body: unknown;
}

/** What the controls need to know of the system around the network. */
export interface ControlContext {
  /** The QR code that the session's device shows now. */
  readonly qrOnShow: (sessionId: string) => Promise<string | undefined>;
  /** Where browsers get the page from; there is none to a network without them. */
  readonly web?: Pick<WebDoor, "changePage">;
  /** Tenant of the sessions that are scanned here. */
  readonly tenantId: string;
}

const statusOfRefusal: Record<RefusalCode, number> = {
  session_unknown: 404,
  qr_not_on_show: 404,
  line_closed: 409,
  number_not_on_whatsapp: 409,
  too_many_devices: 409,
  no_page: 409,
};

interface Call extends ControlRequest {
  readonly network: Network;
  readonly context: ControlContext;
  /** What stands for `:name` in the route's path, decoded. */
  readonly named: string;
}

const ok = (data: unknown): ControlAnswer => ({ status: 200, body: { success: true, data } });

/** Routes by method, then by path with at most one `:name`. */
const routes: readonly {
  readonly method: string;
  readonly path: string;
  readonly answer: (call: Call) => ControlAnswer | Promise<ControlAnswer>;
}[] = [
  {
    method: "POST",
    path: "/_simulator/sessions/:id/scan",
    answer: async ({ network, context: { qrOnShow, tenantId }, named: sessionId, body }) => {
      const { number, name } = parse(bodies.scan, body, "");
      const qr = await qrOnShow(sessionId);
      if (qr === undefined) throw new NetworkRefusal("qr_not_on_show", `session ${sessionId} shows no QR code now`);
      network.scan({ qr, number, session: { sessionId, tenantId }, ...defined({ name }) });
      return ok({ session: sessionId, number });
    },
  },
  {
    method: "POST",
    path: "/_simulator/sessions/:id/type-code",
    answer: ({ network, context: { tenantId }, named: sessionId, body }) => {
      const { number, name, code } = parse(bodies.typeCode, body, "");
      network.typeCode({ code, number, session: { sessionId, tenantId }, ...defined({ name }) });
      return ok({ session: sessionId, number });
    },
  },
  {
    method: "POST",
    path: "/_simulator/sessions/:id/fault",
    answer: ({ network, named: session, body }) => {
      const { kind } = parse(bodies.fault, body, "");
      network.fault(session, kind);
      return ok({ session, kind });
    },
  },
  {
    method: "GET",
    path: "/_simulator/deliveries",
    // A bare array: the list is a record of arrivals, read by tests as it is.
    answer: ({ network, query }) => ({ status: 200, body: network.deliveries(parse(deliveryQuery, query, "?")) }),
  },
  {
    method: "DELETE",
    path: "/_simulator/deliveries",
    answer: ({ network }) => {
      network.forgetDeliveries();
      return ok({});
    },
  },
  {
    method: "PUT",
    path: "/_simulator/numbers/:number",
    answer: ({ network, named, body }) => {
      const number = parse(numberInput, named, "path");
      return ok({ number, ...network.setNumber(number, parse(bodies.number, body, "")) });
    },
  },
  {
    method: "POST",
    path: "/_simulator/inbound",
    answer: ({ network, body: input }) => {
      const { session, ...written } = parse(bodies.inbound, input, "");
      const { at, ...message } = network.inbound({ sessionId: session, ...written });
      return ok({ ...message, session, at: new Date(at).toISOString() });
    },
  },
  {
    method: "PUT",
    path: "/_simulator/behaviour",
    answer: ({ network, body }) => {
      network.setBehaviour(parse(bodies.behaviour, body, ""));
      return ok(network.behaviour);
    },
  },
  {
    method: "PUT",
    path: "/_simulator/page",
    answer: ({ context: { web }, body }) => {
      const changes = parse(bodies.page, body, "");
      if (web === undefined)
        throw new NetworkRefusal("no_page", "there is no page without browsers: see --engine browser-simulator");
      return ok(web.changePage(changes));
    },
  },
];

const failure = (status: number, message: string, code: string, details: readonly ErrorDetail[] = []) => ({
  status,
  body: { success: false, message, error: { code, details } },
});

/** Answers one call of `/_simulator`. Its server has checked the key. */
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
  if (!route) {
    if (ofPath.length === 0) return failure(404, `there is no ${request.path}`, "ROUTE_NOT_FOUND");
    const allow = ofPath.map(({ method }) => method).join(", ");
    return {
      ...failure(405, `${request.path} takes ${allow}, not ${request.method}`, "METHOD_NOT_ALLOWED"),
      headers: { allow },
    };
  }
  try {
    return await route.answer({ ...request, network, context, named: decode(route.named) });
  } catch (error) {
    if (error instanceof BadInput) return failure(422, error.message, "VALIDATION_FAILED", error.details);
    if (error instanceof NetworkRefusal) {
      return failure(statusOfRefusal[error.code], error.message, error.code.toUpperCase());
    }
    throw error;
  }
}
