import { ConditionRefused, NamedError } from "../../../core/errors.ts";
import type { IdempotencyKey, IdempotencyStore, Reservation, StoredAnswer } from "../../../core/ports.ts";
import { answerOnce } from "../../../functions/edge/idempotency.ts";
import type { ApiAnswer, ApiRequest } from "../../../functions/edge/request.ts";
import type { Services } from "../../../functions/edge/services.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

interface Kept {
  readonly requestHash: string;
  readonly ulid: string;
  answer?: StoredAnswer;
  isCutOff?: boolean;
}

/** The rules of the port in memory; a lock is over when a test says that the first try was cut off. */
class FewKeys implements IdempotencyStore {
  readonly #kept = new Map<string, Kept>();

  async reserve({ key }: IdempotencyKey, requestHash: string, ulid: string): Promise<Reservation> {
    const kept = this.#kept.get(key);
    if (kept === undefined) {
      this.#kept.set(key, { requestHash, ulid });
      return { state: "yours", ulid };
    }
    if (kept.requestHash !== requestHash) return { state: "other_request" };
    if (kept.answer !== undefined) return { state: "answered", answer: kept.answer };
    if (kept.isCutOff !== true) return { state: "in_progress", until: 0 };
    kept.isCutOff = false;
    return { state: "yours", ulid: kept.ulid };
  }

  async complete({ key }: IdempotencyKey, answer: StoredAnswer): Promise<void> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) kept.answer = answer;
  }

  async release({ key }: IdempotencyKey): Promise<void> {
    if (this.#kept.get(key)?.answer !== undefined) throw new ConditionRefused("answered");
    this.#kept.delete(key);
  }

  cutOff(key: string): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) kept.isCutOff = true;
  }
}

const created = (id: string) => ({ status: 202, body: { data: { id } } }) as ApiAnswer;

/** Asks under one key; each request creates under the ULID it is handed. */
function asking() {
  const idempotency = new FewKeys();
  const clock = new FakeClock(someTime);
  const handled: string[] = [];
  const ask = (its: { key?: string; fingerprint?: string; ulid?: string; handle?: () => Promise<ApiAnswer> } = {}) => {
    const request = { ulid: its.ulid ?? aUlid(), now: someTime } as ApiRequest;
    return answerOnce(
      { idempotency: idempotency as unknown as Services["idempotency"], clock },
      {
        tenantId: "acme",
        key: its.key ?? "K",
        fingerprint: its.fingerprint ?? "request",
        request,
        handle: async ({ ulid }) => {
          handled.push(ulid);
          return its.handle === undefined ? created(ulid) : await its.handle();
        },
      },
    );
  };
  return {
    ask,
    handled,
    cutOff: () => {
      idempotency.cutOff("K");
    },
  };
}

test("the first request is done, under its own ulid", async () => {
  const { ask, handled } = asking();
  expect(await ask({ ulid: "U1" })).toEqual(created("U1"));
  expect(handled).toEqual(["U1"]);
});

test("its repeat gets the first answer again, told apart by a header, and nothing is done", async () => {
  const { ask, handled } = asking();
  await ask({ ulid: "U1" });
  expect(await ask()).toEqual({ ...created("U1"), headers: { "idempotency-replayed": "true" } });
  expect(handled).toHaveLength(1);
});

test("a repeat while the first is at it is told when to ask again; another request under the key is a mistake", async () => {
  const { ask } = asking();
  const handle = async () => {
    await expect(ask()).rejects.toMatchObject({
      code: "IDEMPOTENCY_IN_PROGRESS",
      kind: "conflict",
      retryAfterSeconds: 1,
    });
    await expect(ask({ fingerprint: "other" })).rejects.toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
      kind: "invalid",
    });
    return created("U1");
  };
  expect(await ask({ handle })).toEqual(created("U1"));
});

test("the repeat of a request that was cut off creates under the first one's ulid", async () => {
  const { ask, handled, cutOff } = asking();
  await expect(ask({ ulid: "U1", handle: () => Promise.reject(new Error("killed")) })).rejects.toThrow("killed");
  await expect(ask()).rejects.toMatchObject({ code: "IDEMPOTENCY_IN_PROGRESS" });
  cutOff();
  expect(await ask({ ulid: "U2" })).toEqual(created("U1"));
  expect(handled).toEqual(["U1", "U1"]);
});

test("a request that was refused may be put right under the same key", async () => {
  const { ask } = asking();
  const handle = () => Promise.reject(new NamedError("VALIDATION_FAILED", "no"));
  await expect(ask({ handle })).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  expect(await ask({ fingerprint: "put right", ulid: "U2" })).toEqual(created("U2"));
});

test("a request that failed by our fault keeps its key: it may have done something", async () => {
  const { ask } = asking();
  for (const code of ["TRY_AGAIN", "INTERNAL"] as const) {
    await expect(ask({ key: code, handle: () => Promise.reject(new NamedError(code, "no")) })).rejects.toMatchObject({
      code,
    });
    await expect(ask({ key: code })).rejects.toMatchObject({ code: "IDEMPOTENCY_IN_PROGRESS" });
  }
});

test.each(["", " ", "a b", "é", "a\n", "k".repeat(256)])("%j is no key, and nothing is done", async (key) => {
  const { ask, handled } = asking();
  await expect(ask({ key })).rejects.toMatchObject({
    code: "INVALID_HEADER",
    facts: { header: "Idempotency-Key" },
    details: [{ pointer: "/headers/idempotency-key" }],
  });
  expect(handled).toEqual([]);
});

test("a key has 255 characters at most", async () => {
  const { ask } = asking();
  await expect(ask({ key: "~".repeat(255) })).resolves.toBeDefined();
});
