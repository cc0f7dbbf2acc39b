/**
 * What the rest of the system needs of WhatsApp, by role. Two implementations drive it: the real library in a browser
 * and the simulator's in-process door. One contract suite runs on both.
 */

/** -1 refused, 0 queued in the page, 1 the server has it, 2 the phone has it, 3 read, 4 played. */
export type Ack = -1 | 0 | 1 | 2 | 3 | 4;

/** The network that messages go to. */
export const whatsAppNetworks = ["whatsapp", "simulated"] as const;
export type WhatsAppNetwork = (typeof whatsAppNetworks)[number];

export const mediaKinds = ["image", "video", "audio", "document"] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** A file that goes with a message. */
export interface OutgoingMedia {
  readonly kind: MediaKind;
  /** Where it lies on this machine's disk; read when it is sent, so that one file at a time is in memory. */
  readonly path: string;
  readonly contentType: string;
  /** The name that a recipient of a document sees. */
  readonly fileName: string;
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
}

export interface OutgoingMessage {
  /** Own id, chosen before the claim: `3EB0` and 18 hex digits. */
  readonly messageId: string;
  /** Digits only, no `+`. */
  readonly to: string;
  /** The text, or the caption of the media, which may be empty. */
  readonly text: string;
  readonly media?: OutgoingMedia;
  /** WhatsApp's id of the message that this one answers, one of the chat with `to`, ours or theirs. */
  readonly quotedMessageId?: string;
}

export interface NumberCheck {
  readonly onWhatsApp: boolean;
  /** WhatsApp's other name for this account; messages may be keyed by it. */
  readonly lid?: string;
  /** The number that WhatsApp itself gives the account, where that is another one. */
  readonly account?: string;
}

