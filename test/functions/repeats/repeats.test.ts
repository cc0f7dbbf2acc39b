import { defaultLockMs } from "../../../aws/stores/access/idempotency-store.ts";
import * as stores from "../../../aws/open.ts";
import { routes } from "../../../functions/routes/index.ts";
import type { Route } from "../../../functions/routes/route.ts";
import { type Answer, type Client, type Failure } from "../../e2e/client.ts";
import { aUlid } from "../../support/builders.ts";
import { dyingAtWrite } from "../../support/api/killed-request.ts";
import { startLambdasForAdmin } from "../../support/api/admin-of-lambdas.ts";
import type { LambdasAtHand } from "../../support/api/lambdas.ts";
import { accessCases } from "./access-cases.ts";
import { contentCases } from "./content-cases.ts";
import { sendingCases } from "./sending-cases.ts";
import { placesOn, type World } from "./worlds.ts";

/**
 * Requests under an `Idempotency-Key` whose process dies before each of their writes in turn, and what their repeats find:
 * every route, and what may have changed between the two.
 */

let all: LambdasAtHand;
let client: Client;

beforeAll(async () => {
  ({ all, client } = await startLambdasForAdmin());
  await stores.slots(all.env).take(0, undefined, "worker", 10);
});
afterAll(async () => {
  await all.close();
});

const never = Infinity;
const places = placesOn(() => all);
const cases = [...sendingCases(places), ...contentCases(places), ...accessCases(places)];

const asks = ({ path, ask }: World, key: string): Promise<Answer<object>> =>
  client.ask<object>("POST", path, { ...ask, headers: { ...ask.headers, "idempotency-key": key } });

/** Asks in a world of its own, by a process that dies before that write. */
async function cutOff(world: () => Promise<World>, fatal: number) {
  const its = await world();
  const key = aUlid();
  const { answer, writes } = await dyingAtWrite(fatal, () => asks(its, key));
  // Whatever limits it, and the lock of the reservation, is over.
  all.later(2 * defaultLockMs);
  return { its, key, answer, writes, repeat: () => asks(its, key) };
}

test("are all routes with an Idempotency-Key", () => {
  const idempotent = routes.filter((route: Route) => route.idempotent === true);
  const tried = new Set(cases.map(({ operationId }) => operationId));
  expect([...tried].sort()).toEqual(idempotent.map(({ operationId }) => operationId).sort());
});

describe.each(cases)("$name", ({ status, world }) => {
  test("dies before each write: the repeat answers as the first try would have, and it is made once", async () => {
    const whole = await cutOff(world, never);
    expect([whole.answer.status, await whole.its.made()]).toEqual([status, 1]);
    // The reservation, the resource and the answer at least.
    expect(whole.writes).toBeGreaterThanOrEqual(3);
    for (let fatal = 1; fatal <= whole.writes; fatal += 1) {
      const { its, repeat } = await cutOff(world, fatal);
      const second = await repeat();
      expect([fatal, second.status, await its.made()]).toEqual([fatal, status, 1]);
      expect(shapeOf(second.body)).toEqual(shapeOf(whole.answer.body));
      const third = await repeat();
      expect([third.status, third.body, third.headers.get("idempotency-replayed")]).toEqual([
        status,
        second.body,
        "true",
      ]);
      expect(await its.made()).toBe(1);
    }
  });

  test("dies before each write, then the world changes: what was made is the answer, and it is made once", async () => {
    const { answer, writes } = await cutOff(world, never);
    expect(answer.status).toBe(status);
    for (let fatal = 1; fatal <= writes; fatal += 1) {
      const { its, repeat } = await cutOff(world, fatal);
      await its.spoil?.();
      const made = await its.made();
      const second = await repeat();
      if (second.status !== status) {
        expect([fatal, second.status < 500 || second.status === 503, made]).toEqual([fatal, true, 0]);
        // It was refused by what holds now, and by nothing that a next repeat would find.
        expect((second.body as Failure).error.code).not.toBe("IDEMPOTENCY_IN_PROGRESS");
      }
      await its.mend?.();
      const third = await repeat();
      expect([fatal, third.status, await its.made()]).toEqual([fatal, status, 1]);
    }
  });
});

test("a permission that ended before its repeat came is another one, which its repeats get", async () => {
  const upload = cases.find(({ name }) => name === "POST /upload of a file to come");
  if (upload === undefined) throw new Error("there is no such case");
  const { world } = upload;
  const { writes } = await cutOff(world, never);
  const { repeat } = await cutOff(world, writes);
  all.later(15 * 60_000);
  const second = (await repeat()) as Answer<{ readonly data: { readonly expiresAt: string } }>;
  const inQuarterOfAnHour = new Date(all.now() + 15 * 60_000).toISOString();
  expect([second.status, second.body.data.expiresAt]).toEqual([201, inQuarterOfAnHour]);
  expect((await repeat()).body).toEqual(second.body);
});

/** What is in an answer, without ids and times of its own. */
const shapeOf = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body, (_, value: unknown) => {
      if (typeof value === "number") return value > 1_000_000 ? 0 : value;
      return typeof value === "string" ? value.replace(/[\dA-Za-z_+/=:.-]{10,}/g, "~").replace(/\d+/g, "0") : value;
    }),
  );
