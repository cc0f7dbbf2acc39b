import { NamedError } from "../../../core/errors.ts";
import type { IdempotencyKey, IdempotencyStore, Reservation, StoredAnswer } from "../../../core/access/access-ports.ts";
import { answerOnce, wasThereThen } from "../../../functions/edge/idempotency.ts";
import type { ApiAnswer, ApiRequest } from "../../../functions/edge/request.ts";
import { CallerSecrets } from "../../../functions/edge/secrets.ts";
import type { Services } from "../../../functions/edge/services.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

interface Kept {
  readonly requestHash: string;
  readonly ulid: string;
  holder: string;
  answer?: StoredAnswer;
  isCutOff: boolean;
}

/** The rules of the port in memory; a lock is over when a test says that the try before was cut off. */
class FewKeys implements IdempotencyStore {
  readonly #kept = new Map<string, Kept>();

  async reserve({ key }: IdempotencyKey, requestHash: string, ulid: string): Promise<Reservation> {
    const kept = this.#kept.get(key);
    if (kept === undefined) {
      this.#kept.set(key, { requestHash, ulid, holder: ulid, isCutOff: false });
      return { state: "yours", ulid, isTakenOver: false };
    }
    if (kept.requestHash !== requestHash) return { state: "other_request" };
    if (kept.answer !== undefined) return { state: "answered", answer: kept.answer, at: someTime };
    if (!kept.isCutOff) return { state: "in_progress", until: 0 };
    kept.isCutOff = false;
    kept.holder = ulid;
    return { state: "yours", ulid: kept.ulid, isTakenOver: true };
  }

  async complete({ key }: IdempotencyKey, reserved: string, answer: StoredAnswer): Promise<StoredAnswer> {
    const kept = this.#kept.get(key);
    if (kept?.ulid !== reserved) return answer;
    kept.answer ??= answer;
    return kept.answer;
  }

  async release({ key }: IdempotencyKey, ulid: string): Promise<void> {
    const kept = this.#kept.get(key);
    if (kept?.holder !== ulid || kept.answer !== undefined) return;
    if (kept.ulid === ulid) this.#kept.delete(key);
    else kept.isCutOff = true;
  }

  cutOff(key: string): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) kept.isCutOff = true;
  }
}

const created = (id: string) => ({ status: 202, body: { data: { id } } }) as ApiAnswer;

interface Try {
  readonly key?: string;
  readonly fingerprint?: string;
  readonly ulid?: string;
  readonly handle?: () => Promise<ApiAnswer>;
  /** What is found of an earlier try. */
  readonly made?: ApiAnswer;
  readonly secrets?: CallerSecrets;
}

/** Asks under one key; each request creates under the ULID it is handed. */
function asking() {
  const idempotency = new FewKeys();
  const clock = new FakeClock(someTime);
  const handled: string[] = [];
  const lookedFor: string[] = [];
  const ask = (its: Try = {}) => {
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
        answerMade: async ({ ulid }) => {
          lookedFor.push(ulid);
          return its.made;
        },
        ...(its.secrets === undefined ? {} : { secrets: its.secrets }),
        isOfSession: async () => true,
      },
    );
  };
  return {
    ask,
    handled,
    lookedFor,
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

test("the repeat of a request that was cut off looks for what it made, else creates under the first one's ulid", async () => {
  const { ask, handled, lookedFor, cutOff } = asking();
  await expect(ask({ ulid: "U1", handle: () => Promise.reject(new Error("killed")) })).rejects.toThrow("killed");
  await expect(ask()).rejects.toMatchObject({ code: "IDEMPOTENCY_IN_PROGRESS" });
  cutOff();
  expect(await ask({ ulid: "U2" })).toEqual(created("U1"));
  expect([lookedFor, handled]).toEqual([["U1"], ["U1", "U1"]]);
});

test("what the first try made is the answer, and no check comes before it", async () => {
  const { ask, handled, cutOff } = asking();
  await expect(ask({ ulid: "U1", handle: () => Promise.reject(new Error("killed")) })).rejects.toThrow("killed");
  cutOff();
  expect(await ask({ ulid: "U2", made: created("U1") })).toEqual(created("U1"));
  expect(handled).toEqual(["U1"]);
  expect(await ask()).toEqual({ ...created("U1"), headers: { "idempotency-replayed": "true" } });
});

test.each(["SESSION_NOT_CONNECTED", "VALIDATION_FAILED", "LIST_NOT_FOUND"] as const)(
  "a repeat that took it over and is refused with %s leaves it to the next one, under the same ulid",
  async (code) => {
    const { ask, handled, cutOff } = asking();
    await expect(ask({ ulid: "U1", handle: () => Promise.reject(new Error("killed")) })).rejects.toThrow("killed");
    cutOff();
    for (const ulid of ["U2", "U3"]) {
      const handle = () => Promise.reject(new NamedError(code, "not now"));
      await expect(ask({ ulid, handle })).rejects.toMatchObject({ code });
    }
    await expect(ask({ fingerprint: "put right" })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(await ask({ ulid: "U4" })).toEqual(created("U1"));
    expect(handled).toEqual(["U1", "U1", "U1", "U1"]);
  },
);

test("a first try that is refused late, after a repeat took it over, releases nothing", async () => {
  const { ask, cutOff } = asking();
  const handle = async (): Promise<ApiAnswer> => {
    cutOff();
    await expect(ask({ ulid: "U2", handle: () => Promise.reject(new Error("killed")) })).rejects.toThrow("killed");
    throw new NamedError("SESSION_NOT_CONNECTED", "not any more");
  };
  await expect(ask({ ulid: "U1", handle })).rejects.toMatchObject({ code: "SESSION_NOT_CONNECTED" });
  await expect(ask({ ulid: "U3" })).rejects.toMatchObject({ code: "IDEMPOTENCY_IN_PROGRESS" });
  cutOff();
  expect(await ask({ ulid: "U4" })).toEqual(created("U1"));
});

test("a first try that is slow answers what the repeat was answered that took it over", async () => {
  const { ask, cutOff } = asking();
  const sent = { status: 200, body: { data: { id: "U1" } } } as ApiAnswer;
  const handle = async () => {
    cutOff();
    expect(await ask({ ulid: "U2", made: sent })).toEqual(sent);
    return created("U1");
  };
  expect(await ask({ ulid: "U1", handle })).toEqual({ ...sent, headers: { "idempotency-replayed": "true" } });
  expect(await ask()).toEqual({ ...sent, headers: { "idempotency-replayed": "true" } });
});

test("so does one whose answer bears a secret", async () => {
  const { ask, cutOff } = asking();
  const secrets = new CallerSecrets("wab_key", "this request");
  const handle = async () => {
    cutOff();
    expect(await ask({ ulid: "U2", secrets })).toEqual(created("U1"));
    return { status: 202, body: { data: { id: "another" } } } as ApiAnswer;
  };
  const replayed = { ...created("U1"), headers: { "idempotency-replayed": "true" } };
  expect(await ask({ ulid: "U1", secrets, handle })).toEqual(replayed);
  expect(await ask({ secrets })).toEqual(replayed);
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

test.each([
  ["created before the answer", -1, true],
  ["created in the same millisecond", 0, true],
  ["created by a Lambda whose clock is ahead", 15_000, true],
  ["of the same id, created once the first one was deleted", 31_000, false],
])("a session %s: is the answer one of it", (_, createdAfterMs, expected) => {
  expect(wasThereThen({ createdAt: someTime + createdAfterMs }, someTime)).toBe(expected);
});
