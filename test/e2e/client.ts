import { isDeepStrictEqual } from "node:util";
import { routes } from "../../functions/routes/index.ts";
import { responsesOf } from "../../functions/meta/route-answers.ts";
import { routeKeys, type Route } from "../../functions/routes/route.ts";
import { routeTable } from "../../local/gateway/route-table.ts";

/** A client that takes nothing on trust: every answer of a route must be one that the route documents. */

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
}

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; undefined where the answer is none. */
  readonly body: Body;
}

export interface Failure {
  readonly success: boolean;
  readonly message: string;
  readonly error: {
    readonly code: string;
    readonly requestId: string;
    readonly details: readonly { readonly pointer: string; readonly came: string; readonly wanted: string }[];
    readonly [member: string]: unknown;
  };
}

export interface DataOf<Data> {
  readonly data: Data;
}

export interface PageOf<Row> extends DataOf<readonly Row[]> {
  readonly pagination: { readonly limit: number; readonly nextCursor: string | null };
}

const findRoute = routeTable(routes.flatMap((route) => routeKeys(route).map((routeKey) => ({ routeKey, route }))));

export class Client {
  readonly #url: () => string;
  readonly #key: string | undefined;
  readonly #isOfThisVersion: boolean;

  /**
   * @param url a function for what is not up yet
   * @param isOfThisVersion false: another version answers, whose answers this version's routes do not describe
   */
  constructor(url: string | (() => string), key?: string, isOfThisVersion = true) {
    this.#url = typeof url === "string" ? () => url : url;
    this.#key = key;
    this.#isOfThisVersion = isOfThisVersion;
  }

  /** The same, for somebody else. */
  withKey(key: string | undefined): Client {
    return new Client(this.#url, key, this.#isOfThisVersion);
  }

  /** Asks, whatever the status of the answer. @throws Error when the answer is not as documented */
  async ask<Body = Failure>(method: string, path: string, { headers, json, body }: Ask = {}): Promise<Answer<Body>> {
    const response = await fetch(this.#url() + path, {
      method,
      redirect: "manual",
      headers: {
        ...(this.#key === undefined ? {} : { "x-api-key": this.#key }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString("utf8");
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true && text !== "";
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as Body,
    };
    if (!this.#isOfThisVersion) return answer;
    const [undecoded = ""] = path.split("?");
    const route = isWellFormed(undecoded) ? findRoute(method, undecoded)?.target.route : undefined;
    const deviation = route === undefined ? undefined : deviationOf(route, answer);
    if (deviation === undefined) return answer;
    throw new Error(`${method} ${path} answered ${response.status}, ${deviation}: ${text.slice(0, 2_000)}`);
  }

  /** Asks for something that must succeed. @throws Error with the answer when it did not */
  async get<Body>(path: string, headers: Record<string, string> = {}): Promise<Body> {
    return await this.send<Body>("GET", path, { headers });
  }

  async post<Body>(path: string, json: unknown, headers: Record<string, string> = {}): Promise<Body> {
    return await this.send<Body>("POST", path, { json, headers });
  }

  async send<Body>(method: string, path: string, ask: Ask = {}): Promise<Body> {
    const { status, body, text } = await this.ask<Body>(method, path, ask);
    if (status >= 200 && status < 300) return body;
    throw new Error(`${method} ${path} answered ${status}: ${text}`);
  }

  /** The text of an answer that is no JSON. */
  async text(path: string): Promise<string> {
    const { status, text } = await this.ask("GET", path);
    if (status === 200) return text;
    throw new Error(`GET ${path} answered ${status}: ${text}`);
  }
}

export const onEveryAnswer = [
  "x-request-id",
  "cache-control",
  "content-security-policy",
  "referrer-policy",
  "strict-transport-security",
  "x-content-type-options",
] as const;

function isWellFormed(path: string): boolean {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

/** How an answer differs from what its route says it answers. */
function deviationOf(route: Route, { status, headers, body }: Answer): string | undefined {
  const documented = responsesOf(route)[status];
  if (documented === undefined) return `which ${route.operationId} does not document`;
  const missing = onEveryAnswer.find((name) => headers.get(name) === null);
  if (missing !== undefined) return `without ${missing}`;
  if (documented.mediaType !== undefined && headers.get("content-type") !== `${documented.mediaType}; charset=utf-8`) {
    return `as ${String(headers.get("content-type"))}, wanted ${documented.mediaType}`;
  }
  const mediaType = headers.get("content-type")?.split(";")[0] ?? "";
  if (documented.pictures?.includes(mediaType) === true) return undefined;
  const parsed = documented.body?.safeParse(body);
  if (parsed === undefined) return undefined;
  if (!parsed.success) return `which breaks its schema: ${parsed.error.message}`;
  // What the schema does not know is left out when it parses.
  return isDeepStrictEqual(parsed.data, body) ? undefined : `with members that ${route.operationId} does not document`;
}
