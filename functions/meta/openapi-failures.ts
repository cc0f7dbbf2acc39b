import * as z from "zod";
import type { PersonAction } from "../../core/campaign/campaign.ts";
import { NamedError, type ErrorCode } from "../../core/errors.ts";
import { readJson } from "../edge/body.ts";
import { failureAnswer } from "../edge/failure.ts";
import { check } from "../edge/validate.ts";
import { requestExamples } from "../routes/examples/index.ts";
import { absent, codesOfOperations, forbidden, ofTheFront, refused } from "../routes/examples/refused.ts";
import type { Route } from "../routes/route.ts";
import { fieldWords } from "../routes/words/field-words.ts";
import type { Json } from "./openapi-schemas.ts";

/** An example of each failure that an operation answers, made by the code that makes the answers themselves. */

const [, requestId] = fieldWords["requestId"] ?? [];

interface Example {
  readonly name: string;
  readonly value: unknown;
}

/** Components of the document: operations that answer the same have one example between them. */
export class FailureExamples {
  readonly components: Record<string, Json> = {};
  readonly #names = new Map<string, string>();

  /** The member `examples` of an answer. */
  of(route: Route, status: number, methods: readonly string[]): Json {
    return Object.fromEntries(
      failuresOf(route, status, methods).map(({ name, value }) => [
        name,
        { $ref: `#/components/examples/${this.#keep(name, value)}` },
      ]),
    );
  }

  #keep(code: string, value: unknown): string {
    const text = JSON.stringify(value);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const others = Object.keys(this.components).filter((name) => name.replace(/-\d+$/, "") === code).length;
    const name = others === 0 ? code : `${code}-${others + 1}`;
    this.components[name] = { value };
    this.#names.set(text, name);
    return name;
  }
}

function failuresOf(route: Route, status: number, methods: readonly string[]): Example[] {
  const own = codesOf(route)
    .map((code) => namedOf(route, code, methods))
    .map((named) => ({ name: named.code, ...failureAnswer(named, "en", String(requestId)) }))
    .filter((answer) => answer.status === status)
    .map(({ name, body }) => ({ name, value: body }));
  if (own.length > 0) return own;
  return ofTheFront
    .filter((front) => front.status === status)
    .map(({ code, message }) => ({
      name: code,
      value: { success: false, message, error: { code, details: [], requestId } },
    }));
}

/** What stands in `missing`, and the code of its 404. */
const missingCodes: Readonly<Record<string, ErrorCode>> = {
  session: "SESSION_NOT_FOUND",
  list: "LIST_NOT_FOUND",
  contact: "CONTACT_NOT_FOUND",
  import: "IMPORT_NOT_FOUND",
  campaign: "CAMPAIGN_NOT_FOUND",
  message: "MESSAGE_NOT_FOUND",
  template: "TEMPLATE_NOT_FOUND",
  file: "MEDIA_NOT_FOUND",
  key: "API_KEY_NOT_FOUND",
  webhook: "WEBHOOK_NOT_FOUND",
  delivery: "DELIVERY_NOT_FOUND",
  "opt-out": "OPT_OUT_NOT_FOUND",
};

/** The most likely ones of an operation, by its kind and by itself. */
function codesOf(route: Route): ErrorCode[] {
  const { operationId, scope, method, session, query, body, idempotent, missing = "" } = route;
  const isKeyed = scope !== "none" || operationId === "health";
  return [
    ...(session === "user-id" ? (["USER_ID_REQUIRED"] as const) : []),
    ...(body !== undefined && method !== "GET" ? (["INVALID_JSON"] as const) : []),
    ...(query !== undefined && "cursor" in query.shape ? (["INVALID_CURSOR"] as const) : []),
    ...(isKeyed ? (["UNAUTHENTICATED", "SCOPE_MISSING"] as const) : []),
    ...missing.split(/, | or /).flatMap((word) => missingCodes[word.split(" ")[0] ?? ""] ?? []),
    "METHOD_NOT_ALLOWED",
    "VALIDATION_FAILED",
    ...(codesOfOperations[operationId] ?? []),
    ...(idempotent === true ? (["IDEMPOTENCY_IN_PROGRESS"] as const) : []),
    ...(method === "GET" ? [] : (["BODY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"] as const)),
    ...(idempotent === true ? (["IDEMPOTENCY_KEY_REUSED"] as const) : []),
    "RATE_LIMITED",
    "INTERNAL",
    "TRY_AGAIN",
  ];
}

