import { errorKinds, type ErrorKind } from "../../../core/errors.ts";
import { maxBodyBytes } from "../../../functions/edge/body.ts";
import { gatewayAnswers, gatewayResult } from "../../../local/gateway/gateway-answers.ts";
import { document, failuresOf, faultsOf, operations, type Json } from "../../support/api/api-document.ts";

/** What the OpenAPI document shows of each failure is one that the operation answers; test/e2e/contract/examples.test.ts asks for some. */

const statusOf: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  limited: 429,
  internal: 500,
  unavailable: 503,
};
const ofFront = Object.values(gatewayAnswers);

test.each(operations)("each failure of $operationId has an example of its own status, by code", (operation) => {
  const failing = Object.keys(operation.responses).filter((status) => Number(status) >= 400);
  expect(failing.length).toBeGreaterThan(5);
  for (const status of failing) {
    const examples = failuresOf(operation, status);
    expect([status, examples.length]).not.toEqual([status, 0]);
    for (const [code, { error }] of examples) {
      const kind = (errorKinds as Readonly<Record<string, ErrorKind>>)[code];
      const statuses = [...ofFront.filter((one) => one.code === code).map((one) => one.status), kind && statusOf[kind]];
      expect([code, statuses]).toEqual([error.code, expect.arrayContaining([Number(status)])]);
    }
  }
});

const failure = document.components.schemas["Failure"] ?? {};
const members = (failure["properties"] as Readonly<Record<string, { readonly properties: Json }>>)["error"]?.properties;

test.each(Object.entries(document.components.examples))("%s is whole, and of its code alone", (name, { value }) => {
  const { message, error } = value;
  expect(faultsOf(failure, value)).toEqual([]);
  expect(name.replace(/-\d+$/, "")).toBe(error.code);
  expect(message).not.toMatch(/\{\w+\}|undefined/);
  expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const { code, details, requestId: _, ...more } = error;
  // These two are told of by what they say, not by their codes.
  const named = Object.keys(more).filter((member) => !["state", "status", "allowed"].includes(member));
  for (const member of named)
    expect([member, members?.[member]]).toMatchObject([
      member,
      { description: expect.stringContaining(code) as string },
    ]);
  if (code === "VALIDATION_FAILED") expect(details).not.toEqual([]);
});

test("what the front answers stands there as the front answers it", () => {
  const shown = Object.values(document.components.examples).map(({ value }) => value);
  for (const front of ofFront.filter(({ status }) => [408, 417, 431].includes(status))) {
    const [example] = shown.filter(({ error }) => error.code === front.code);
    const { body = "" } = gatewayResult(front, String(example?.error.requestId));
    expect(example).toEqual(JSON.parse(body));
  }
  const [large] = shown.filter(({ error }) => error.code === "BODY_TOO_LARGE");
  expect(large?.message).toContain(String(maxBodyBytes));
});
