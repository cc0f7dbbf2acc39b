import type * as z from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Scope = "read" | "write" | "admin";

/** What a route takes as its body besides JSON. */
export type RawBody = "text/csv" | "multipart/form-data";

export interface RouteResponse {
  readonly description: string;
  /** Schema of the JSON answer; absent for an answer that is no JSON. */
  readonly body?: z.ZodType;
  /** Media type of an answer that is no JSON. */
  readonly mediaType?: string;
  /** Further media types that the caller may ask for instead of JSON. */
  readonly pictures?: readonly string[];
}

/**
 * What a route says of itself. One object a route: the router, the checks, the handler's types, the API Gateway routes, the
 * local front and the OpenAPI document are all read from it.
 */
export interface Route {
  readonly operationId: string;
  readonly method: Method;
  /** API Gateway form: `/api/whatsapp/{sessionId}/broadcast/lists`. */
  readonly path: `/${string}`;
  /** The same route under further paths (section 1 of docs/api.md stands at two places). */
  readonly alsoAt?: readonly `/${string}`[];
  /** What it does, in a few words that begin with a verb. */
  readonly summary: string;
  /** What it does, in sentences: what happens, what is answered when, what to give. */
  readonly description: string;
  /** Names the Lambda that serves it and, but for the page of the document, its tag there. */
  readonly resource: Resource;
  /** Scope the key must have; `none` needs no key. */
  readonly scope: Scope | "none";
  /** Where the session stands that the route is about; absent when it is about none. The edge checks that the caller may see it. */
  readonly session?: "path" | "user-id" | "body";
  /** Answers for a session that the caller may not see as for one that does not exist, in place of a 404. */
  readonly hidesUnseen?: true;
  /** Counts against a lower limit of its own: it starts a broadcast or brings a file in. Absent: against the general one. */
  readonly limit?: "broadcast";
  /** `false` for what changes nothing though it is no GET. */
  readonly audited?: false;
  readonly headers?: z.ZodObject;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly rawBody?: readonly RawBody[];
  /** Fields of a form beside its `file`; the handler checks them. */
  readonly form?: z.ZodObject;
  /** Pointer to the array of the body whose entries the handler checks one by one, so that a bad one refuses itself alone. */
  readonly entries?: `/${string}`;
  /** POSTs that send or create honour `Idempotency-Key`. */
  readonly idempotent?: boolean;
  /** Member of the body that makes it a mere question where it is true: no first answer is kept, and no change is audited. */
  readonly dryRunBy?: string;
  /** The answer bears a secret: under an `Idempotency-Key` it is kept sealed, so that only the caller's key opens it. */
  readonly answersSecret?: boolean;
  /** What it answers where it refuses nothing. */
  readonly answers: Readonly<Record<number, RouteResponse>>;
  /** What a path or body may name that is not there: for the 404. */
  readonly missing?: string;
  /** Why it refuses, by status, where that is not said by its kind. */
  readonly refusals?: Readonly<Record<number, string>>;
}

/** What routes are about: one Lambda each. */
export const resources = [
  "webhooks",
  "meta",
  "docs",
  "console",
  "api-keys",
  "sessions",
  "messages",
  "lists",
  "contacts",
  "campaigns",
  "media",
  "templates",
  "stats",
  "reports",
  "opt-outs",
] as const;
export type Resource = (typeof resources)[number];

/**
 * A caller of a GET route of section 1 (docs/api.md) or of the root may add parameters of its own, as the first clients do;
 * everywhere else an unknown parameter is a mistake, and refused.
 */
export const readsAnyQuery = ({ method, path }: Pick<Route, "method" | "path">): boolean =>
  method === "GET" && !path.startsWith("/api/whatsapp/");

/** API Gateway's route keys of a route: `GET /status` and the like, one a path. */
export const routeKeys = (route: Route): string[] =>
  [route.path, ...(route.alsoAt ?? [])].map((path) => `${route.method} ${path}`);
