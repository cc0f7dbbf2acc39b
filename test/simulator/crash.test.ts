import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type HoldPoint } from "../../simulator/holds.ts";
import { aMessage, eachTestHasASimulation, outcomeOf, receiver } from "./simulation.ts";

const { messageId } = aMessage();

describe("a browser killed while its message stands at", () => {
  const simulation = eachTestHasASimulation();

  /** Sends, stops the message at `point`, kills the browser there and opens the profile again. */
  async function killAt(point: HoldPoint) {
    const { network, clock } = simulation();
    // Of the network and the row alone: the page opened anew sends nothing by itself.
    simulation().behave({ resendsPending: false });
    const killed = await simulation().link();
    network.holds.hold(point, receiver);
    const reached = network.holds.reached(point);
    const sent = outcomeOf(killed.connection.send(aMessage()));
    await clock.advance(10);
    await reached;
    network.fault("session-1", "browser_kill");
    await clock.advance(0);
    expect(sent.is).toBe("OutcomeUnknown");
    expect(killed.heard()).toEqual(["down"]);
    await killed.connection.close();
    return simulation().open();
  }

  test("stored_in_page: the page knows it, the server never will", async () => {
    const again = await killAt("stored_in_page");
    simulation().network.holds.release("stored_in_page", receiver);
    await simulation().clock.advance(1_000);
    expect(await again.connection.findMessage(messageId, receiver)).toMatchObject({ ack: 0 });
    expect(simulation().received()).toEqual([]);
  });

  test("received_by_server: the page knows it, and hears the acks once the server goes on", async () => {
    const again = await killAt("received_by_server");
    expect(await again.connection.findMessage(messageId, receiver)).toMatchObject({ ack: 0 });
    simulation().network.holds.release("received_by_server", receiver);
    await simulation().clock.advance(1_000);
    expect(again.heard()).toEqual(["ready", "ack 1", "ack 2"]);
    expect(await again.connection.findMessage(messageId, receiver)).toMatchObject({ ack: 2 });
    expect(simulation().received()).toEqual([messageId]);
  });

  test("reply_on_its_way: the page asks the server and learns of the ack; the event comes at the release", async () => {
    const again = await killAt("reply_on_its_way");
    expect(again.heard()).toEqual(["ready"]);
    expect(await again.connection.findMessage(messageId, receiver)).toMatchObject({ ack: 2 });
    simulation().network.holds.release("reply_on_its_way", receiver);
    expect(again.heard()).toEqual(["ready", "ack 1", "ack 2"]);
  });

  test("no point of its own: a hold on another number stops nobody", async () => {
    simulation().network.holds.hold("received_by_server", "628333");
    const { connection } = await simulation().link();
    void connection.send(aMessage());
    await simulation().clock.advance(30);
    expect(simulation().received()).toEqual([messageId]);
  });

  test("a page that was told nothing of a message does not know it, whatever the server has", async () => {
    const { connection } = await simulation().link("session-1");
    void connection.send(aMessage());
    await simulation().clock.advance(30);
    const other = await simulation().link("session-2");
    expect(await other.connection.findMessage(messageId, receiver)).toBeUndefined();
  });
});

describe("a page that hands over again what it never saw acknowledged", () => {
  const simulation = eachTestHasASimulation();

  test("sends the stored row by itself when it is opened again", async () => {
    const { network, clock } = simulation();
    const { connection } = await simulation().link();
    network.holds.hold("stored_in_page");
    const sent = outcomeOf(connection.send(aMessage()));
    network.fault("session-1", "page_crash");
    await clock.advance(0);
    expect(sent.is).toBe("OutcomeUnknown");
    await connection.close();
    network.holds.release("stored_in_page");
    const again = await simulation().open();
    await clock.advance(30);
    expect(again.heard()).toEqual(["ready", "ack 1", "ack 2"]);
    expect(simulation().received()).toEqual([messageId]);
  });

  test("on a network that drops no repeats, what it sent by itself is told from what it was asked for", async () => {
    const { network, clock } = simulation();
    simulation().behave({ dedupe: false });
    const { connection } = await simulation().link();
    network.holds.hold("reply_on_its_way");
    const sent = outcomeOf(connection.send(aMessage()));
    await clock.advance(10);
    network.fault("session-1", "page_crash");
    await clock.advance(0);
    expect(sent.is).toBe("OutcomeUnknown");
    await connection.close();
    await simulation().open();
    await clock.advance(1_000);
    expect(network.deliveries().map(({ id, resent }) => [id, resent])).toEqual([
      [messageId, undefined],
      [messageId, true],
    ]);
  });

  test("it hears first what was accepted meanwhile: that goes once, whether or not repeats are dropped", async () => {
    const { network, clock } = simulation();
    simulation().behave({ dedupe: false });
    const { connection } = await simulation().link();
    void connection.send(aMessage()).catch(() => undefined);
    network.fault("session-1", "browser_kill");
    await connection.close();
    await clock.advance(1_000);
    const again = await simulation().open();
    await clock.advance(1_000);
    expect(again.heard()).toEqual(["ready", "ack 1", "ack 2"]);
    expect(simulation().received()).toEqual([messageId]);
  });

  test("a page whose line comes back hands over nothing twice", async () => {
    const { network, clock } = simulation();
    simulation().behave({ dedupe: false, acceptMs: 60_000 });
    const { connection } = await simulation().link();
    void connection.send(aMessage()).catch(() => undefined);
    network.fault("session-1", "drop");
    await clock.advance(120_000);
    expect(simulation().received()).toEqual([messageId]);
  });
});

