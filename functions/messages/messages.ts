import { processingTime } from "../../aws/processing-time.ts";
import * as stores from "../../aws/open.ts";
import type { CampaignBody } from "../../core/campaign/campaign.ts";
import { contactProblem } from "../../core/contact/contact.ts";
import { contactRefusal } from "../../core/contact/contact-refusal.ts";
import { defined } from "../../core/defined.ts";
import { keepDirectMs, type DirectMessage } from "../../core/sending/direct-message.ts";
import { invalidField, NamedError } from "../../core/errors.ts";
import { isIdOf } from "../../core/ids.ts";
import { valuesFor } from "../../core/content/message-template.ts";
import { countryFor } from "../../core/contact/phone.ts";
import { RenderTime, type MsLeft } from "../../core/content/render-time.ts";
import { isConnected, isLinked, isOnItsWay, type Session } from "../../core/session/session.ts";
import { hasVisibleText } from "../../core/content/message-text.ts";
import { variableFinder } from "../../core/content/variable-names.ts";
import { answersWithinMs, askMessage, findAsked, maxWaiting, notOnWhatsApp } from "./ask-message.ts";
import { findNamedSession, getSessionOf } from "../edge/access.ts";
import { serve } from "../edge/http.ts";
import { assertShown, freezeMedia, resolveContent } from "../content/written-content.ts";
import { implementWith, type ApiAnswer, type ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import { likelyMistakesOf } from "../content/likely-mistakes.ts";
import { assertNotHalted } from "./assert-not-halted.ts";
import { assertPageSends, notConnected } from "../sessions/not-connected.ts";
import { quotedIn } from "./quoted-in.ts";
import { untilSession } from "../sessions/until-session.ts";
import * as routes from "../routes/messages.ts";
import { numberIn } from "../edge/written-number.ts";
import { warningsIn, type Warning } from "../edge/warnings.ts";

const implement = implementWith({
  sessions: stores.sessions,
  halts: stores.halts,
  directs: stores.directs,
  directDesk: stores.directDesk,
  persons: stores.persons,
  optOuts: stores.optOuts,
  media: stores.media,
  templates: stores.templates,
  bell: stores.bell,
  slots: stores.slots,
});

/** A message that was asked for, and what its caller is warned by. */
type AskedMessage = NonNullable<Awaited<ReturnType<typeof findAsked>>>;

function sentAnswer(asked: AskedMessage, say: ApiRequest["say"]): ApiAnswer<typeof routes.sendMessage> {
  const { message } = asked;
  const { directId: id } = message;
  const warned = warningsIn(warningsOf(asked), say);
  const audited = { number: message.number };
  const timestamp = timestampOf(message);
  if (message.sentAt !== undefined) {
    return { status: 200, body: { message: say("message_sent"), data: { id, timestamp }, ...warned }, audited };
  }
  const status = "pending" as const;
  return {
    status: 202,
    body: { message: say("message_taken"), status, data: { id, timestamp, status }, ...warned },
    headers: { "retry-after": "2", location: locationOf(message) },
    audited,
  };
}

const sendMessage = implement(routes.sendMessage)(
  async ({ session: ref, body, now, ulid, say }, services) => {
    const { tenantId } = ref;
    // A caption may be missing, and a text may not; neither may be there and say nothing.
    const { caption, media: file } = body;
    if (caption !== undefined && (body.message !== undefined || file === undefined)) {
      throw invalidField("/caption", caption, "a caption only with media, and only one of message and caption");
    }
    const written = body.message ?? caption;
    const text = written ?? "";
    if (!hasVisibleText(text) && (file === undefined || written !== undefined)) {
      throw invalidField(caption === undefined ? "/message" : "/caption", written, "a text that is not blank");
    }
    const found = await findNamedSession(services.sessions, ref);
    const number = numberIn(body.number, "/number", countryFor(found));
    if (found !== undefined) assertPageSends(found, { withFile: file !== undefined });
    if (found === undefined || !(isConnected(found) || isOnItsWay(found))) throw notConnected(found);
    const [halts, known, optedOut, waiting, media] = await Promise.all([
      services.halts.of(tenantId),
      services.persons.find(tenantId, number, now),
      services.optOuts.find(tenantId, number),
      services.directs.countOpen(ref, maxWaiting + 1),
      file === undefined ? undefined : freezeMedia(services, ref, file.filename),
    ]);
    assertShown(text, media, caption === undefined ? "/message" : "/caption");
    assertNotHalted(halts);
    if (known?.onWhatsApp === false) throw notOnWhatsApp(number);
    const chat = { number, lid: known?.lid };
    const { quotedMessageId: quoted } = body;
    const quotedMessageId = quoted === undefined ? undefined : await quotedIn(services, ref, quoted, chat, now);
    const session = isConnected(found) ? found : await untilConnected(services, found, now + answersWithinMs);
    const onWhatsApp = known?.onWhatsApp;
    const wish = defined({ number, text, media, quotedMessageId, onWhatsApp });
    const message = await askMessage(services, session, wish, { now, ulid, waiting });
    return sentAnswer({ message, session, optedOut }, say);
  },
  async ({ session: ref, now, ulid, say }, services) => {
    const asked = await findAsked(services, ref, { now, ulid });
    return asked === undefined ? undefined : sentAnswer(asked, say);
  },
);

const testAnswer = (
  { message, ...known }: AskedMessage,
  say: ApiRequest["say"],
): ApiAnswer<typeof routes.sendTest> => ({
  status: 202,
  body: {
    data: {
      id: message.directId,
      number: message.number,
      message: message.text,
      status: message.sentAt === undefined ? ("pending" as const) : ("sent" as const),
      timestamp: timestampOf(message),
      test: true as const,
    },
    ...warningsIn(warningsOf({ message, ...known }), say),
  },
  headers: { location: locationOf(message) },
});

/** A broadcast's content for one person, as a direct message: it is no campaign's, so no statistics know it. */
const sendTest = implement(routes.sendTest)(
  async ({ caller, session: ref, body, now, ulid, say }, services) => {
    const session = await getSessionOf(services, ref);
    const number = numberIn(body.number, "/number", countryFor(session, body.defaultCountry));
    const { name, fields = {} } = body;
    const contact = { number, ...defined({ name }), fields };
    const wanted = contactProblem(contact);
    if (wanted !== undefined) throw contactRefusal(contact, wanted);
    const { body: content } = await resolveContent(services, session, body);
    const msLeft = new RenderTime(processingTime).ofText();
    const pointer = body.templateId === undefined ? "/message" : "/templateId";
    const text = await renderedFor(content, contact, { pointer, msLeft, timezone: session.timezone });
    if (!isLinked(session)) throw notConnected(session);
    assertPageSends(session, { withFile: content.media !== undefined });
    const [halts, known, optedOut, waiting] = await Promise.all([
      services.halts.of(caller.tenantId),
      services.persons.find(caller.tenantId, number, now),
      services.optOuts.find(caller.tenantId, number),
      services.directs.countOpen(session, maxWaiting + 1),
    ]);
    assertNotHalted(halts);
    if (known?.onWhatsApp === false) throw notOnWhatsApp(number);
    // A session that is merely not connected accepts it and sends it later: the request does not wait for that.
    const ahead = isConnected(session) ? waiting : maxWaiting + 1;
    const { media } = content;
    const onWhatsApp = known?.onWhatsApp;
    const wish = defined({ number, text, media, onWhatsApp, isTest: true as const });
    const message = await askMessage(services, session, wish, { now, ulid, waiting: ahead });
    return testAnswer({ message, session, optedOut }, say);
  },
  async ({ session: ref, now, ulid, say }, services) => {
    const asked = await findAsked(services, ref, { now, ulid });
    return asked === undefined ? undefined : testAnswer(asked, say);
  },
);

function warningsOf({ message, session, optedOut }: AskedMessage): Warning[] {
  // An opt-out that came after the message was asked for is nothing that its caller was warned of.
  const hasOptedOut = optedOut !== undefined && optedOut.optedOutAt <= message.requestedAt;
  const left: Warning[] = hasOptedOut ? [{ code: "opted_out", number: message.number }] : [];
  return [...left, ...likelyMistakesOf(message, session?.number)];
}

/** @throws NamedError VALIDATION_FAILED naming what the person lacks */
async function renderedFor(
  { text, variables }: CampaignBody,
  contact: Parameters<typeof valuesFor>[1],
  { pointer, msLeft, timezone }: { pointer: string; msLeft: MsLeft; timezone: string | undefined },
): Promise<string> {
  // A file alone.
  if (text === "") return text;
  const values = valuesFor(variables, contact);
  // Loaded here: most messages to one number have no variables.
  const { assertSendable } = await import("../content/sendable-text.ts");
  const template = assertSendable(text, pointer, msLeft);
  const rendered = template.render(values, msLeft, timezone);
  if (rendered.ok) return rendered.text;
  const missing = rendered.reason === "missing_variable" ? template.missing(values, msLeft, timezone) : [];
  const [first] = missing;
  throw first === undefined
    ? invalidField(pointer, text, rendered.wanted)
    : invalidField(pointerOf(first), undefined, `a value for each of ${missing.join(", ")}`);
}

/** Where the request would have the value of a variable. */
const pointerOf = (variable: string): string =>
  variableFinder(["name"])(variable) === "name"
    ? "/name"
    : `/fields/${variable.replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** Seconds since 1970. */
const timestampOf = ({ sentAt, requestedAt }: DirectMessage): number => Math.floor((sentAt ?? requestedAt) / 1_000);

const locationOf = ({ sessionId, directId }: DirectMessage): string =>
  `/api/whatsapp/${sessionId}/messages/${directId}`;

/** The session once it is connected. @throws NamedError SESSION_NOT_CONNECTED when it needs a person, or is not by then */
async function untilConnected(
  services: Pick<Services, "sessions" | "clock">,
  found: Session,
  until: number,
): Promise<Session> {
  const isOver = (session: Session) => session.deletingAt !== undefined || !isOnItsWay(session);
  const settled = (await untilSession(services, found, until, isOver)) ?? found;
  if (settled.deletingAt !== undefined) throw notConnected(undefined);
  if (!isConnected(settled)) throw notConnected(settled);
  return settled;
}

const getMessage = implement(routes.getMessage)(async ({ session: ref, params, now }, services) => {
  const session = await getSessionOf(services, ref);
  const message = isIdOf("message", params.id)
    ? await services.directs.find({ ...session, directId: params.id })
    : undefined;
  if (message === undefined || now - message.requestedAt >= keepDirectMs) {
    throw new NamedError("MESSAGE_NOT_FOUND", `no message ${params.id}`);
  }
  return { status: 200, body: { data: view(message) } };
});

const view = (message: DirectMessage) =>
  defined({
    id: message.directId,
    number: message.number,
    message: message.text,
    media: message.media && { filename: message.media.filename, originalName: message.media.originalName },
    quotedMessageId: message.quotedMessageId,
    test: message.isTest,
    // Whether it is in hand already is nothing that a caller could act on.
    status: message.state === "sending" ? "pending" : message.state,
    reason: message.reason,
    whatsAppId: message.messageId,
    requestedAt: isoTime(message.requestedAt),
    sentAt: isoTime(message.sentAt),
    deliveredAt: isoTime(message.deliveredAt),
    readAt: isoTime(message.readAt),
    failedAt: isoTime(message.failedAt),
  });

export const handler = serve([sendMessage, sendTest, getMessage]);
