import { isOutcome } from "../../core/sending/delivery.ts";
import { whatsAppIdOf, type DirectMessage, type DirectReason } from "../../core/sending/direct-message.ts";
import { defined } from "../../core/defined.ts";
import { brief, NamedError } from "../../core/errors.ts";
import { idOf } from "../../core/ids.ts";
import type { SessionRef } from "../../core/refs.ts";
import { newChatLimitOf } from "../../core/session/account-limits.ts";
import { isConnected, type Session } from "../../core/session/session.ts";
import { findSession } from "../edge/access.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import { untilRow } from "../edge/until-row.ts";
import { notConnected, pageChanged } from "../sessions/not-connected.ts";
import { ringForMessage } from "../sessions/ring.ts";
import { unlessRefused } from "../../core/refused.ts";

/** A direct message from the request for it to what its caller is answered: a row, the bell, a wait for ack 1. */

/** How long send-message waits, for a session on its way and for ack 1 together. */
export const answersWithinMs = 20_000;
/** How often it polls for ack 1: often at first, less and less later. */
const firstLookMs = 25;
const longestLookMs = 500;
/** One behind others is polled more rarely: its turn is not now, and each poll costs a read. */
const moreEachLook = { first: 1.3, queued: 2 };
/** With more than so many waiting already, a message is taken and not waited for. */
export const maxWaiting = 20;

interface Asked {
  readonly now: number;
  readonly ulid: string;
  /** How many messages of the session wait already. */
  readonly waiting: number;
}

/**
 * A row first, then the bell; answers the message once WhatsApp's server has it, or as it is when that takes too long.
 * @throws NamedError when it surely did not go
 */
export async function askMessage(
  services: Pick<Services, "sessions" | "directs" | "directDesk" | "bell" | "slots" | "clock" | "logger">,
  session: Session,
  wish: Pick<DirectMessage, "number" | "text" | "media" | "quotedMessageId" | "onWhatsApp" | "isTest">,
  { now, ulid, waiting }: Asked,
): Promise<DirectMessage> {
  const { tenantId, sessionId } = session;
  const directId = idOf("message", ulid);
  const messageId = whatsAppIdOf(tenantId, directId);
  const itself = { tenantId, sessionId, directId, messageId, requestedAt: now };
  const message: DirectMessage = { ...itself, ...wish, state: "pending" };
  // The repeat of a request that was cut off finds the message that it asked for.
  await unlessRefused(services.directDesk.create(message));
  const settled = await settle(services, session, message, { now, waiting });
  await assertNotFailed(services, settled);
  return settled;
}

/**
 * The message that an earlier try asked for under this ulid, its session, and whether its number has opted out. A session that is not
 * connected any more sends the message when it is again.
 * @throws NamedError when it surely did not go and never will: it has to be asked for under another key
 */
export async function findAsked(
  services: Pick<Services, "sessions" | "optOuts" | "directs" | "bell" | "slots" | "clock" | "logger">,
  ref: SessionRef,
  { now, ulid }: Pick<Asked, "now" | "ulid">,
) {
  const message = await services.directs.find({ ...ref, directId: idOf("message", ulid) });
  if (message === undefined) return undefined;
  const [session, optedOut, waiting] = await Promise.all([
    findSession(services.sessions, ref),
    services.optOuts.find(ref.tenantId, message.number),
    services.directs.countOpen(ref, maxWaiting + 1),
  ]);
  // A test of a session that is not connected is not waited for.
  const ahead = message.isTest === true && (session === undefined || !isConnected(session)) ? maxWaiting + 1 : waiting;
  const settled = await settle(services, session, message, { now, waiting: ahead });
  // No `SESSION_NOT_CONNECTED`: linking the session again would not send this message.
  if (settled.state === "failed" && settled.reason === "session_logged_out") throw refused(settled);
  await assertNotFailed(services, settled);
  return { message: settled, session, optedOut };
}

/** Rings for it, and answers it as it is once WhatsApp's server has it or the wait for that is over. */
async function settle(
  services: Pick<Services, "directs" | "bell" | "slots" | "clock" | "logger">,
  session: Session | undefined,
  message: DirectMessage,
  { now, waiting }: Omit<Asked, "ulid">,
): Promise<DirectMessage> {
  if (session !== undefined) await ringForMessage(services, session, message.directId);
  if (waiting > maxWaiting) return message;
  let latest = message;
  const read = async () => {
    latest = (await services.directs.find(message)) ?? message;
    return isOutcome(latest.state) ? latest : undefined;
  };
  const polling = {
    clock: services.clock,
    until: now + answersWithinMs,
    pauseMs: firstLookMs * (1 + waiting),
    slower: { times: waiting === 0 ? moreEachLook.first : moreEachLook.queued, longestMs: longestLookMs },
  };
  return (await untilRow(read, polling)) ?? latest;
}

export const notOnWhatsApp = (number: string) =>
  new NamedError("NUMBER_NOT_ON_WHATSAPP", `${number} is not on WhatsApp`, {
    facts: { number },
    details: [{ pointer: "/number", came: `"${number}"`, wanted: "a number that is on WhatsApp" }],
  });

export const quotedElsewhere = (quoted: string, number: string) =>
  new NamedError("VALIDATION_FAILED", "the quoted message is none of the chat", {
    sentence: "QUOTED_MESSAGE_UNKNOWN",
    facts: { number },
    details: [
      {
        pointer: "/quotedMessageId",
        came: brief(quoted),
        wanted: `the id of a message of this session's chat with ${number}`,
      },
    ],
  });

/** @throws NamedError for a message that surely did not go */
async function assertNotFailed(
  { sessions, clock }: Pick<Services, "sessions" | "clock">,
  message: DirectMessage,
): Promise<void> {
  const { state, reason, number, quotedMessageId = "" } = message;
  if (state !== "failed") return;
  if (reason === "whatsapp_limit") throw newChatsLimited(number, await findSession(sessions, message), clock.now());
  if (reason === "quoted_message_unknown") throw quotedElsewhere(quotedMessageId, number);
  if (reason === "not_on_whatsapp") throw notOnWhatsApp(number);
  if (reason === "session_logged_out") throw notConnected({ state: "logged_out" });
  if (reason === "page_refused") throw pageChanged("WhatsApp's page broke off before the message went");
  throw refused({ reason });
}

/** That the message would have begun a chat; until when that can't be, where WhatsApp told it. */
export function newChatsLimited(number: string, session: Pick<Session, "limits"> | undefined, now: number): NamedError {
  const limits = session?.limits;
  // Chats that began since WhatsApp was asked count for the worker, and are not in the row: they may be the rest of a quota.
  const { used = 0, total = 0 } = limits?.newChats ?? {};
  const limit = newChatLimitOf(limits, now) ?? newChatLimitOf(limits, now, total - used);
  const until = isoTime(limit?.until);
  return new NamedError("NEW_CHATS_LIMITED", `no new chats: ${limit?.because ?? "over by now"}`, {
    facts: { number, ...defined({ until }) },
    members: defined({ because: limit?.because, until }),
    ...(until === undefined ? {} : { sentence: "NEW_CHATS_LIMITED_UNTIL" as const }),
    ...(limit?.until === undefined ? {} : { retryAfterSeconds: Math.ceil((limit.until - now) / 1_000) }),
    details: [{ pointer: "/number", came: `"${number}"`, wanted: "a number that the account has a chat with" }],
  });
}

const refused = ({ reason }: { readonly reason?: DirectReason | undefined }) =>
  new NamedError("MESSAGE_REFUSED", `failed: ${reason ?? "unknown"}`, { members: { reason } });