describe("everything killed at once, the network too", () => {
  const simulation = eachTestHasASimulation();
  const journal = (): string => join(simulation().networkDir, "network.jsonl");

  test("what arrived is remembered, what was accepted arrives, what was owed is told", async () => {
    simulation().behave({ deliverMs: 1_000, readMs: 5_000 });
    const { clock } = simulation();
    const before = await simulation().link();
    void before.connection.send(aMessage({ messageId: "A" }));
    await clock.advance(1_010);
    const lost = outcomeOf(before.connection.send(aMessage({ messageId: "B" })));
    await clock.advance(10);
    expect(before.heard()).toEqual(["ack 1", "ack 2", "ack 1"]);
    expect(lost.is).toMatchObject({ ack: 1 });
    const arrived = simulation().network.deliveries();

    simulation().restart();
    expect(simulation().network.deliveries()).toEqual(arrived);
    expect(simulation().network.behaviour).toMatchObject({ acceptMs: 10, deliverMs: 1_000 });
    await clock.advance(999);
    expect(simulation().received()).toEqual(["A"]);
    await clock.advance(1);
    expect(simulation().received()).toEqual(["A", "B"]);
    await clock.advance(10_000);
    const after = await simulation().open();
    expect(after.heard()).toEqual(["ready", "ack 2", "ack 3", "ack 3"]);

    simulation().restart();
    const heardAll = await simulation().open();
    expect(heardAll.heard()).toEqual(["ready"]);
  });

  test("a message for a phone that is off outlives the network, and its id stays known", async () => {
    const { clock } = simulation();
    const before = await simulation().link();
    simulation().network.setNumber(receiver, { phoneOff: true });
    void before.connection.send(aMessage());
    await clock.advance(1_000);
    simulation().restart();
    const after = await simulation().open();
    await clock.advance(1_000);
    expect(simulation().received()).toEqual([]);
    simulation().network.setNumber(receiver, { phoneOff: false });
    void after.connection.send(aMessage());
    await clock.advance(1_000);
    expect(simulation().received()).toEqual([messageId]);
  });

  test.each([true, false])(
    "a message that the server had not decided on is gone; it arrives if its page hands it over again: %s",
    async (resendsPending) => {
      simulation().behave({ dedupe: false, resendsPending });
      const before = await simulation().link();
      void before.connection.send(aMessage()).catch(() => undefined);
      await simulation().clock.advance(9);
      simulation().restart();
      const after = await simulation().open();
      await simulation().clock.advance(1_000);
      expect(await after.connection.findMessage(messageId, receiver)).toMatchObject({ ack: resendsPending ? 2 : 0 });
      expect(simulation().received()).toEqual(resendsPending ? [messageId] : []);
    },
  );

  test("forgotten deliveries stay forgotten and repeated ids stay known", async () => {
    const { connection } = await simulation().link();
    void connection.send(aMessage());
    await simulation().clock.advance(1_000);
    simulation().network.forgetDeliveries();
    simulation().restart();
    const after = await simulation().open();
    void after.connection.send(aMessage());
    await simulation().clock.advance(1_000);
    expect(simulation().network.deliveries()).toEqual([]);
  });

  test("a torn last line is cut off, in the network's journal and in the profile's", async () => {
    const { connection } = await simulation().link();
    void connection.send(aMessage());
    await simulation().clock.advance(1_000);
    const rows = join(simulation().folder("session-1"), "messages.jsonl");
    const whole = [journal(), rows].map((path) => readFileSync(path, "utf8"));
    for (const path of [journal(), rows]) appendFileSync(path, '{"type":"arrived","mess');
    simulation().restart();
    const after = await simulation().open();
    expect(readFileSync(journal(), "utf8").startsWith(whole[0] ?? "?")).toBe(true);
    expect(readFileSync(rows, "utf8")).toBe(whole[1]);
    expect(simulation().received()).toEqual([messageId]);
    expect(await after.connection.findMessage(messageId, receiver)).toMatchObject({ ack: 2 });
  });

  test("a whole line that cannot be read is named, not skipped", async () => {
    appendFileSync(journal(), "{}\n");
    expect(() => {
      simulation().restart();
    }).toThrow(`line 2 of ${journal()} cannot be read`);
  });

  test("a network that ended records nothing more, and what is handed to it leads nowhere", async () => {
    const { network, clock } = simulation();
    const { connection } = await simulation().link();
    network.close();
    const sent = outcomeOf(connection.send(aMessage()));
    await clock.advance(15_000);
    expect(sent.is).toBe("OutcomeUnknown");
    expect(() => network.setNumber(receiver, {})).toThrow("the journal is closed");
  });
});
