import type { Ticket } from "../../../core/session/session-ports.ts";
import { ringForMessage, ringForSession, ringForWaiting, ringOwner } from "../../../functions/sessions/ring.ts";
import { aSession } from "../../support/builders.ts";

/** A bell that can't be rung costs a minute: what was written stands, and so does its answer. */

const owner = { slot: 3, slotEpoch: 1, workerId: "w", since: 0 } as never;

function ringing(fails: boolean) {
  const rung: { slot: number; ticket: Ticket }[] = [];
  const warned: string[] = [];
  return {
    rung,
    warned,
    ports: {
      bell: {
        ring: async (slot: number, ticket: Ticket) => {
          if (fails) throw new Error("unreachable");
          rung.push({ slot, ticket });
        },
      },
      slots: { list: async () => [{ slot: 5, workerId: "w", capacity: 2, sessions: 0 }] } as never,
      logger: { warn: (message: string) => warned.push(message) },
    },
  };
}

const owned = aSession({ owner, wanted: true });
const waiting = aSession({ wanted: true });
const { tenantId, sessionId } = owned;
const rings = [
  ["for a session", ringForSession, { kind: "session", tenantId, sessionId }],
  [
    "for a message",
    (ports, session) => ringForMessage(ports, session, "msg_1"),
    { kind: "message", tenantId, sessionId, directId: "msg_1" },
  ],
  [
    "for a campaign",
    (ports, session) => ringOwner(ports, session, "cmp_1"),
    { kind: "campaign", tenantId, sessionId, campaignId: "cmp_1" },
  ],
] satisfies [string, typeof ringForSession, Ticket][];

test.each(rings)("a bell that is rung %s says what to look at, or that a session waits", async (_, ring, ticket) => {
  const { rung, ports } = ringing(false);
  await ring(ports, owned);
  await ring(ports, waiting);
  expect(rung).toEqual([
    { slot: 3, ticket },
    { slot: 5, ticket: { kind: "session", tenantId: waiting.tenantId, sessionId: waiting.sessionId } },
  ]);
});

test.each(rings)("a bell that can't be rung %s is a line of the log", async (_, ring, _ticket) => {
  const { warned, ports } = ringing(true);
  await ring(ports, owned);
  await ring(ports, waiting);
  expect(warned).toHaveLength(2);
});

test("the sweep, which does nothing else by it, hears of it", async () => {
  await expect(ringForWaiting(ringing(true).ports, waiting)).rejects.toThrow("unreachable");
});
