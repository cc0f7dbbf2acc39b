import fc from "fast-check";
import { type AckEvent } from "../../core/whatsapp.ts";
import { aMessage, type OpenSession, outcomeOf, receiver, Simulation } from "./simulation.ts";

const ids = ["A", "B", "C", "D"] as const;

type Step =
  | { readonly do: "send"; readonly messageId: (typeof ids)[number] }
  | { readonly do: "drop" | "kill_browser" | "hang" | "close" | "kill_everything" }
  | { readonly do: "phone"; readonly phoneOff: boolean }
  | { readonly do: "wait"; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("send" as const), messageId: fc.constantFrom(...ids) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(1, 9, 10, 25, 400, 1_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("phone" as const), phoneOff: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "drop" as const,
        "kill_browser" as const,
        "hang" as const,
        "close" as const,
        "kill_everything" as const,
      ),
    }),
  },
);

/** What a session heard and what its sends came to, over all its openings. */
class History {
  readonly acks: AckEvent[] = [];
  readonly sends: { readonly messageId: string; readonly outcome: { is: unknown } }[] = [];
  readonly #simulation: Simulation;
  #session: OpenSession;

  constructor(simulation: Simulation, session: OpenSession) {
    this.#simulation = simulation;
    this.#session = session;
  }

  async take(step: Step): Promise<void> {
    const { network, clock } = this.#simulation;
    switch (step.do) {
      case "send": {
        const outcome = outcomeOf(this.#session.connection.send(aMessage({ messageId: step.messageId })));
        this.sends.push({ messageId: step.messageId, outcome });
        break;
      }
      case "wait":
        await clock.advance(step.ms);
        break;
      case "phone":
        network.setNumber(receiver, { phoneOff: step.phoneOff });
        break;
      case "close":
        await this.reopen();
        break;
      case "kill_everything":
        this.#simulation.restart();
        await this.reopen();
        break;
      default:
        this.#strike(step.do);
        if (step.do === "kill_browser") await this.reopen();
    }
  }

  async reopen(): Promise<void> {
    await this.#session.connection.close();
    this.acks.push(...this.#session.events.flatMap((event) => (event.type === "ack" ? [event.ack] : [])));
    this.#session = await this.#simulation.open();
  }

  find(messageId: string): ReturnType<OpenSession["connection"]["findMessage"]> {
    return this.#session.connection.findMessage(messageId, receiver);
  }

  #strike(kind: "drop" | "kill_browser" | "hang"): void {
    const { network } = this.#simulation;
    try {
      network.fault("session-1", kind === "drop" ? "drop" : kind === "hang" ? "page_hang" : "browser_kill");
    } catch (error) {
      // A line that is lost already cannot be struck.
      expect(error).toMatchObject({ code: "line_closed" });
    }
  }
}

async function play(steps: readonly Step[]): Promise<void> {
  const simulation = new Simulation();
  try {
    const history = new History(simulation, await simulation.link());
    for (const step of steps) await history.take(step);
    simulation.network.setNumber(receiver, { phoneOff: false });
    await history.reopen();
    await simulation.clock.advance(20_000);
    await history.reopen();

    const received = simulation.received();
    for (const messageId of ids) {
      const arrivals = received.filter((id) => id === messageId).length;
      const outcomes = history.sends.filter((send) => send.messageId === messageId).map((send) => send.outcome.is);
      const acks = history.acks.filter((ack) => ack.messageId === messageId);
      const known = await history.find(messageId);

      expect(arrivals).toBeLessThanOrEqual(1);
      expect(outcomes).not.toContain("pending");
      const isSent = outcomes.some((outcome) => typeof outcome === "object");
      if (isSent) expect(arrivals).toBe(1);
      if (outcomes.every((outcome) => outcome === "SessionDown")) expect({ arrivals, known }).toEqual({ arrivals: 0 });
      if (arrivals === 1) {
        expect(known?.ack).toBe(2);
        expect(acks.map((ack) => ack.ack)).toEqual(expect.arrayContaining([1, 2]));
      }
      const byTime = acks.toSorted((one, other) => one.at - other.at).map((ack) => ack.ack);
      expect(byTime).toEqual(byTime.toSorted());
    }
  } finally {
    await simulation.end();
  }
}

test("however sends, drops, kills and restarts interleave: nothing twice, nothing lost that was acknowledged", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), play), { numRuns: 60 });
});
