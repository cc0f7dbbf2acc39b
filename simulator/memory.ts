import { defined } from "../core/defined.ts";
import { type Ack, type AckEvent, type InboundMessage } from "../core/whatsapp.ts";
import { Accounts } from "./accounts.ts";
import { inboundOf } from "./inbound.ts";
import { Deliveries } from "./deliveries.ts";
import { type Behaviour, type EventOf, type NetworkEvent, type NumberBehaviour } from "./events.ts";
import { Chats } from "./phone/chats.ts";
import { Numbers } from "./phone/numbers.ts";
import { type Device, type MessageRecord, type OwedWord } from "./records.ts";

const defaultBehaviour: Behaviour = {
  acceptMs: 50,
  deliverMs: 200,
  readMs: null,
  dedupe: true,
  ackFailRate: 0,
  staleProfile: "accept",
  resendsPending: true,
};

/** Of an account, so many of the latest are remembered. */
const maxUnread = 500;

const unsent = (): Pick<MessageRecord, "ack" | "copies" | "onPhone"> => ({ ack: 0, copies: [], onPhone: [] });

const keyOf = (account: string, messageId: string): string => `${account}:${messageId}`;

/** The state that the journal's events add up to. `apply` is its only change: a replay rebuilds it exactly. */
export class NetworkMemory {
  behaviour: Behaviour = defaultBehaviour;
  readonly deliveries = new Deliveries();
  readonly chats = new Chats();
  readonly accounts = new Accounts();
  readonly #numbers = new Numbers();
  readonly #devices = new Map<string, Device>();
  readonly #deviceOfSession = new Map<string, Device>();
  readonly #messages = new Map<string, MessageRecord>();
  readonly #unread = new Map<string, readonly InboundMessage[]>();
  readonly #owed = new Map<string, Map<number, OwedWord>>();
  #words = 0;

  /** Takes one event in; answers the ids of the devices that it owes a word to. */
  apply(event: NetworkEvent): readonly string[] {
    switch (event.type) {
      case "number":
        this.#numbers.change(event);
        return [];
      case "behaviour":
        this.behaviour = { ...this.behaviour, ...event.behaviour };
        this.accounts.liftRestrictions();
        return [];
      case "linked": {
        const { type: _, ...linked } = event;
        const device: Device = { ...linked, generation: 0, isLinked: true };
        this.#devices.set(device.deviceId, device);
        const { tenantId, sessionId } = device.session;
        for (const key of [sessionId, ...(tenantId === undefined ? [] : [`${tenantId}/${sessionId}`])])
          this.#deviceOfSession.set(key, device);
        return [];
      }
      case "unlinked":
        this.device(event.deviceId).isLinked = false;
        this.#owed.delete(event.deviceId);
        return [];
      case "advanced":
        this.device(event.deviceId).generation = event.generation;
        return [];
      case "restricted":
        this.accounts.restrict(this.device(event.deviceId).account);
        return [];
      case "limits":
        this.accounts.change(event);
        return [];
      case "accepted":
        return this.#applyAccepted(event);
      case "repeated":
        return this.#applyRepeated(event);
      case "refused":
        return this.#applyRefused(event);
      case "arrived":
        return this.#applyArrived(event);
      case "read": {
        const record = this.message(event.account, event.messageId);
        delete record.readAt;
        for (const message of record.onPhone) message.readAt ??= event.at;
        return this.#ack(record, 3, event.at);
      }
      case "inbound":
        return this.#applyInbound(event);
      case "told":
        this.#applyTold(event);
        return [];
      case "deliveries_forgotten":
        this.deliveries.forget();
        this.chats.forget();
        return [];
    }
  }

  /** As all find it; with a tenant, as its sessions do. */
  number(number: string, tenantId?: string): NumberBehaviour {
    return this.#numbers.find(number, tenantId);
  }

  numberOfLid(lid: string): string | undefined {
    return this.#numbers.withLid(lid);
  }

  /** A device that was linked once, whether or not it still is. */
  device(deviceId: string): Device {
    const device = this.#devices.get(deviceId);
    if (!device) throw new Error(`the network never linked a device ${deviceId}`);
    return device;
  }

  findDevice(deviceId: string): Device | undefined {
    return this.#devices.get(deviceId);
  }

  /** The device that the session linked last, if it still is linked; without a tenant, that of any session which is called so. */
  findDeviceOfSession(sessionId: string, tenantId?: string): Device | undefined {
    const device = this.#deviceOfSession.get(tenantId === undefined ? sessionId : `${tenantId}/${sessionId}`);
    return device?.isLinked ? device : undefined;
  }

  /** The names that WhatsApp knows a person by. @param name a number, or a LID */
  namesOf(name: string): readonly string[] {
    const number = this.numberOfLid(name) ?? name;
    const { lid } = this.number(number);
    return lid === undefined ? [number] : [number, lid];
  }

