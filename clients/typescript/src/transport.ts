import { ApiError, apiErrorOf, NetworkError, secondsIn } from "./errors.ts";
import type { CallOptions, Operation } from "./operation.ts";
import { longestTimerMs, pauseMsOf, withRetries, type Patience, type Surroundings } from "./retry.ts";

/** One call of the API: its request, its answer, and the attempts between them. */

export interface Settings extends Patience {
  readonly baseUrl: string;
  readonly apiKey: string | (() => string | Promise<string>);
  readonly language: string | undefined;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  readonly surroundings: Surroundings;
}

export type Members = Readonly<Record<string, unknown>>;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A file that is being made is asked for again for so long; the API makes the largest in less. */
const fileTakesMs = 15 * 60_000;

export async function call(
  settings: Settings,
  operation: Operation,
  input: Members,
  options: CallOptions = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const { signal, idempotencyKey, maxRetries = settings.maxRetries } = options;
  const key = operation.isKeyed === true ? (idempotencyKey ?? randomKey()) : undefined;
  const request = requestOf(settings, operation, input, {
    ...headers,
    ...(settings.language === undefined ? {} : { "accept-language": settings.language }),
    ...(key === undefined ? {} : { "idempotency-key": key }),
  });
  const { now, wait } = settings.surroundings;
  const until = now() + fileTakesMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await withRetries(
      () => attempt(settings, operation, request, options),
      key !== undefined || operation.isRepeatable === true,
      { maxRetries, retryForMs: settings.retryForMs },
      settings.surroundings,
      signal,
    );
    if (operation.isFile !== true || answer.status !== 202) return answer;
    if (now() > until)
      throw new NetworkError(`${request.url} is still being made after ${fileTakesMs / 60_000} minutes`);
    await wait(pauseMsOf(secondsIn(answer.headers.get("retry-after")) ?? 2), signal);
  }
}

interface Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
  /** Asks for a file, or for a code as text or a picture; the answer to each other request is JSON. */
  readonly takesText: boolean;
}

/** Members that the path does not name go into the body, or into the query of a request without one. */
function requestOf(
  { baseUrl }: Settings,
  { method, path, byHeader, hasBody, isFile }: Operation,
  input: Members,
  headers: Readonly<Record<string, string>>,
): Request {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const take = (name: string): string => {
    const value = rest.get(name);
    rest.delete(name);
    if (typeof value === "string" && value !== "") return value;
    throw new TypeError(`${name} came as ${value === "" ? "empty text" : typeof value}, wanted text that is not empty`);
  };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => stepOf(name, take(name)));
  const session = byHeader === true ? { "user-id": take("sessionId") } : {};
  const csv = rest.get("csv");
  if (hasBody === true && csv !== undefined) {
    rest.delete("csv");
    const type = { "content-type": "text/csv" };
    return {
      url: baseUrl + filled + queryOf(rest),
      method,
      headers: { ...headers, ...session, ...type },
      body: csv as string | Blob,
      takesText: false,
    };
  }
  if (hasBody === true) {
    const type = { "content-type": "application/json" };
    const body = JSON.stringify(Object.fromEntries(rest));
    return { url: baseUrl + filled, method, headers: { ...headers, ...session, ...type }, body, takesText: false };
  }
  const takesText = isFile === true || ["png", "svg", "text"].includes(String(rest.get("format")));
  return { url: baseUrl + filled + queryOf(rest), method, headers: { ...headers, ...session }, takesText };
}

/** A platform takes `..` back from an address before it sends it: a contact to be deleted would be its whole list. */
function stepOf(name: string, text: string): string {
  if (!/^\.\.?$/.test(text)) return encodeURIComponent(text);
  throw new TypeError(`${name} came as "${text}", wanted text that can be a step of a path`);
}

function queryOf(members: ReadonlyMap<string, unknown>): string {
  const texts = [...members].map(([name, value]): [string, string] => [name, textOf(value)]);
  return texts.length === 0 ? "" : `?${new URLSearchParams(texts).toString()}`;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What a platform throws of a header holds its value, such as the key, and would look like a network that fails. */
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new TypeError(`the header ${name} came with a letter that no header can bear, wanted printable ASCII`);
    }
  }
}

/** @throws ApiError | NetworkError, TypeError for a value that no header can bear, or the caller's signal's reason */
async function attempt(
  settings: Settings,
  { isFile }: Operation,
  request: Request,
  options: CallOptions,
): Promise<Answered> {
  const { apiKey, timeoutMs: usualMs, fetch } = settings;
  const { signal, timeoutMs = usualMs } = options;
  const key = typeof apiKey === "string" ? apiKey : await apiKey();
  const { url, takesText, ...init } = request;
  const headers = { ...init.headers, authorization: `Bearer ${key}` };
  checkHeaders(headers);
  const late = new AbortController();
  const timer = setTimeout(
    () => {
      late.abort();
    },
    Math.min(timeoutMs, longestTimerMs),
  );
  try {
    const response = await fetch(url, {
      ...init,
      headers,
      signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    });
    if (response.status === 304) return { status: 304, headers: response.headers, body: undefined };
    if (!response.ok) throw apiErrorOf(response, await response.text());
    // A file may be of any size; the caller's own signal still ends it.
    if (isFile === true && response.status !== 202) clearTimeout(timer);
    return { status: response.status, headers: response.headers, body: await bodyOf(response, takesText) };
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    if (error instanceof ApiError) throw error;
    const what = late.signal.aborted ? `no answer within ${timeoutMs} ms` : String(error);
    throw new NetworkError(`${init.method} ${url}: ${what}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** What stands before the API, such as a network's page to sign in at, answers 200 as well. */
async function bodyOf(response: Response, takesText: boolean): Promise<unknown> {
  const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
  if (type.endsWith("json")) return await response.json();
  if (!takesText || type === "text/html") {
    throw new TypeError(
      `answered ${response.status} as ${type || "no type"}, wanted JSON${takesText ? " or a file" : ""}`,
    );
  }
  if (type === "image/png") return await response.blob();
  // `text()` takes away the mark at the beginning, by which Excel reads a CSV right.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/** 128 random bits; `crypto.randomUUID` is missing in pages without TLS. */
const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
