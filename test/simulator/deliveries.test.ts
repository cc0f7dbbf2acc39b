import { Deliveries } from "../../simulator/deliveries.ts";

const numberOf = (place: number): string => String(628_000_000_000 + place);

function arrivals(count: number): Deliveries {
  const deliveries = new Deliveries();
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
  return deliveries;
}

/** How long so many lookups take, each of another of the first thousand. */
function lookups(deliveries: Deliveries): number {
  const started = performance.now();
  for (let turn = 0; turn < 20_000; turn += 1) {
    const place = turn % 1_000;
    if (deliveries.list({ to: numberOf(place) })[0]?.id !== `message-${place}`) throw new Error(`no message-${place}`);
  }
  return performance.now() - started;
}

test("what arrived at a number is found as quickly among a hundred thousand arrivals as among a thousand", () => {
  const [few, many] = [arrivals(1_000), arrivals(100_000)];
  lookups(few);
  // Without an index it is a hundred times as long.
  expect(lookups(many) / lookups(few)).toBeLessThan(20);
});