const inPath: Readonly<Partial<Record<ErrorCode, string>>> = {
  LIST_NOT_FOUND: "{listId}",
  TEMPLATE_NOT_FOUND: "{templateId}",
  MEDIA_NOT_FOUND: "{filename}",
  CAMPAIGN_NOT_FOUND: "{campaignId}",
};

function namedOf(route: Route, code: ErrorCode, methods: readonly string[]): NamedError {
  const { operationId, path, scope } = route;
  const named = (options = refused[code]) => new NamedError(code, code, options);
  switch (code) {
    case "SCOPE_MISSING":
      return named({ facts: { scope: operationId === "health" ? "operator" : scope } });
    case "METHOD_NOT_ALLOWED":
      return named({ facts: { method: notOf(methods), allow: [...methods].sort().join(", ") } });
    case "CAMPAIGN_STATE":
      return named(forbidden(operationId.replace("Campaign", "") as PersonAction));
    case "INVALID_JSON":
      return thrown(() => readJson({ text: '{"name":', isBase64: false, contentType: "application/json" }));
    case "UNSUPPORTED_MEDIA_TYPE":
      return unsupported(route);
    case "VALIDATION_FAILED":
      return invalid(route);
    default:
      return named(path.includes(inPath[code] ?? "{}") ? refused[code] : (absent(route)[code] ?? refused[code]));
  }
}

/** A method that a path has not. */
const notOf = (methods: readonly string[]): string => (methods.includes("PATCH") ? "PUT" : "PATCH");

function unsupported({ rawBody, body }: Route): NamedError {
  if (rawBody === undefined) return thrown(() => readJson({ text: "a", isBase64: false, contentType: "text/plain" }));
  const accepted = [...rawBody, ...(body === undefined ? [] : ["application/json"])];
  return new NamedError("UNSUPPORTED_MEDIA_TYPE", "text/plain", {
    facts: { came: "text/plain", wanted: accepted.join(" / ") },
    details: [{ pointer: "/headers/content-type", came: '"text/plain"', wanted: accepted.join(" or ") }],
  });
}

/** A request that is refused with 422: its example with one mistake. */
export function mistaken(route: Route): { readonly query?: Json; readonly body?: unknown } {
  const { query, body } = route;
  if (body !== undefined) {
    const right = (requestExamples[route.operationId]?.body ?? {}) as Json;
    const [name = "colour", value] = Object.entries(right)[0] ?? [];
    const wrong = { ...right, [name]: typeof value === "string" ? 12 : "yes" };
    return { body: body.safeParse(wrong).success ? { ...right, colour: "red" } : wrong };
  }
  const names = Object.keys(query?.shape ?? {});
  if (names.includes("limit")) return { query: { limit: "0" } };
  const [name = "colour"] = names;
  const mistakes = [{}, { [name]: "?" }];
  return { query: mistakes.find((one) => query?.safeParse(one).success === false) ?? { colour: "red" } };
}

function invalid(route: Route): NamedError {
  const { query, body } = mistaken(route);
  return thrown(() =>
    query === undefined
      ? check(route.body ?? nothing, body, "", route.entries)
      : check(route.query ?? nothing, query, "/query"),
  );
}

const nothing = z.strictObject({});

function thrown(refuse: () => unknown): NamedError {
  try {
    refuse();
  } catch (error) {
    if (error instanceof NamedError) return error;
    throw error;
  }
  throw new Error("a request that is to be refused was taken");
}
