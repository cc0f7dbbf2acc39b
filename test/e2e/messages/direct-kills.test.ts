import { killWhileAsking } from "./direct-kills.ts";

jest.setTimeout(120_000);

test("a message whose request is killed five times, and repeated under its Idempotency-Key, arrives once", async () => {
  // From before the reservation to after the message went.
  const moments = [5, 15, 30, 60, 120].map((most) => most * (0.5 + Math.random() / 2));
  const { broken, cutOff } = await killWhileAsking(moments);
  expect({ moments, broken }).toEqual({ moments, broken: [] });
  expect(cutOff).toBeGreaterThan(0);
});