  devicesOf(account: string): readonly Device[] {
    return [...this.#devices.values()].filter((device) => device.account === account && device.isLinked);
  }

  countDevices(): number {
    return this.#devices.size;
  }

  message(account: string, messageId: string): MessageRecord {
    const record = this.findMessage(account, messageId);
    if (!record) throw new Error(`the network has no message ${messageId} of ${account}`);
    return record;
  }

  findMessage(account: string, messageId: string): MessageRecord | undefined {
    return this.#messages.get(keyOf(account, messageId));
  }

  allMessages(): Iterable<MessageRecord> {
    return this.#messages.values();
  }

  unreadOf(account: string): readonly InboundMessage[] {
    return this.#unread.get(account) ?? [];
  }

  /** What the device has yet to receive, in order, by the word's number. */
  owedTo(deviceId: string): ReadonlyMap<number, OwedWord> {
    return this.#owed.get(deviceId) ?? new Map<number, OwedWord>();
  }

  #applyAccepted({ deviceId, message: handedOver, at, dueAt }: EventOf<"accepted">): readonly string[] {
    const { resent, ...message } = handedOver;
    const { account } = this.device(deviceId);
    const key = keyOf(account, message.messageId);
    const known = this.#messages.get(key);
    const record: MessageRecord = known ?? { ...unsent(), account, message, deviceId, at, acceptedAt: at };
    this.#messages.set(key, Object.assign(record, { deviceId, acceptedAt: at }));
    const { messageId: id, to, ...content } = message;
    const written = { direction: "to_phone", id, account, ...content, at } as const;
    const shown = this.chats.add(this.device(deviceId).session, to, written);
    record.copies.push({ dueAt, shown, ...defined({ resent }) });
    this.accounts.wrote(account, this.namesOf(to), at);
    return this.#ack(record, 1, at);
  }

  #applyRepeated({ deviceId, messageId }: EventOf<"repeated">): readonly string[] {
    const record = this.message(this.device(deviceId).account, messageId);
    record.deviceId = deviceId;
    return this.#ack(record, 1, record.acceptedAt);
  }

  #applyRefused({ deviceId, message, at }: EventOf<"refused">): readonly string[] {
    const { account } = this.device(deviceId);
    const key = keyOf(account, message.messageId);
    const refused: MessageRecord = { ...unsent(), account, message, deviceId, ack: -1, at, acceptedAt: at };
    // A refused repetition takes nothing back from the copy that was accepted before.
    if (!this.#messages.has(key)) this.#messages.set(key, refused);
    return this.#ack(refused, -1, at);
  }

  #applyArrived({ account, messageId, at, readAt }: EventOf<"arrived">): readonly string[] {
    const record = this.message(account, messageId);
    const copy = record.copies.shift();
    if (copy !== undefined) record.onPhone.push(Object.assign(copy.shown, { arrivedAt: at }));
    if (readAt !== undefined) record.readAt = readAt;
    const { messageId: id, resent: _, ...content } = record.message;
    const session = this.device(record.deviceId).session.sessionId;
    this.deliveries.add({
      id,
      session,
      from: account,
      ...content,
      receivedAt: new Date(at).toISOString(),
      ...defined({ resent: copy?.resent }),
    });
    return this.#ack(record, 2, at);
  }

  /** Every session that is linked to the account gets it, into a chat of its own. */
  #applyInbound(event: EventOf<"inbound">): readonly string[] {
    const { account, from, at } = event;
    const number = this.numberOfLid(from);
    const message = { ...inboundOf(event), ...(number === undefined ? {} : { lid: from }) };
    this.#unread.set(account, [...this.unreadOf(account), message].slice(-maxUnread));
    this.accounts.heard(account, this.namesOf(from));
    const devices = this.devicesOf(account);
    const { id, type, body, quotedMessageId } = message;
    const written = { direction: "from_phone", id, account, type, body, at, ...defined({ quotedMessageId }) } as const;
    const sessions = new Map(devices.map(({ session }) => [`${session.tenantId ?? ""}/${session.sessionId}`, session]));
    for (const session of sessions.values()) this.chats.add(session, number ?? from, written);
    for (const { deviceId } of devices) this.#owe(deviceId, { type: "message", message });
    return devices.map((device) => device.deviceId);
  }

  #applyTold({ deviceId, word }: EventOf<"told">): void {
    const told = this.#owed.get(deviceId)?.get(word);
    this.#owed.get(deviceId)?.delete(word);
    if (told?.type !== "message") return;
    const { from, id, at } = told.message;
    this.chats.heard(this.device(deviceId).session, this.numberOfLid(from) ?? from, id, at);
  }

  #ack(record: MessageRecord, ack: Ack, at: number): readonly string[] {
    if (ack > record.ack) Object.assign(record, { ack, at });
    const { messageId, to } = record.message;
    const told: AckEvent = { messageId, to: this.number(to).lid ?? to, ack, at };
    this.#owe(record.deviceId, { type: "ack", ack: told, number: to });
    return [record.deviceId];
  }

  #owe(deviceId: string, word: OwedWord): void {
    if (!this.device(deviceId).isLinked) return;
    const owed = this.#owed.get(deviceId) ?? new Map<number, OwedWord>();
    this.#owed.set(deviceId, owed.set((this.#words += 1), word));
  }
}
