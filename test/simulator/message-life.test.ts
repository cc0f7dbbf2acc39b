import { RejectedByWhatsApp } from "../../core/errors.ts";
import { type AckEvent, type WhatsAppEvent } from "../../core/whatsapp.ts";
import { aMessage, eachTestHasASimulation, outcomeOf, receiver, sender } from "./simulation.ts";

const simulation = eachTestHasASimulation();

const acksOf = (events: readonly WhatsAppEvent[]): AckEvent[] =>
  events.flatMap((event) => (event.type === "ack" ? [event.ack] : []));

test("send resolves when the server has it, then come the phone's ack and the reader's", async () => {
  simulation().behave({ readMs: 40 });
  const { clock } = simulation();
  const { connection, events } = await simulation().link();
  const handedOverAt = clock.now();
  const sent = outcomeOf(connection.send(aMessage()));
  await clock.advance(9);
  expect(sent.is).toBe("pending");
  await clock.advance(1);
  expect(sent.is).toEqual({ ack: 1, at: handedOverAt + 10 });
  expect(simulation().received()).toEqual([]);
  await clock.advance(60);

  const { messageId, to } = aMessage();
  expect(acksOf(events)).toEqual([
    { messageId, to, ack: 1, at: handedOverAt + 10 },
    { messageId, to, ack: 2, at: handedOverAt + 30 },
    { messageId, to, ack: 3, at: handedOverAt + 70 },
  ]);
  expect(await connection.findMessage(messageId, to)).toEqual({ ack: 3, at: handedOverAt + 70 });
  expect(simulation().network.deliveries()).toEqual([
    {
      id: messageId,
      session: "session-1",
      from: sender,
      to,
      type: "text",
      body: "hello",
      receivedAt: new Date(handedOverAt + 30).toISOString(),
    },
  ]);
});

test("without a read time nobody reads", async () => {
  const { connection, heard } = await simulation().link();
  void connection.send(aMessage());
  await simulation().clock.advance(86_400_000);
  expect(heard()).toEqual(["ack 1", "ack 2"]);
});

test("a phone that is off gets its messages in order when it is on again", async () => {
  const { network, clock } = simulation();
  const { connection, heard } = await simulation().link();
  network.setNumber(receiver, { phoneOff: true });
  for (const messageId of ["A", "B"]) {
    void connection.send(aMessage({ messageId }));
    await clock.advance(1_000);
  }
  expect(heard()).toEqual(["ack 1", "ack 1"]);
  network.setNumber(receiver, { phoneOff: false });
  expect(simulation().received()).toEqual(["A", "B"]);
  expect(heard()).toEqual(["ack 1", "ack 1", "ack 2", "ack 2"]);
});

test.each([{ refuses: true }, { registered: false }])("a number that is %p: ack -1, nobody gets it", async (number) => {
  const { network, clock } = simulation();
  network.setNumber(receiver, number);
  const { connection, heard } = await simulation().link();
  const sent = connection.send(aMessage());
  const rejected = expect(sent).rejects.toThrow(RejectedByWhatsApp);
  await clock.advance(1_000);
  await rejected;
  expect(heard()).toEqual(["ack -1"]);
  expect(simulation().received()).toEqual([]);
  expect((await connection.findMessage(aMessage().messageId, receiver))?.ack).toBe(-1);
});

test("a refused message may be sent again under its id", async () => {
  const { network, clock } = simulation();
  network.setNumber(receiver, { refuses: true });
  const { connection } = await simulation().link();
  const refused = outcomeOf(connection.send(aMessage()));
  await clock.advance(10);
  expect(refused.is).toBe("RejectedByWhatsApp");
  network.setNumber(receiver, { refuses: false });
  void connection.send(aMessage());
  await clock.advance(30);
  expect(simulation().received()).toEqual([aMessage().messageId]);
  expect((await connection.findMessage(aMessage().messageId, receiver))?.ack).toBe(2);
});

test.each([
  { ackFailRate: 0.5, is: { ack: 1, at: expect.any(Number) as number } },
  { ackFailRate: 0.51, is: "RejectedByWhatsApp" },
])("a draw of 0.5 with a fail rate of $ackFailRate", async ({ ackFailRate, is }) => {
  simulation().behave({ ackFailRate });
  const { connection } = await simulation().link();
  const sent = outcomeOf(connection.send(aMessage()));
  await simulation().clock.advance(10);
  expect(sent.is).toEqual(is);
});

test("a number check tells of the account and its lid; acks about it then speak of the lid", async () => {
  const { network, clock } = simulation();
  const { connection, events } = await simulation().link();
  expect(await connection.checkNumber(receiver)).toEqual({ onWhatsApp: true });
  network.setNumber(receiver, { lid: "99887766" });
  expect(await connection.checkNumber(receiver)).toEqual({ onWhatsApp: true, lid: "99887766" });
  network.setNumber("628999", { registered: false });
  expect(await connection.checkNumber("628999")).toEqual({ onWhatsApp: false });
  void connection.send(aMessage());
  await clock.advance(30);
  expect(acksOf(events).map((ack) => ack.to)).toEqual(["99887766", "99887766"]);
});

