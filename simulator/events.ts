import * as z from "zod";
import { inboundTypes } from "../core/whatsapp.ts";

/** How a phone number behaves. What is not set: registered, on, accepting, no LID. */
export const numberShape = z.strictObject({
  registered: z.boolean().exactOptional(),
  phoneOff: z.boolean().exactOptional(),
  /** The server refuses messages to it (ack -1). */
  refuses: z.boolean().exactOptional(),
  /** Its account links a device only with a passkey, which no page here can ask for: a scan leads to nothing. */
  wantsPasskey: z.boolean().exactOptional(),
  /** WhatsApp's other name for the account; acks about it then speak of this instead of the number. */
  lid: z.string().min(1).exactOptional(),
});
export type NumberBehaviour = z.infer<typeof numberShape>;

const delay = z.int().min(0).max(86_400_000);

/** The network's delays and faults; what is not named keeps its value. Delays in milliseconds. */
export const behaviourShape = z.strictObject({
  /** From the hand-over to ack 1. */
  acceptMs: delay.exactOptional(),
  /** From ack 1 to the phone (ack 2). */
  deliverMs: delay.exactOptional(),
  /** From the phone to read (ack 3); null: never. */
  readMs: delay.nullable().exactOptional(),
  /** Whether a message id that an account repeats is dropped. */
  dedupe: z.boolean().exactOptional(),
  /** Share of messages the server refuses, 0 to 1. */
  ackFailRate: z.number().min(0).max(1).exactOptional(),
  /** What becomes of a device whose profile is older than the network's memory of it. */
  staleProfile: z.enum(["accept", "undecryptable", "logout"]).exactOptional(),
  /**
   * Whether a page, opened anew, hands over again what it stored and did not see acknowledged, once it has received what was
   * kept for it. The real page is believed to do so; it was not tried.
   */
  resendsPending: z.boolean().exactOptional(),
});
export type BehaviourChanges = z.infer<typeof behaviourShape>;
export type Behaviour = Required<BehaviourChanges>;

const sessionLabelShape = z.object({ tenantId: z.string().exactOptional(), sessionId: z.string() });
/** Which of our sessions a device belongs to: recorded at the scan, so that the controls can speak of sessions. */
export type SessionLabel = z.infer<typeof sessionLabelShape>;

const handedOverShape = z.object({
  messageId: z.string(),
  to: z.string(),
  /** WhatsApp's own word: `text`, `image`, `document` ... */
  type: z.string(),
  body: z.string(),
  mediaSha256: z.string().exactOptional(),
  /** Of a document, as the phone shows it. */
  fileName: z.string().exactOptional(),
  /** The message that this one answers. */
  quotedMessageId: z.string().exactOptional(),
  /** The page handed it over again by itself, without a call. */
  resent: z.literal(true).exactOptional(),
});
/** A message as a device hands it to the server; `to` is a number in digits. */
export type HandedOver = z.infer<typeof handedOverShape>;

/**
 * What WhatsApp lets an account do with people that it exchanged no message with; null takes a limit away.
 * @param moment how a time is written, which is read as epoch milliseconds
 */
export const limitsShapeOf = <Moment extends z.ZodType<number>>(moment: Moment) =>
  z.strictObject({
    /** New chats of a cycle. `used` and `resetsAt` keep their values where nothing is said. */
    newChats: z
      .strictObject({
        total: z.int().min(1),
        used: z.int().min(0).exactOptional(),
        resetsAt: moment.exactOptional(),
      })
      .nullable()
      .exactOptional(),
    /** No new chat may begin, until then or until it is taken away. */
    timelock: z.strictObject({ until: moment.exactOptional() }).nullable().exactOptional(),
  });
const limitsShape = limitsShapeOf(z.number());
export type LimitChanges = z.infer<typeof limitsShape>;

const at = z.number();
const named = <const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

/** Everything the network has to remember, one line of its journal each. Times are epoch milliseconds. */
export const networkEventShape = z.discriminatedUnion("type", [
  /** As that tenant's sessions alone find it; without a tenant, as all do. */
  named("number", { number: z.string(), behaviour: numberShape, tenantId: z.string().exactOptional() }),
  named("behaviour", { behaviour: behaviourShape }),
  named("linked", {
    deviceId: z.string(),
    secret: z.string(),
    account: z.string(),
    name: z.string().exactOptional(),
    session: sessionLabelShape,
  }),
  named("unlinked", { deviceId: z.string() }),
  named("advanced", { deviceId: z.string(), generation: z.int() }),
  named("restricted", { deviceId: z.string() }),
  named("limits", { account: z.string(), at, ...limitsShape.shape }),
  named("accepted", {
    deviceId: z.string(),
    message: handedOverShape,
    at,
    dueAt: z.number(),
    /** It began a chat. */
    isNewChat: z.literal(true).exactOptional(),
  }),
  /** Journals of before say neither when, nor whether the page did it by itself. */
  named("repeated", {
    deviceId: z.string(),
    messageId: z.string(),
    at: at.exactOptional(),
    resent: z.literal(true).exactOptional(),
  }),
  named("refused", {
    deviceId: z.string(),
    message: handedOverShape,
    at,
    /** It would have begun a chat. */
    isNewChat: z.literal(true).exactOptional(),
    /** The limit that it met. */
    limit: z.enum(["restriction", "timelock", "quota"]).exactOptional(),
  }),
  named("arrived", { account: z.string(), messageId: z.string(), at, readAt: z.number().exactOptional() }),
  named("read", { account: z.string(), messageId: z.string(), at }),
  named("inbound", {
    account: z.string(),
    id: z.string(),
    from: z.string(),
    body: z.string(),
    at,
    /** What was written; a text where nothing is said. */
    kind: z.enum(inboundTypes).exactOptional(),
    quotedMessageId: z.string().exactOptional(),
  }),
  /** The device received the owed word number `word`. */
  named("told", { deviceId: z.string(), word: z.int() }),
  named("deliveries_forgotten", {}),
]);
export type NetworkEvent = z.infer<typeof networkEventShape>;
export type EventOf<Type extends NetworkEvent["type"]> = Extract<NetworkEvent, { type: Type }>;
