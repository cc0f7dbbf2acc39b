import type { ControlCaller } from "../../simulator/controls/call.ts";
import { handleControl } from "../../simulator/controls/controls.ts";
import { type Answer, json } from "./json-answer.ts";
import { aMessage, eachTestHasASimulation, type OpenSession, receiver, sender } from "./simulation.ts";

const simulation = eachTestHasASimulation();
let shown: OpenSession | undefined;

beforeEach(() => {
  shown = undefined;
});

const operator: ControlCaller = { tenantId: "local", scopes: ["read", "write", "operator"] };

/** `path` without its `/_simulator`. */
function call(method: string, path: string, body?: unknown, query: Record<string, string> = {}): Promise<Answer> {
  const context = {
    qrOnShow: async ({ sessionId }: { sessionId: string }) =>
      sessionId === "session-1" && shown ? simulation().qrOf(shown) : undefined,
    authorize: async () => operator,
  };
  return json(handleControl(simulation().network, { method, path: `/_simulator${path}`, query, body }, context));
}

const refusal = (status: number, code: string): unknown => ({
  status,
  body: { success: false, message: expect.any(String) as string, error: { code, details: [] } },
});

const bad = (...details: { pointer: string; came: string; wanted?: string }[]): unknown => ({
  status: 422,
  body: {
    success: false,
    message: "the request is not valid",
    error: {
      code: "VALIDATION_FAILED",
      details: details.map((detail) => ({ wanted: expect.any(String) as string, ...detail })),
    },
  },
});

test("scan: the code that the session shows is scanned by that phone", async () => {
  shown = await simulation().open();
  const answer = await call("POST", "/sessions/session-1/scan", { number: "+62 811-1000-111", name: "Shop" });
  expect(answer).toEqual({ status: 200, body: { success: true, data: { session: "session-1", number: sender } } });
  await simulation().clock.advance(100);
  expect(shown.events.at(-1)).toEqual({ type: "ready", number: sender, name: "Shop" });
  expect(await call("POST", "/sessions/session-1/scan", { number: sender })).toEqual(refusal(404, "QR_NOT_ON_SHOW"));
});

test("scan: 404 for a session without a code, 409 for a phone that may not link", async () => {
  expect(await call("POST", "/sessions/other/scan", { number: sender })).toEqual(refusal(404, "QR_NOT_ON_SHOW"));
  for (const name of ["a", "b", "c", "d"]) await simulation().link(name);
  shown = await simulation().open();
  expect(await call("POST", "/sessions/session-1/scan", { number: sender })).toEqual(refusal(409, "TOO_MANY_DEVICES"));
  await call("PUT", "/numbers/628999", { registered: false });
  expect(await call("POST", "/sessions/session-1/scan", { number: "628999" })).toEqual(
    refusal(409, "NUMBER_NOT_ON_WHATSAPP"),
  );
});

test("deliveries: a bare array, filtered by number, session and time, and forgotten on demand", async () => {
  const { connection } = await simulation().link("session-1");
  const other = await simulation().link("session-2", "628111000999");
  const { clock } = simulation();
  void connection.send(aMessage({ messageId: "A" }));
  await clock.advance(1_000);
  const later = clock.now();
  void connection.send(aMessage({ messageId: "B", to: "628333000333" }));
  void other.connection.send(aMessage({ messageId: "C" }));
  await clock.advance(1_000);
  const listed = async (query: Record<string, string> = {}): Promise<string[]> => {
    const { status, body } = await call("GET", "/deliveries", undefined, query);
    expect(status).toBe(200);
    return (body as { id: string }[]).map(({ id }) => id);
  };
  expect(await listed()).toEqual(["A", "B", "C"]);
  expect(await listed({ to: "+62 822-2000-222" })).toEqual(["A", "C"]);
  expect(await listed({ to: "628" })).toEqual([]);
  expect(await listed({ session: "session-1" })).toEqual(["A", "B"]);
  expect(await listed({ since: String(later + 30) })).toEqual(["B", "C"]);
  expect(await listed({ since: String(later + 31) })).toEqual([]);
  expect(await listed({ since: new Date(later).toISOString(), session: "session-2", to: receiver })).toEqual(["C"]);
  expect(await listed({ since: "2026-01-01T07:00:00+07:00" })).toEqual(["A", "B", "C"]);

  expect(await call("DELETE", "/deliveries")).toEqual({ status: 200, body: { success: true, data: {} } });
  expect(await listed()).toEqual([]);
  void connection.send(aMessage({ messageId: "A" }));
  await clock.advance(1_000);
  expect(await listed()).toEqual([]);
});

test("numbers: changes add up", async () => {
  await call("PUT", "/numbers/%2B62822-2000-222", { phoneOff: true });
  expect(await call("PUT", `/numbers/${receiver}`, { lid: "99887766" })).toEqual({
    status: 200,
    body: { success: true, data: { number: receiver, phoneOff: true, lid: "99887766" } },
  });
});

test("behaviour: what is not named stays", async () => {
  await call("PUT", "/behaviour", { acceptMs: 1, deliverMs: 2, readMs: 3 });
  expect((await call("PUT", "/behaviour", { readMs: null, dedupe: false })).body).toEqual({
    success: true,
    data: {
      acceptMs: 1,
      deliverMs: 2,
      readMs: null,
      dedupe: false,
      ackFailRate: 0,
      staleProfile: "accept",
      resendsPending: true,
    },
  });
});