test.each([
  { dedupe: true, received: ["A"], heard: ["ack 1", "ack 2", "ack 1"] },
  { dedupe: false, received: ["A", "A"], heard: ["ack 1", "ack 2", "ack 1", "ack 2"] },
])("an id that is sent twice, dedupe $dedupe", async ({ dedupe, received, heard }) => {
  simulation().behave({ dedupe });
  const session = await simulation().link();
  for (let time = 0; time < 2; time += 1) {
    const sent = outcomeOf(session.connection.send(aMessage({ messageId: "A" })));
    await simulation().clock.advance(30);
    expect(sent.is).toMatchObject({ ack: 1 });
  }
  expect(simulation().received()).toEqual(received);
  expect(session.heard()).toEqual(heard);
});

test("a repetition adds no second row: the page remembers what it heard of the first", async () => {
  const { network, clock } = simulation();
  const { connection } = await simulation().link();
  void connection.send(aMessage());
  await clock.advance(30);
  network.holds.hold("reply_on_its_way");
  const again = connection.send(aMessage()).catch(() => undefined);
  network.fault("session-1", "drop");
  expect((await connection.findMessage(aMessage().messageId, receiver))?.ack).toBe(2);
  await connection.close();
  await again;
});

test("a refused repetition takes nothing back from what was accepted before", async () => {
  const { network, clock } = simulation();
  const { connection } = await simulation().link();
  const send = async (): Promise<unknown> => {
    const sent = outcomeOf(connection.send(aMessage()));
    await clock.advance(30);
    return sent.is;
  };
  expect(await send()).toMatchObject({ ack: 1 });
  simulation().behave({ dedupe: false });
  network.setNumber(receiver, { refuses: true });
  expect(await send()).toBe("RejectedByWhatsApp");
  simulation().behave({ dedupe: true });
  network.setNumber(receiver, { refuses: false });
  expect(await send()).toMatchObject({ ack: 1 });
  expect(simulation().received()).toHaveLength(1);
});

test("both of two sends with one id, made at once, get the answer", async () => {
  const { connection } = await simulation().link();
  const sends = [outcomeOf(connection.send(aMessage())), outcomeOf(connection.send(aMessage()))];
  await simulation().clock.advance(30);
  for (const sent of sends) expect(sent.is).toMatchObject({ ack: 1 });
  expect(simulation().received()).toHaveLength(1);
});

test("another account's message with the same id is another message", async () => {
  const one = await simulation().link("session-1");
  const other = await simulation().link("session-2", "628111000999");
  void one.connection.send(aMessage());
  void other.connection.send(aMessage());
  await simulation().clock.advance(30);
  expect(
    simulation()
      .network.deliveries({ to: receiver })
      .map((one) => one.session),
  ).toEqual(["session-1", "session-2"]);
});

test("what comes in is told to every device of the account, at once or when it is online again", async () => {
  const { network } = simulation();
  const online = await simulation().link("session-1");
  const offline = await simulation().link("session-2");
  await offline.connection.close();
  const message = network.inbound({ sessionId: "session-1", from: receiver, body: "stop" });
  expect(online.events).toEqual([{ type: "message", message }]);
  const back = await simulation().open("session-2");
  expect(back.events).toEqual([expect.objectContaining({ type: "ready" }), { type: "message", message }]);
  expect(() => network.inbound({ sessionId: "nobody", from: receiver, body: "" })).toThrow("no device is linked");
});

test("a session closed by what it hears first is owed the rest", async () => {
  const { network } = simulation();
  const { connection } = await simulation().link();
  await connection.close();
  for (const body of ["one", "two"]) network.inbound({ sessionId: "session-1", from: receiver, body });
  const heard: string[] = [];
  const closing = await simulation().engine.open({
    profileDir: simulation().folder("session-1"),
    onEvent: (event) => {
      heard.push(event.type);
      if (event.type === "message") void closing.close();
    },
  });
  await simulation().clock.advance(100);
  expect(heard).toEqual(["page", "ready", "message"]);
  const again = await simulation().open();
  expect(again.heard()).toEqual(["ready", "message"]);
  expect(again.events.at(-1)).toMatchObject({ message: { body: "two" } });
});

test("acks can be lost, doubled and put out of order on their way to the device", async () => {
  const { network, clock } = simulation();
  network.ackFaults = (ack) => (ack.ack === 1 ? [{ ack, delayMs: 500 }] : [{ ack }, { ack }]);
  const { connection, heard } = await simulation().link();
  const late = outcomeOf(connection.send(aMessage({ messageId: "A" })));
  await clock.advance(30);
  // The phone has it, so the server had it.
  expect(late.is).toMatchObject({ ack: 2 });
  await clock.advance(500);
  expect(heard()).toEqual(["ack 2", "ack 2", "ack 1"]);
  network.fault("session-1", "drop");
  expect((await connection.findMessage("A", receiver))?.ack).toBe(2);
  await clock.advance(1_000);

  network.ackFaults = () => [];
  const lost = outcomeOf(connection.send(aMessage({ messageId: "B" })));
  await clock.advance(15_000);
  expect(lost.is).toBe("OutcomeUnknown");
  expect((await connection.findMessage("B", receiver))?.ack).toBe(2);
});
