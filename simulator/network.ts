import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { defined } from "../core/defined.ts";
import { type Clock } from "../core/time/clock.ts";
import { type Ack, type InboundMessage, type NumberCheck } from "../core/whatsapp.ts";
import { type Delivery, type DeliveryFilter } from "./deliveries.ts";
import {
  type Behaviour,
  type BehaviourChanges,
  type HandedOver,
  type NumberBehaviour,
  type SessionLabel,
} from "./events.ts";
import { type FaultKind, strike } from "./faults.ts";
import { Holds } from "./holds.ts";
import { Ledger } from "./ledger.ts";
import { inboundOf } from "./inbound.ts";
import { type AckFaults, type Line, Lines, type LineWord } from "./lines.ts";
import { MessageLife } from "./message-life.ts";
import { type NetworkOptions } from "./network-options.ts";
import { type SimulatedPage, workingPage } from "./page-settings.ts";
import { type Credential, type PairingDevice, Pairings } from "./pairing.ts";
import { type Chat, type Chats, isUnread } from "./phone/chats.ts";
import { KeptFiles } from "./phone/kept-files.ts";
import { type Device, type Scan, type WrittenByPhone } from "./records.ts";
import { NetworkRefusal } from "./refusal.ts";
import { Standings } from "./standings.ts";
import { Timers } from "./timers.ts";

/** `undecryptable`: the device is let in but can read nothing, so it never gets ready. */
export type ConnectAnswer =
  | { readonly state: "online"; readonly line: Line }
  | { readonly state: "undecryptable" }
  | { readonly state: "logged_out" };

/** WhatsApp allows an account four linked devices. */
const devicesPerAccount = 4;

/** "WhatsApp": phones, accounts, linked devices, messages on their way. It knows no browser and no page: doors do. */
export class Network {
  /** Stops messages at named points of their life. */
  readonly holds = new Holds(() => {
    this.#lines.tellAll();
  });
  /** Loses, delays, doubles or reorders the acks that devices receive; set by tests. */
  ackFaults: AckFaults = (ack) => [{ ack }];
  /** The page that WhatsApp serves an account, for the in-process door; set by tests. */
  pageOf: (account: string) => SimulatedPage = () => workingPage;

  /** The files that were sent. */
  readonly files: KeptFiles;
  readonly standings: Standings;
  readonly #ledger: Ledger;
  readonly #timers: Timers;
  readonly #pairings: Pairings;
  readonly #lines: Lines;
  readonly #life: MessageLife;
  readonly #clock: Clock;

  /** @throws Error when the data directory's journal cannot be read. */
  constructor({ clock, random, dataDir, qrLifeMs = 20_000, qrCount = 6, onRecord }: NetworkOptions) {
    this.#clock = clock;
    this.files = new KeptFiles(dataDir === undefined ? undefined : join(dataDir, "files"));
    this.#timers = new Timers(clock);
    this.#pairings = new Pairings(clock, this.#timers, { qrLifeMs, qrCount });
    const tell = (deviceId: string) => {
      this.#lines.tell(deviceId);
    };
    const ledger = new Ledger(dataDir, tell, onRecord);
    this.#ledger = ledger;
    this.standings = new Standings(ledger, clock);
    this.#lines = new Lines(ledger, this.holds, this.#timers, (ack) => this.ackFaults(ack));
    this.#life = new MessageLife({ clock, random, ledger, timers: this.#timers, holds: this.holds });
    this.#life.resume();
  }

  get behaviour(): Behaviour {
    return this.#ledger.memory.behaviour;
  }

  /** Changes what is named and lifts every restriction. */
  setBehaviour(behaviour: BehaviourChanges): void {
    this.#ledger.record({ type: "behaviour", behaviour });
  }

  get chats(): Chats {
    return this.#ledger.memory.chats;
  }

  /** How the number behaves to the tenant's sessions, or to all that no tenant changed it for. */
  numberOf(number: string, tenantId?: string): NumberBehaviour {
    return this.#ledger.memory.number(number, tenantId);
  }

