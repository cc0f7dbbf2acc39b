import type { NamedError } from "../../../core/errors.ts";
import { sessionOf } from "../../../functions/edge/access.ts";
import type { Caller } from "../../../functions/edge/keys.ts";
import { routes } from "../../../functions/routes/index.ts";

const caller: Caller = { tenantId: "ten_1", keyId: "key_1", scopes: ["admin"], sessions: ["mine"], operator: false };

function named(operationId: string, sessionId: string | undefined) {
  const route = routes.find((one) => one.operationId === operationId);
  if (route === undefined) throw new Error(`no route ${operationId}`);
  const params: Record<string, string> = sessionId === undefined ? {} : { sessionId };
  return sessionOf(route, caller, { params, headers: { "user-id": sessionId }, body: { sessionId } })?.sessionId;
}

function refusalOf(operationId: string, sessionId: string | undefined): string {
  try {
    return `taken: ${named(operationId, sessionId)}`;
  } catch (error) {
    return (error as NamedError).code;
  }
}

test("every route whose path or header names a session says so", () => {
  for (const { operationId, path, headers, session } of routes) {
    const inPath = path.includes("{sessionId}") ? "path" : undefined;
    const inHeader = headers !== undefined && "user-id" in headers.shape ? "user-id" : undefined;
    const inBody = operationId === "createSession" ? "body" : undefined;
    expect({ operationId, session }).toEqual({ operationId, session: inPath ?? inHeader ?? inBody });
  }
});

test.each(["getSession", "sendMessage", "createSession"])(
  "%s is about a session that the key may see",
  (operationId) => {
    expect(named(operationId, "mine")).toBe("mine");
    expect(refusalOf(operationId, "another")).toBe("SESSION_NOT_FOUND");
  },
);

test("what can be no session is refused as its route says", () => {
  expect(refusalOf("getSession", "not an id")).toBe("SESSION_NOT_FOUND");
  expect(refusalOf("sendMessage", "not an id")).toBe("USER_ID_REQUIRED");
  expect(refusalOf("sendMessage", undefined)).toBe("USER_ID_REQUIRED");
  // What a new session may be called says its own route.
  expect(named("createSession", "not an id")).toBe("not an id");
  expect(named("createSession", "sessions")).toBe("sessions");
});

test("the state of a session that the key may not see is that of one that does not exist", () => {
  expect(named("getStatus", "another")).toBe("another");
});
