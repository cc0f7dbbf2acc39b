import { defined } from "../../core/defined.ts";
import type { Network } from "../network.ts";
import { type Chat, type ChatMessage, isUnread, messagesOf, type Page } from "../phone/chats.ts";
import { NetworkRefusal } from "../refusal.ts";
import { type Call, type ControlAnswer, type ControlRoute, ok, ownSession, sessionOf } from "./call.ts";
import { bodies, chatQuery, chatsQuery, mediaQuery, numberInput, parse } from "./input.ts";

/** What a person does with a phone of the simulated network: links a session, reads and answers what came, switches it off. */
export const phone: readonly ControlRoute[] = [
  {
    method: "POST",
    path: "/_simulator/sessions/:sessionId/scan",
    scope: "write",
    answer: async (call) => {
      const { number, name } = parse(bodies.scan, call.body, "");
      const session = ownSession(call, call.named);
      const qr = await call.context.qrOnShow(session);
      if (qr === undefined) throw new NetworkRefusal("qr_not_on_show", `session ${call.named} shows no QR code now`);
      call.network.scan({ qr, number, session, ...defined({ name }) });
      return ok({ session: call.named, number });
    },
  },
  {
    method: "POST",
    path: "/_simulator/sessions/:sessionId/type-code",
    scope: "write",
    answer: (call) => {
      const { number, name, code } = parse(bodies.typeCode, call.body, "");
      call.network.typeCode({ code, number, session: ownSession(call, call.named), ...defined({ name }) });
      return ok({ session: call.named, number });
    },
  },
  {
    method: "GET",
    path: "/_simulator/chats",
    scope: "read",
    answer: (call) => {
      const { session: sessionId, limit, cursor, search } = parse(chatsQuery, call.query, "/query");
      const session = ownSession(call, sessionId);
      const page = call.network.chats.list(session, { limit, ...defined({ before: cursor, search }) });
      return pageOf(page, limit, (chat) => chatView(call.network, chat, session.tenantId));
    },
  },
  {
    method: "GET",
    path: "/_simulator/chats/:number",
    scope: "read",
    answer: (call) => {
      const { session, limit, cursor } = parse(chatQuery, call.query, "/query");
      const { number, messages } = chatOf(call, session);
      const page = messagesOf({ number, messages }, { limit, ...defined({ before: cursor }) });
      return pageOf(page, limit, (message) => messageView(call.network, message, number));
    },
  },
  {
    method: "POST",
    path: "/_simulator/chats/:number/read",
    scope: "write",
    answer: (call) => {
      const { session } = parse(bodies.read, call.body, "");
      return ok({ read: call.network.readChat(chatOf(call, session)) });
    },
  },
  {
    method: "POST",
    path: "/_simulator/inbound",
    scope: "write",
    answer: (call) => {
      const { session, ...written } = parse(bodies.inbound, call.body, "");
      const { at, ...message } = call.network.inbound({ ...sessionOf(call, session), ...written });
      return ok({ ...message, session, at: new Date(at).toISOString() });
    },
  },
  {
    method: "PUT",
    path: "/_simulator/numbers/:number",
    scope: "write",
    ofWholeTenant: true,
    answer: ({ network, caller, named, body }) => {
      const number = parse(numberInput, named, "/path/number");
      const forAll = caller.scopes.includes("operator");
      const changes = parse(forAll ? bodies.number : bodies.numberOfTenant, body, "");
      return ok({ number, ...network.setNumber(number, changes, forAll ? undefined : caller.tenantId) });
    },
  },
  {
    method: "GET",
    path: "/_simulator/media/:sha256",
    scope: "none",
    answer: ({ network: { files }, query, named }) => {
      const { signature } = parse(mediaQuery, query, "/query");
      const file = files.isSigned(named, signature) ? files.find(named) : undefined;
      if (file === undefined) throw new NetworkRefusal("file_unknown", "no file is kept under this address now");
      const isShown = /^(image|video|audio)\//.test(file.contentType);
      return {
        status: 200,
        headers: {
          "content-type": file.contentType,
          "content-disposition": isShown ? "inline" : "attachment",
          // Its address holds for these very bytes.
          "cache-control": "private, max-age=86400, immutable",
        },
        bytes: file.bytes,
      };
    },
  },
];

/** The newest first, as pages of the API. */
const pageOf = <Row>({ rows, next }: Page<Row>, limit: number, view: (row: Row) => object): ControlAnswer => ({
  status: 200,
  body: {
    success: true,
    data: rows.map(view),
    pagination: { limit, nextCursor: next === undefined ? null : String(next) },
  },
  isPolled: true,
});

/** @throws NetworkRefusal `chat_unknown` */
function chatOf(call: Call, sessionId: string): Chat {
  const number = parse(numberInput, call.named, "/path/number");
  const chat = call.network.chats.find(ownSession(call, sessionId), number);
  if (chat === undefined)
    throw new NetworkRefusal("chat_unknown", `session ${sessionId} and ${number} have written nothing to each other`);
  return chat;
}

function chatView(network: Network, { number, messages }: Chat, tenantId: string): object {
  const { registered = true, phoneOff = false } = network.numberOf(number, tenantId);
  const last = messages.at(-1);
  return {
    number,
    registered,
    phoneOff,
    messages: messages.length,
    unread: messages.filter(isUnread).length,
    onTheirWay: messages.filter((message) => message.direction === "to_phone" && stateOf(message) === "sent").length,
    lastMessage: last === undefined ? null : messageView(network, last, number),
  };
}

const stateOf = ({ arrivedAt, readAt }: ChatMessage): "sent" | "delivered" | "read" =>
  readAt !== undefined ? "read" : arrivedAt !== undefined ? "delivered" : "sent";

const isoOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

function messageView({ files }: Network, message: ChatMessage, number: string): object {
  const { id, direction, account, type, body, mediaSha256, fileName, quotedMessageId, at, arrivedAt, readAt } = message;
  const [from, to] = direction === "to_phone" ? [account, number] : [number, account];
  const contentType = mediaSha256 === undefined ? undefined : files.contentTypeOf(mediaSha256);
  const url =
    mediaSha256 === undefined || contentType === undefined
      ? undefined
      : `/_simulator/media/${mediaSha256}?signature=${files.signatureOf(mediaSha256)}`;
  return {
    id,
    direction,
    from,
    to,
    type,
    body,
    state: stateOf(message),
    at: isoOf(at),
    ...defined({
      deliveredAt: direction === "to_phone" ? isoOf(arrivedAt) : undefined,
      readAt: isoOf(readAt),
      quotedMessageId,
      media: mediaSha256 === undefined ? undefined : defined({ contentType, fileName, url }),
    }),
  };
}
