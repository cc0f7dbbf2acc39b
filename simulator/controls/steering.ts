import { defined } from "../../core/defined.ts";
import { type AccountLimits } from "../../core/whatsapp.ts";
import { NetworkRefusal } from "../refusal.ts";
import { type ControlRoute, ok, sessionOf } from "./call.ts";
import { bodies, deliveryQuery, parse } from "./input.ts";

/** What the operator steers: the network itself, for all. */
export const steering: readonly ControlRoute[] = [
  {
    method: "POST",
    path: "/_simulator/sessions/:sessionId/fault",
    scope: "operator",
    answer: (call) => {
      const { kind } = parse(bodies.fault, call.body, "");
      const { sessionId, tenantId } = sessionOf(call, call.named);
      call.network.fault(sessionId, kind, tenantId);
      return ok({ session: call.named, kind });
    },
  },
  {
    method: "PUT",
    path: "/_simulator/sessions/:sessionId/limits",
    scope: "operator",
    answer: (call) => {
      const changes = parse(bodies.limits, call.body, "");
      const { sessionId, tenantId } = sessionOf(call, call.named);
      const { network } = call;
      const limits = network.standings.change(network.deviceOf(sessionId, tenantId), changes);
      return ok({ session: call.named, ...limitsView(limits) });
    },
  },
  {
    method: "GET",
    path: "/_simulator/deliveries",
    scope: "operator",
    // A bare array: the list is a record of arrivals, read by tests as it is.
    answer: ({ network, query }) => ({ status: 200, body: network.deliveries(parse(deliveryQuery, query, "/query")) }),
  },
  {
    method: "DELETE",
    path: "/_simulator/deliveries",
    scope: "operator",
    answer: ({ network }) => {
      network.forgetDeliveries();
      return ok({});
    },
  },
  {
    method: "PUT",
    path: "/_simulator/behaviour",
    scope: "operator",
    answer: ({ network, body }) => {
      network.setBehaviour(parse(bodies.behaviour, body, ""));
      return ok(network.behaviour);
    },
  },
  {
    method: "PUT",
    path: "/_simulator/page",
    scope: "operator",
    answer: ({ context: { web }, body }) => {
      const changes = parse(bodies.page, body, "");
      if (web === undefined)
        throw new NetworkRefusal("no_page", "there is no page without browsers: see --engine browser-simulator");
      return ok(web.changePage(changes));
    },
  },
];

const isoOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

function limitsView({ newChats, timelock, restricted }: AccountLimits): object {
  return {
    ...defined({
      newChats: newChats && { ...newChats, ...defined({ resetsAt: isoOf(newChats.resetsAt) }) },
      timelock: timelock && defined({ until: isoOf(timelock.until) }),
    }),
    restricted,
  };
}
