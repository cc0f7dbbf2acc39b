import { operations, type SessionMethods, type TenantMethods } from "./generated/operations.gen.ts";
import { helpersOf, type SessionHelpers } from "./helpers.ts";
import type { CallOptions, Operation, PageAnswer } from "./operation.ts";
import { LazyPages } from "./pages.ts";
import { wait } from "./retry.ts";
import { call, type Members, type Settings } from "./transport.ts";

export interface ClientOptions {
  /** Where the API answers, such as `https://api.example.com`; in a page `""` is the page's own origin. */
  readonly baseUrl: string;
  /** The key, or a function that answers it, which is called before each attempt. */
  readonly apiKey: string | (() => string | Promise<string>);
  /** Of messages and warnings; the deployment's own when absent. */
  readonly language?: "id" | "en" | undefined;
  /** How often a request is sent again after an answer, or none, that calls for it; 4 when absent. */
  readonly maxRetries?: number | undefined;
  /** ms for all attempts at a request and the waits between them; 60,000 when absent. */
  readonly retryForMs?: number | undefined;
  /** ms until an attempt without an answer counts as failed; 40,000 when absent. The API answers within 30 s. A file may take longer to come. */
  readonly timeoutMs?: number | undefined;
  /** In place of the platform's own. */
  readonly fetch?: typeof fetch | undefined;
}

/** The methods of one session, which their inputs need not name. */
export type SessionClient = SessionMethods<unknown> & SessionHelpers<unknown>;

/** A method an operation of the API, by its name, and helpers for what takes several of them. */
export type Client = TenantMethods &
  SessionMethods<{ readonly sessionId: string }> &
  SessionHelpers<{ readonly sessionId: string }> & {
    session(sessionId: string): SessionClient;
  };

const usual = { maxRetries: 4, retryForMs: 60_000, timeoutMs: 40_000 };

/** @throws TypeError for a base URL that is none */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, apiKey, language, fetch: given } = options;
  const settings: Settings = {
    baseUrl: baseUrlOf(baseUrl),
    apiKey,
    language,
    maxRetries: options.maxRetries ?? usual.maxRetries,
    retryForMs: options.retryForMs ?? usual.retryForMs,
    timeoutMs: options.timeoutMs ?? usual.timeoutMs,
    fetch: given ?? ((input, init) => fetch(input, init)),
    surroundings: { now: Date.now, random: Math.random, wait },
  };
  const methods: Record<string, AnyMethod> = {
    ...Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, methodOf(settings, operation)])),
    ...(helpersOf(settings) as unknown as Record<string, AnyMethod>),
  };
  const session = (sessionId: string) =>
    Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        (input?: Members, callOptions?: CallOptions) => method({ ...input, sessionId }, callOptions),
      ]),
    );
  return { ...methods, session } as unknown as Client;
}

/**
 * Without it a mistake in the URL would look like a network that fails. What may be a password or a key is not repeated:
 * errors end in logs.
 */
function baseUrlOf(text: string): string {
  if (text === "" && "location" in globalThis) return text;
  const wanted = "wanted where the API answers, such as https://api.example.com";
  if (/[@?#]/.test(text)) throw new TypeError(`baseUrl came with a user, a query or a hash, ${wanted}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // `localhost:3000` can be read as well, as an address by a protocol of that name.
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, "");
  throw new TypeError(`baseUrl came as "${text}", ${wanted}`);
}

type AnyMethod = (input?: Members, options?: CallOptions) => unknown;

function methodOf(settings: Settings, operation: Operation): AnyMethod {
  const ask = async (input: Members, options?: CallOptions) => (await call(settings, operation, input, options)).body;
  return operation.isPaged === true
    ? (input = {}, options) =>
        new LazyPages(
          (cursor) => ask({ ...input, ...(cursor === undefined ? {} : { cursor }) }, options) as Promise<PageAnswer>,
        )
    : (input = {}, options) => ask(input, options);
}
