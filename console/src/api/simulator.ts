import { ApiError, NetworkError } from "../../../clients/typescript/src/index.ts";
import { keyStore } from "./key-store.ts";

/** What phones do on the simulated network (docs/simulator.md): beside the API, so not in its client. */

export interface ChatMessage {
  readonly id: string;
  readonly direction: "to_phone" | "from_phone";
  readonly type: string;
  readonly body: string;
  readonly state: "sent" | "delivered" | "read";
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly quotedMessageId?: string;
  readonly media?: { readonly contentType: string; readonly fileName?: string; readonly url?: string };
}

export interface Chat {
  readonly number: string;
  /** It is on WhatsApp. */
  readonly registered: boolean;
  readonly phoneOff: boolean;
  readonly messages: number;
  readonly unread: number;
  readonly onTheirWay: number;
  readonly lastMessage: ChatMessage;
}

export interface PageOf<Item> {
  readonly data: readonly Item[];
  readonly pagination: { readonly nextCursor: string | null };
}

interface Asking {
  readonly method?: "GET" | "POST" | "PUT";
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** @throws ApiError for what the network refuses */
async function ask<Answer>(path: string, { method = "GET", query = {}, body, signal }: Asking): Promise<Answer> {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
  const { response, answer } = await requested<Answer>(`/_simulator${path}${search}`, {
    method,
    headers: {
      "x-api-key": keyStore.get() ?? "",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.ok) return answer;
  const { code = "HTTP_ERROR", details = [] } = answer.error ?? {};
  throw new ApiError(answer.message ?? response.statusText, { status: response.status, code, details });
}

interface Failure {
  readonly message?: string;
  readonly error?: { readonly code: ApiError["code"]; readonly details?: ApiError["details"] };
}

/** @throws NetworkError when no answer came, or none that can be read */
async function requested<Answer>(address: string, init: RequestInit) {
  try {
    const response = await fetch(address, init);
    return { response, answer: (await response.json()) as Answer & Failure };
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new NetworkError("no answer came", { cause });
  }
}

export const simulator = {
  scan: async (sessionId: string, number: string, name?: string) =>
    await ask(`/sessions/${encodeURIComponent(sessionId)}/scan`, {
      method: "POST",
      body: { number, ...(name === undefined ? {} : { name }) },
    }),
  typeCode: async (sessionId: string, number: string, code: string) =>
    await ask(`/sessions/${encodeURIComponent(sessionId)}/type-code`, { method: "POST", body: { number, code } }),
  chats: async (
    query: { readonly session: string; readonly cursor?: string | undefined; readonly search?: string | undefined },
    signal: AbortSignal,
  ) => await ask<PageOf<Chat>>("/chats", { query, signal }),
  messages: async (number: string, session: string, signal: AbortSignal) =>
    await ask<PageOf<ChatMessage>>(`/chats/${number}`, { query: { session, limit: "50" }, signal }),
  read: async (number: string, session: string) =>
    await ask(`/chats/${number}/read`, { method: "POST", body: { session } }),
  write: async (session: string, from: string, body: string) =>
    await ask("/inbound", { method: "POST", body: { session, from, body } }),
  switchOff: async (number: string, phoneOff: boolean) =>
    await ask(`/numbers/${number}`, { method: "PUT", body: { phoneOff } }),
};