  /** Changes what is named of a number's behaviour, to one tenant's sessions or to all; answers all of it. */
  setNumber(number: string, behaviour: NumberBehaviour, tenantId?: string): NumberBehaviour {
    this.#ledger.record({ type: "number", number, behaviour, ...defined({ tenantId }) });
    if (behaviour.phoneOff === false) this.#life.phoneOn(number);
    return this.numberOf(number, tenantId);
  }

  /** The phone shows the chat, so that what arrived there is read. Answers how many messages were not before. */
  readChat({ messages }: Chat): number {
    const unread = messages.filter(isUnread);
    for (const message of unread) {
      // Two copies of one message are read at once.
      if (isUnread(message)) this.#life.read(message.account, message.id);
    }
    return unread.length;
  }

  /** A device without an account shows codes until one is scanned; the answer ends that. */
  startPairing(device: PairingDevice): () => void {
    return this.#pairings.start(device);
  }

  /**
   * A phone scans a code: the device that shows it is linked to the phone's account.
   * @throws NetworkRefusal `qr_not_on_show`, `number_not_on_whatsapp`, `too_many_devices`
   */
  scan({ qr, number, name, session }: Scan): void {
    const { memory } = this.#ledger;
    if (!this.#pairings.isOnShow(qr)) throw new NetworkRefusal("qr_not_on_show", "no device shows this QR code now");
    const { registered, wantsPasskey } = memory.number(number, session.tenantId);
    if (registered === false) {
      throw new NetworkRefusal("number_not_on_whatsapp", `${number} is not registered on WhatsApp`);
    }
    if (memory.devicesOf(number).length >= devicesPerAccount) {
      throw new NetworkRefusal("too_many_devices", `${number} is linked to ${devicesPerAccount} devices already`);
    }
    if (wantsPasskey === true) {
      this.#pairings.stall(qr);
      return;
    }
    const deviceId = `device-${memory.countDevices() + 1}`;
    const secret = randomBytes(32).toString("hex");
    this.#ledger.record({ type: "linked", deviceId, secret, account: number, ...defined({ name }), session });
    this.#pairings.link(qr, { deviceId, secret, generation: 0 });
  }

  /** A code that the phone of that number may type instead of scanning; undefined when the device shows no QR code. */
  requestPairingCode(device: PairingDevice, number: string): string | undefined {
    return this.#pairings.requestCode(device, number);
  }

  /**
   * A phone types a pairing code.
   * @throws NetworkRefusal `qr_not_on_show`, and as `scan`
   */
  typeCode({ code, ...scan }: Omit<Scan, "qr"> & { readonly code: string }): void {
    const qr = this.#pairings.qrOfCode(code.replace(/[^0-9A-Z]/g, ""), scan.number);
    if (qr === undefined) throw new NetworkRefusal("qr_not_on_show", "no device asked for this code for that number");
    this.scan({ qr, ...scan });
  }

  /** What was written to the device's account lately, the oldest first: it stays unread on the phone. */
  readUnread(line: Line): readonly InboundMessage[] {
    return this.#ledger.memory.unreadOf(line.device.account);
  }

  /** A linked device goes online. It receives nothing before `listen`. */
  connect({ deviceId, secret, generation }: Credential, hear: (word: LineWord) => void): ConnectAnswer {
    const device = this.#ledger.memory.findDevice(deviceId);
    if (!device?.isLinked || device.secret !== secret) return { state: "logged_out" };
    const { staleProfile } = this.behaviour;
    if (generation < device.generation && staleProfile !== "accept") {
      if (staleProfile === "undecryptable") return { state: "undecryptable" };
      this.unlink(deviceId);
      return { state: "logged_out" };
    }
    return { state: "online", line: this.#lines.open(device, hear) };
  }

  /** What was kept for the device is sent from now on. */
  listen(line: Line): void {
    if (line.isOpen) this.#lines.listen(line.device.deviceId);
  }

  /** The device's profile moved on: every copy of an older generation is stale from now on. */
  advance(line: Line, generation: number): void {
    this.#ledger.record({ type: "advanced", deviceId: line.device.deviceId, generation });
  }

  /** The device closes its line. */
  hangUp(line: Line): void {
    this.#lines.hangUp(line);
  }

  handOver(line: Line, message: HandedOver): void {
    this.#life.handOver(line.device, message);
  }

  /** @param line of the device that asks */
  checkNumber(number: string, line?: Line): NumberCheck {
    const { registered = true, lid } = this.numberOf(number, line?.device.session.tenantId);
    const account = lid === undefined ? number : this.#ledger.memory.numberOfLid(lid);
    const isNamed = registered && account !== undefined && account !== number;
    return { onWhatsApp: registered, ...defined({ lid }), ...(isNamed ? { account } : {}) };
  }

  /** Whose LID that is. */
  numberOfLid(lid: string): string | undefined {
    return this.#ledger.memory.numberOfLid(lid);
  }

  /** What the server knows of a message of the device's account. */
  findMessage(line: Line, messageId: string): { readonly ack: Ack; readonly at: number } | undefined {
    const record = this.#ledger.memory.findMessage(line.device.account, messageId);
    return record && { ack: record.ack, at: record.at };
  }

  /** Whether both are names of one account: its number, another number that bears its LID, or the LID itself. */
  isOneAccount(name: string, other: string): boolean {
    const nameOf = (one: string) => this.#ledger.memory.number(one).lid ?? one;
    return nameOf(name) === nameOf(other);
  }

  /** Whether the chat of the device's account with that number holds the message: one that it sent, or that came lately. */
  isInChat(line: Line, number: string, messageId: string): boolean {
    const { account } = line.device;
    const sent = this.#ledger.memory.findMessage(account, messageId);
    const came = this.#ledger.memory.unreadOf(account).find(({ id }) => id === messageId);
    const chat = sent?.message.to ?? came?.from;
    return chat !== undefined && this.isOneAccount(chat, number);
  }

  /** Ends the link: the device gets `logged_out` now, or at its next connection. */
  unlink(deviceId: string): void {
    this.#lines.unlink(deviceId);
  }

  /** The session as its device has it; with `orAny`, one of that name which another tenant linked where this one did not. */
  labelOf({ sessionId, tenantId }: Required<SessionLabel>, { orAny }: { readonly orAny: boolean }): SessionLabel {
    const { memory } = this.#ledger;
    const own = memory.findDeviceOfSession(sessionId, tenantId);
    const device = own ?? (orAny ? memory.findDeviceOfSession(sessionId) : undefined);
    return device?.session ?? { sessionId, tenantId };
  }

  /** The device that a session linked, of any tenant where none is named. @throws NetworkRefusal `session_unknown` */
  deviceOf(sessionId: string, tenantId?: string): Device {
    const device = this.#ledger.memory.findDeviceOfSession(sessionId, tenantId);
    if (!device) throw new NetworkRefusal("session_unknown", `no device is linked for session ${sessionId}`);
    return device;
  }

  /**
   * A phone writes to a session's account: every device linked to it receives that, now or when it is online again.
   * @throws NetworkRefusal `session_unknown`
   */
  inbound({ sessionId, tenantId, type, quoted, ...written }: WrittenByPhone): InboundMessage {
    const { account } = this.deviceOf(sessionId, tenantId);
    const event = {
      type: "inbound",
      account,
      id: `3A${randomBytes(9).toString("hex").toUpperCase()}`,
      ...written,
      at: this.#clock.now(),
      ...defined({ kind: type, quotedMessageId: quoted }),
    } as const;
    this.#ledger.record(event);
    return inboundOf(event);
  }

  /** @throws NetworkRefusal `session_unknown`; `line_closed` when the fault needs a connected device and there is none */
  fault(sessionId: string, kind: FaultKind, tenantId?: string): void {
    const { deviceId } = this.deviceOf(sessionId, tenantId);
    if (!strike(kind, deviceId, this.#ledger, this.#lines)) {
      throw new NetworkRefusal("line_closed", `session ${sessionId} is not connected to WhatsApp now`);
    }
  }

  deliveries(filter?: DeliveryFilter): readonly Delivery[] {
    return this.#ledger.memory.deliveries.list(filter);
  }

  /** Forgets the list only: a repeated message id is still known. */
  forgetDeliveries(): void {
    this.#ledger.record({ type: "deliveries_forgotten" });
  }

  /** Ends every timer and line, silently, and closes the journal; messages on their way go on when a network opens the directory again. */
  close(): void {
    this.#timers.end();
    this.#lines.end();
    this.#ledger.close();
  }
}