export interface AckEvent {
  readonly messageId: string;
  /** Number of the recipient, or its LID where the number is not known. */
  readonly to: string;
  readonly ack: Ack;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * What WhatsApp itself says that the account may do now. A chat is new with a person to whom the account never wrote and who
 * never wrote to it.
 */
export interface AccountLimits {
  /** New chats of WhatsApp's own cycle: those that have begun, and how many may; until when that counts, epoch ms. */
  readonly newChats?: { readonly used: number; readonly total: number; readonly resetsAt?: number };
  /** No new chat may begin; until when, epoch ms, where that is told. */
  readonly timelock?: { readonly until?: number };
  /** Linked devices, as this is one, may send nothing at all. */
  readonly restricted: boolean;
}

/** What kinds of messages people write; `other` is what none of the others is, such as a poll. */
export const inboundTypes = [
  "text",
  "image",
  "video",
  "audio",
  "document",
  "sticker",
  "location",
  "contact",
  "other",
] as const;
export type InboundType = (typeof inboundTypes)[number];

export interface InboundMessage {
  readonly id: string;
  /** Number of the writer, digits only; its LID where the page does not know the number. */
  readonly from: string;
  /** WhatsApp's other name for the writer, where the message came under it. */
  readonly lid?: string;
  readonly type: InboundType;
  /** The text, or the caption of a file. */
  readonly body: string;
  /** When the phone sent it. */
  readonly at: number;
  readonly media?: InboundMedia;
  /** WhatsApp's id of the message that this one answers. */
  readonly quotedMessageId?: string;
}

/** A file that came with a message; its bytes are not fetched. */
export interface InboundMedia {
  /** As the phone says. */
  readonly contentType?: string;
  /** Of a document. */
  readonly fileName?: string;
}

/**
 * Why a profile that was linked may be to blame for a connection that never got ready: `unlinked`, it asks for a scan;
 * `not_ready`, WhatsApp lets it in but it never gets in sync; `unreadable`, its storage can't be opened.
 */
const profileSuspicions = ["unlinked", "not_ready", "unreadable"] as const;
export type ProfileSuspicion = (typeof profileSuspicions)[number];

export const isSuspicion = (end: string): end is ProfileSuspicion =>
  (profileSuspicions as readonly string[]).includes(end);

/** What the members of WhatsApp's page are needed for. */
export const pageFeatures = [
  "ready",
  "text",
  "media",
  "acks",
  "inbound",
  "numbers",
  "lid",
  "history",
  "quotes",
  "pairing",
  "logout",
  "limits",
] as const;
export type PageFeature = (typeof pageFeatures)[number];

/** A member of the page that is not there, or is not what it should be. */
export interface UnavailableMember {
  /** With its module: `WAWebQueryExistsJob.queryWidExists`. */
  readonly member: string;
  /** What stops first without it. */
  readonly feature: PageFeature;
  /** What is there instead. */
  readonly problem: string;
  /** It is there and said nothing in time when it was asked: its line may be as slow. */
  readonly unanswered?: true;
}

/** What was found when the page was compared with what this version needs of it. */
export interface PageReport {
  /** WhatsApp's name for this build of its page, `unknown` where the page does not say. */
  readonly version: string;
  /** Of the code that this worker mends the page with: a page that fails one version may work with the next. */
  readonly shims: string;
  /** Epoch ms. */
  readonly checkedAt: number;
  readonly unavailable: readonly UnavailableMember[];
  readonly stops: "nothing" | "media" | "sending";
}

/** What became of one question to the page that it surely can answer. */
export interface PageProbe {
  readonly answers: boolean;
  /** Whether its line to WhatsApp's server is there. */
  readonly isConnected: boolean;
  readonly version?: string;
  /** The page's own words, where it threw. */
  readonly pageError?: string;
}

/** What a connection emits, in order, while it is open. After `down`, `logged_out` or `link_not_completed` it says nothing more. */
export type WhatsAppEvent =
  | { readonly type: "qr"; readonly qr: string; readonly expiresAt: number }
  | { readonly type: "qr_used_up" }
  /** The page was compared with what is needed of it: before each `ready`, and whenever the finding changes. */
  | ({ readonly type: "page" } & PageReport)
  | { readonly type: "ready"; readonly number: string; readonly name?: string }
  /** The line to WhatsApp's server dropped; the connection repairs it by itself and says `ready` again. */
  | { readonly type: "line_lost" }
  | { readonly type: "ack"; readonly ack: AckEvent }
  | { readonly type: "message"; readonly message: InboundMessage }
  /** A code was scanned, and nothing came of it: WhatsApp may want a passkey of the account. */
  | { readonly type: "link_not_completed" }
  /** Unlinked, by the phone or by the server: the profile is worthless now. */
  | { readonly type: "logged_out" }
  /** The account may not send for now. */
  | { readonly type: "restricted" }
  /** It works, but should be closed and opened anew between two messages, before it fails. */
  | { readonly type: "worn"; readonly reason: string }
  /**
   * Browser or page is gone or useless. The connection must be closed and a new one opened. `page_changed`: this page is
   * of no use to this version at all; a `page` event before it says what is missing.
   */
  | {
      readonly type: "down";
      readonly reason: string;
      readonly profileSuspect?: ProfileSuspicion;
      readonly because?: "page_changed";
    };

/** One open connection of one session. Every call ends within its deadline; none hangs. */
export interface WhatsAppConnection {
  /**
   * That a number is not on WhatsApp is answered only by a page that says right after it that the session's own number is.
   * @throws SessionDown when it cannot be asked now; PageCannotBeAsked where the page is to blame
   */
  checkNumber(number: string): Promise<NumberCheck>;
  /**
   * A number of the account that WhatsApp calls by that LID; `undefined` when it does not say.
   * @throws SessionDown when it cannot be asked now.
   */
  numberOfLid(lid: string): Promise<string | undefined>;
  /**
   * Sends one message and resolves once WhatsApp's server has it (ack 1).
   * @throws RejectedByWhatsApp it was refused and not delivered; QuotedMessageUnknown where it answers no message of its chat;
   * PageRefused where the page itself broke off, and surely nothing was sent
   * @throws SessionDown nothing was handed over; PageCannotBeAsked where the page is to blame
   * @throws OutcomeUnknown it may or may not have gone
   * @param mayGo asked right before a message with a file is handed over: preparing a large one may outlast what was sure
   * before. What it rejects with ends the sending, and nothing goes.
   */
  send(message: OutgoingMessage, mayGo?: () => Promise<void>): Promise<{ readonly ack: Ack; readonly at: number }>;
  /**
   * What the page knows of a message of ours by its id; `undefined` when it does not know the id.
   * @throws SessionDown when it cannot be asked now.
   */
  findMessage(messageId: string, to: string): Promise<{ readonly ack: Ack; readonly at: number } | undefined>;
  /**
   * Asks for a code by which the account of that number links this device instead of by scanning a QR code.
   * @throws SessionDown when it does not wait to be linked
   */
  requestPairingCode(number: string): Promise<string>;
  /**
   * What was written to the account and is unread, the oldest first: what came while the session was not connected is among it. It
   * is not marked as read, so it comes again.
   * @throws SessionDown when it cannot be asked now.
   */
  readUnread(): Promise<readonly InboundMessage[]>;
  /**
   * What WhatsApp says that the account may do now; of what its page does not say, nothing.
   * @throws SessionDown when it cannot be asked now.
   */
  readLimits(): Promise<AccountLimits>;
  /**
   * Whether the page has a chat with messages with the account of that number, which may stand under its LID. The page alone is
   * asked, not the server.
   * @throws SessionDown when it cannot be asked now.
   */
  knowsChat(number: string): Promise<boolean>;
  /** Asks the page something that it can answer even where all else is broken. Never rejects. */
  probe(): Promise<PageProbe>;
  /** Unlinks this device on WhatsApp. The connection is closed afterwards. */
  logout(): Promise<void>;
  /** Ends the connection and everything it started; the profile folder is complete when it resolves. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Folder that holds the session's profile; an empty folder means "link anew". */
  readonly profileDir: string;
  readonly onEvent: (event: WhatsAppEvent) => void;
}

export interface WhatsApp {
  /** Starts a connection. Linking and readiness come as events; a start that fails comes as `down`. */
  open(options: OpenOptions): Promise<WhatsAppConnection>;
}