test("inbound: the phone writes to the session", async () => {
  const { events } = await simulation().link();
  const { status, body } = await call("POST", "/inbound", { session: "session-1", from: "+62822", body: "hi" });
  expect({ status, body }).toMatchObject({ status: 200, body: { data: { session: "session-1", from: "62822" } } });
  expect(events).toEqual([
    { type: "message", message: expect.objectContaining({ from: "62822", body: "hi" }) as object },
  ]);
  expect(await call("POST", "/inbound", { session: "other", from: "62822", body: "hi" })).toEqual(
    refusal(404, "SESSION_UNKNOWN"),
  );
});

test("fault: befalls the session; one that needs a line is refused without it", async () => {
  const { heard } = await simulation().link();
  expect(await call("POST", "/sessions/session-1/fault", { kind: "drop" })).toEqual({
    status: 200,
    body: { success: true, data: { session: "session-1", kind: "drop" } },
  });
  expect(heard()).toEqual(["line_lost"]);
  expect(await call("POST", "/sessions/session-1/fault", { kind: "drop" })).toEqual(refusal(409, "LINE_CLOSED"));
  expect(await call("POST", "/sessions/other/fault", { kind: "drop" })).toEqual(refusal(404, "SESSION_UNKNOWN"));
});

test("limits: of the session's account, what is not named stays, and null takes a limit away", async () => {
  const change = (body: unknown) => call("PUT", "/sessions/session-1/limits", body);
  expect(await change({})).toEqual(refusal(404, "SESSION_UNKNOWN"));
  const { connection } = await simulation().link();
  const answers = async (body: unknown, data: object) => {
    expect(await change(body)).toEqual({
      status: 200,
      body: { success: true, data: { session: "session-1", ...data } },
    });
  };
  await answers({}, { restricted: false });
  const resetsAt = "2026-01-31T00:00:00.000Z";
  await answers(
    { newChats: { total: 20, used: 3, resetsAt: "2026-01-31T07:00:00+07:00" } },
    { newChats: { total: 20, used: 3, resetsAt }, restricted: false },
  );
  await answers(
    { newChats: { total: 30 }, timelock: {} },
    { newChats: { total: 30, used: 3, resetsAt }, timelock: {}, restricted: false },
  );
  const timelock = { until: "2026-01-02T00:00:00.000Z" };
  await answers({ newChats: null, timelock }, { timelock, restricted: false });
  expect(await connection.readLimits()).toEqual({ timelock: { until: Date.parse(timelock.until) }, restricted: false });
  await call("POST", "/sessions/session-1/fault", { kind: "restricted" });
  await answers({ timelock: null }, { restricted: true });
  expect(await change({ newChats: { total: -1 }, timelock: { until: "tomorrow" }, quota: 1 })).toEqual(
    bad(
      { pointer: "/newChats/total", came: "-1" },
      { pointer: "/timelock/until", came: '"tomorrow"', wanted: "an ISO 8601 time with its zone" },
      { pointer: "/quota", came: "1", wanted: "no such field" },
    ),
  );
});

test("bad input is refused field by field, and changes nothing", async () => {
  expect(await call("PUT", "/behaviour", { acceptMs: -1, dedupe: "no", speed: 1 })).toEqual(
    bad({ pointer: "/acceptMs", came: "-1" }, { pointer: "/dedupe", came: '"no"' }, { pointer: "/speed", came: "1" }),
  );
  expect(simulation().network.behaviour.acceptMs).toBe(10);
  expect(await call("PUT", "/behaviour", [])).toEqual(bad({ pointer: "", came: "an array of 0" }));
  expect(await call("POST", "/inbound")).toEqual(bad({ pointer: "", came: "nothing" }));
  expect(await call("POST", "/sessions/session-1/fault", { kind: "fire" })).toEqual(
    bad({ pointer: "/kind", came: '"fire"' }),
  );
  expect(await call("POST", "/sessions/session-1/scan", { number: "abc" })).toEqual(
    bad({ pointer: "/number", came: '"abc"' }),
  );
  expect(await call("PUT", "/numbers/abc", {})).toEqual(bad({ pointer: "/path/number", came: '"abc"' }));
  expect(await call("PUT", "/numbers/%E0%A4%A", {})).toEqual(bad({ pointer: "/path", came: '"%E0%A4%A"' }));
  expect(await call("GET", "/deliveries", undefined, { since: "yesterday" })).toEqual(
    bad({ pointer: "/query/since", came: '"yesterday"' }),
  );
  expect(await call("GET", "/deliveries", undefined, { form: "1" })).toEqual(
    bad({ pointer: "/query/form", came: '"1"' }),
  );
});

test("unknown paths are 404, known ones with another method 405 with what they take", async () => {
  expect(await call("GET", "/phones")).toEqual(refusal(404, "ROUTE_NOT_FOUND"));
  expect(await call("POST", "/sessions//scan", { number: sender })).toEqual(refusal(404, "ROUTE_NOT_FOUND"));
  expect(await call("POST", "/deliveries")).toEqual({
    ...(refusal(405, "METHOD_NOT_ALLOWED") as object),
    headers: { allow: "GET, DELETE" },
  });
});
