import { ApiError } from "../../../typescript/src/index.ts";
import type { Context } from "../context.ts";
import { openSend, wasSendBegun, type Answer } from "../kept/sends.ts";

/** One broadcast, however often its command is killed and repeated. */

export type Warnings = readonly { readonly code: string; readonly message: string }[];
export interface Sent {
  readonly data: Answer;
  readonly warnings?: Warnings;
}

export interface Sending<Body> {
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
  sending: Sending<Body>,
  route: (body: Body, idempotencyKey: string) => Promise<Sent>,
): Promise<Outcome> {
  const { body, again } = sending;
  const { env, program } = context;
  const opening = { identity: await identityIn(context, sending), body, again, now: Date.now(), program };
  const journal = await openSend(env, opening);
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

/** Whether an earlier command began it, so that a person agreed to it then. */
export const wasBegun = async (context: Context, sending: Sending<unknown>): Promise<boolean> =>
  await wasSendBegun(context.env, {
    identity: await identityIn(context, sending),
    again: sending.again,
    now: Date.now(),
  });

async function identityIn(context: Context, { kind, sessionId, identity }: Sending<unknown>): Promise<unknown> {
  const place = { url: await context.url(), tenant: await context.tenantId(), session: sessionId };
  return [kind, place, identity];
}

/** The API said no, and so did nothing. What it did not answer, or answered as a server that fails, it may have done. */
const didNothing = ({ status, code, retryAfter }: ApiError): boolean =>
  (status < 500 && status !== 408 && code !== "IDEMPOTENCY_IN_PROGRESS" && code !== "HTTP_ERROR") ||
  (code === "SESSION_NOT_CONNECTED" && retryAfter === undefined);
