import { ConditionRefused, errorKinds, NamedError, type ErrorCode } from "../../../core/errors.ts";
import { failureAnswer } from "../../../functions/edge/failure.ts";

const codes = Object.keys(errorKinds) as ErrorCode[];

test.each<[ErrorCode, number]>([
  ["INVALID_JSON", 400],
  ["USER_ID_REQUIRED", 400],
  ["UNAUTHENTICATED", 401],
  ["SCOPE_MISSING", 403],
  ["SESSION_NOT_FOUND", 404],
  ["METHOD_NOT_ALLOWED", 405],
  ["CAMPAIGN_STATE", 409],
  ["BODY_TOO_LARGE", 413],
  ["UNSUPPORTED_MEDIA_TYPE", 415],
  ["VALIDATION_FAILED", 422],
  ["RATE_LIMITED", 429],
  ["INTERNAL", 500],
  ["SESSION_NOT_CONNECTED", 503],
])("%s is answered with %d", (code, status) => {
  expect(failureAnswer(new NamedError(code, "no"), "en", "req-1").status).toBe(status);
});

test("every failure has one shape", () => {
  for (const code of codes) {
    expect(failureAnswer(new NamedError(code, "inside"), "en", "req-1").body).toEqual({
      success: false,
      message: expect.any(String) as string,
      error: { code, details: [], requestId: "req-1" },
    });
  }
});

test("what is wrong, and members of its own, stand in the error", () => {
  const details = [{ pointer: "/name", came: "nothing", wanted: "a string" }];
  const error = new NamedError("SESSION_NOT_CONNECTED", "no", { details, members: { qrRequired: true } });
  expect(failureAnswer(error, "id", "req-1").body).toEqual({
    success: false,
    message: "WhatsApp belum terhubung, silakan scan QR code",
    error: {
      code: "SESSION_NOT_CONNECTED",
      details: [{ pointer: "/name", came: "tidak ada", wanted: "teks" }],
      requestId: "req-1",
      qrRequired: true,
    },
  });
  expect(failureAnswer(error, "en", "req-1").body).toMatchObject({ error: { details } });
});

test("a write that another one overtook may be tried again at once", () => {
  const { status, headers, body } = failureAnswer(new ConditionRefused("row changed"), "en", "req-1");
  expect([status, headers["retry-after"], body["error"]]).toEqual([
    503,
    "1",
    { code: "TRY_AGAIN", details: [], requestId: "req-1" },
  ]);
});

test("of an error that nobody named a caller learns nothing but the request's id", () => {
  for (const error of [new Error("table registry is gone"), "text", undefined, { code: "X" }]) {
    const { status, body } = failureAnswer(error, "en", "req-1");
    expect(status).toBe(500);
    expect(body["error"]).toEqual({ code: "INTERNAL", details: [], requestId: "req-1" });
    expect(JSON.stringify(body)).not.toContain("registry");
  }
});

test("headers say what a client can act on", () => {
  const headersOf = (error: NamedError) => {
    const { "content-language": language, ...headers } = failureAnswer(error, "en", "r").headers;
    expect(language).toBe("en");
    return headers;
  };
  expect(headersOf(new NamedError("UNAUTHENTICATED", "no"))).toHaveProperty("www-authenticate");
  expect(headersOf(new NamedError("METHOD_NOT_ALLOWED", "no", { facts: { allow: "GET, POST" } }))).toEqual({
    allow: "GET, POST",
  });
  expect(headersOf(new NamedError("IDEMPOTENCY_IN_PROGRESS", "no", { retryAfterSeconds: 2 }))).toEqual({
    "retry-after": "2",
  });
  expect(headersOf(new NamedError("LIST_NOT_FOUND", "no"))).toEqual({});
});
