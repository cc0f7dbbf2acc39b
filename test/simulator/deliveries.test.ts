import { Deliveries } from "../../simulator/deliveries.ts";

test("a hundred thousand arrivals, each looked up by its number, take no time worth naming", () => {
  const deliveries = new Deliveries();
  const count = 100_000;
  const numberOf = (place: number): string => String(628_000_000_000 + place);
  for (let place = 0; place < count; place += 1) {
    deliveries.add({
      id: `message-${place}`,
      session: "session-1",
      from: "628111",
      to: numberOf(place),
      type: "text",
      body: "hello",
      receivedAt: "2026-01-01T00:00:00.000Z",
    });
  }
  const started = performance.now();
  for (let place = 0; place < count; place += 1) {
    expect(deliveries.list({ to: numberOf(place) })[0]?.id).toBe(`message-${place}`);
  }
  // Without an index this takes minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});
