import { ApiError } from "../../../typescript/src/index.ts";
import type { Context } from "../context.ts";
import { openSend, type Answer } from "../kept/sends.ts";

/** One broadcast, however often its command is killed and repeated. */

export type Warnings = readonly { readonly code: string; readonly message: string }[];
export interface Sent {
  readonly data: Answer;
  readonly warnings?: Warnings;
}

interface Sending<Body> {
  readonly kind: "send" | "schedule";
  readonly sessionId: string;
  /** Equal for the same broadcast under any name of its file. */
  readonly identity: unknown;
  readonly body: Body;
  readonly again: boolean;
}

export interface Outcome {
  readonly sent: Sent;
  /** An earlier command began it. */
  readonly isRepeat: boolean;
  /** epoch ms */
  readonly begunAt: number;
}

/** Sends it under a key that a repeat finds again. */
export async function sendOnce<Body>(
  context: Context,
  { kind, sessionId, identity, body, again }: Sending<Body>,
  route: (body: Body, idempotencyKey: string) => Promise<Sent>,
): Promise<Outcome> {
  const { env, program } = context;
  const place = { url: await context.url(), tenant: await context.tenantId(), session: sessionId };
  const journal = await openSend(env, { identity: [kind, place, identity], body, again, now: Date.now(), program });
  const { entry, isRepeat } = journal;
  const { begunAt, answer } = entry;
  if (answer !== undefined) return { sent: { data: answer }, isRepeat, begunAt };
  try {
    const sent = await route(entry.body, entry.key);
    await journal.answered(sent.data);
    return { sent, isRepeat, begunAt };
  } catch (error) {
    if (error instanceof ApiError && didNothing(error)) await journal.refused();
    throw error;
  }
}

/** The API said no, and so did nothing. What it did not answer, or answered as a server that fails, it may have done. */
const didNothing = ({ status, code, retryAfter }: ApiError): boolean =>
  (status < 500 && status !== 408 && code !== "IDEMPOTENCY_IN_PROGRESS" && code !== "HTTP_ERROR") ||
  (code === "SESSION_NOT_CONNECTED" && retryAfter === undefined);
