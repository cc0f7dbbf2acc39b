import { defined } from "../core/defined.ts";
import { type Clock } from "../core/time/clock.ts";
import { type HandedOver } from "./events.ts";
import { type Holds } from "./holds.ts";
import { type Ledger } from "./ledger.ts";
import { type Device, type MessageRecord } from "./records.ts";
import { type Timers } from "./timers.ts";

export interface MessageLifeParts {
  readonly clock: Clock;
  /** 0 up to, not including, 1: decides which messages `ackFailRate` refuses. */
  readonly random: () => number;
  readonly ledger: Ledger;
  readonly timers: Timers;
  readonly holds: Holds;
}

/** What becomes of a message: handed over, accepted or refused (ack 1, -1), on the phone (2), read (3). */
export class MessageLife {
  readonly #parts: MessageLifeParts;
  /** Messages whose phone was off when they were due, by number, in order. */
  readonly #atPhoneOff = new Map<string, MessageRecord[]>();

  constructor(parts: MessageLifeParts) {
    this.#parts = parts;
  }

  /** From here on the server may have it, even if the device dies. */
  handOver(device: Device, message: HandedOver): void {
    const { holds, timers, ledger } = this.#parts;
    timers.set(ledger.memory.behaviour.acceptMs, () => {
      holds.pass("received_by_server", message.to, () => {
        this.#decide(device, message);
      });
    });
  }

  /** After a restart: what was accepted before goes on its way. */
  resume(): void {
    const { clock, ledger } = this.#parts;
    for (const record of ledger.memory.allMessages()) {
      for (const { dueAt } of record.copies) this.#arriveAfter(dueAt - clock.now(), record);
      if (record.readAt !== undefined) this.#readAfter(record.readAt - clock.now(), record);
    }
  }

  /** The phone came back on: what waited for it arrives. */
  phoneOn(number: string): void {
    const waiting = this.#atPhoneOff.get(number) ?? [];
    this.#atPhoneOff.delete(number);
    for (const record of waiting) this.#arrive(record);
  }

  /** The phone shows the message. */
  read(account: string, messageId: string): void {
    const { clock, ledger } = this.#parts;
    ledger.record({ type: "read", account, messageId, at: clock.now() });
  }

  #decide(device: Device, message: HandedOver): void {
    const { clock, ledger } = this.#parts;
    const { deviceId, account } = device;
    const at = clock.now();
    const known = ledger.memory.findMessage(account, message.messageId);
    const { dedupe, deliverMs } = ledger.memory.behaviour;
    if (dedupe && known !== undefined && known.ack >= 1) {
      const { messageId, resent } = message;
      ledger.record({ type: "repeated", deviceId, messageId, at, ...defined({ resent }) });
      return;
    }
    const { accounts } = ledger.memory;
    const isNewChat = accounts.knows(account, ledger.memory.namesOf(message.to)) ? undefined : (true as const);
    const limit = accounts.isRestricted(account) ? "restriction" : isNewChat && accounts.refusalOf(account, at);
    if (limit !== undefined || this.#isRefused(device, message.to)) {
      ledger.record({ type: "refused", deviceId, message, at, ...defined({ isNewChat, limit }) });
      return;
    }
    ledger.record({ type: "accepted", deviceId, message, at, dueAt: at + deliverMs, ...defined({ isNewChat }) });
    this.#arriveAfter(deliverMs, ledger.memory.message(account, message.messageId));
  }

  #isRefused(device: Device, to: string): boolean {
    const { random, ledger } = this.#parts;
    const { registered = true, refuses = false } = ledger.memory.number(to, device.session.tenantId);
    return !registered || refuses || random() < ledger.memory.behaviour.ackFailRate;
  }

  #arriveAfter(ms: number, record: MessageRecord): void {
    this.#parts.timers.set(ms, () => {
      this.#arrive(record);
    });
  }

  #arrive(record: MessageRecord): void {
    const { clock, ledger } = this.#parts;
    const { account } = record;
    const { messageId, to } = record.message;
    const { tenantId } = ledger.memory.device(record.deviceId).session;
    if (ledger.memory.number(to, tenantId).phoneOff) {
      const waiting = this.#atPhoneOff.get(to) ?? [];
      waiting.push(record);
      this.#atPhoneOff.set(to, waiting);
      return;
    }
    const at = clock.now();
    const { readMs } = ledger.memory.behaviour;
    ledger.record({ type: "arrived", account, messageId, at, ...(readMs === null ? {} : { readAt: at + readMs }) });
    if (readMs !== null) this.#readAfter(readMs, record);
  }

  #readAfter(ms: number, record: MessageRecord): void {
    this.#parts.timers.set(ms, () => {
      // Unless a person read it before.
      if (record.readAt !== undefined) this.read(record.account, record.message.messageId);
    });
  }
}
