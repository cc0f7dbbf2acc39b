import { Undoing } from "../../local/undoing.ts";

const never = () => new Promise<void>(() => undefined);

test("undoes in the opposite order, each step when the one before is over", async () => {
  const order: string[] = [];
  const undoing = new Undoing();
  for (const name of ["lock", "servers", "worker"]) {
    undoing.push(name, 500, async () => {
      await Promise.resolve();
      order.push(name);
    });
  }
  await undoing.run();
  await undoing.run();
  expect(order).toEqual(["worker", "servers", "lock"]);
});

test("leaves a step behind that takes too long, says so and goes on", async () => {
  const order: string[] = [];
  const warnings: string[] = [];
  const undoing = new Undoing((line) => warnings.push(line));
  undoing.push("the lock", 500, () => {
    order.push("lock");
  });
  undoing.push("a background job", 1, never);
  await undoing.run();
  expect([order, warnings]).toEqual([["lock"], [expect.stringMatching(/^a background job did not end within \d+ ms/)]]);
});

test("undoes all the rest of what fails, and then fails with it", async () => {
  const order: string[] = [];
  const undoing = new Undoing();
  undoing.push("the lock", 500, () => {
    order.push("lock");
  });
  undoing.push("the servers", 500, () => {
    throw new Error("a port that can't be closed");
  });
  await expect(undoing.run()).rejects.toThrow("a port that can't be closed");
  expect(order).toEqual(["lock"]);
});
