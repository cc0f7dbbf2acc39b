import { defined } from "../../../core/defined.ts";
import type { NetworkEvent } from "../../../simulator/events.ts";
import type { Points } from "../../history/lines.ts";

type NetworkPoint =
  ({ readonly what: "received" } & Points["received"]) | ({ readonly what: "arrived" } & Points["arrived"]);

/**
 * What an entry of the simulated network's ledger is in a history; nothing for what is no part of it.
 * @param numbers whom each message is for, by its id: entries that only repeat an id are read beside those before them
 */
export function pointOf(event: NetworkEvent, numbers: Map<string, string>): NetworkPoint | undefined {
  switch (event.type) {
    case "accepted":
    case "refused": {
      const { messageId: id, to: number, resent } = event.message;
      numbers.set(id, number);
      const { isNewChat, type: became } = event;
      const limit = became === "refused" ? event.limit : undefined;
      return { what: "received", id, number, became, ...defined({ resent, isNewChat, limit }) };
    }
    case "repeated": {
      const { messageId: id, resent } = event;
      const number = numbers.get(id) ?? "";
      return { what: "received", id, number, became: "repeated", ...(resent === true ? { resent } : {}) };
    }
    case "arrived":
      return { what: "arrived", id: event.messageId, number: numbers.get(event.messageId) ?? "" };
    default:
      return undefined;
  }
}
