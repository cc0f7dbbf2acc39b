import { defined } from "../core/defined.ts";
import { type AccountLimits } from "../core/whatsapp.ts";
import { type EventOf } from "./events.ts";

/** Why the network lets an account begin no chat. */
export type NewChatRefusal = "timelock" | "quota";

interface Quota {
  readonly total: number;
  readonly used: number;
  /** When the cycle ends and another one of the same length begins; never where nothing is said. */
  readonly resetsAt?: number;
  readonly cycleMs?: number;
}

interface Standing {
  /** Numbers and LIDs of the people that the account exchanged a message with. */
  readonly names: Set<string>;
  /** The same people, by one name each. */
  readonly people: Set<string>;
  quota?: Quota;
  timelock?: { readonly until?: number };
  /** Its linked devices may send nothing, those that are linked later as well. */
  isRestricted: boolean;
}

/** Whom each account has exchanged a message with, and which chats WhatsApp lets it begin. A chat is new with anyone else. */
export class Accounts {
  readonly #standings = new Map<string, Standing>();

  change({ account, at, newChats, timelock }: EventOf<"limits">): void {
    const standing = this.#of(account);
    if (newChats === null) delete standing.quota;
    else if (newChats !== undefined) {
      const before = quotaAt(standing.quota, at);
      const { total, used = before?.used ?? 0, resetsAt = before?.resetsAt } = newChats;
      const isSameCycle = resetsAt === before?.resetsAt;
      const cycleMs = isSameCycle || resetsAt === undefined ? before?.cycleMs : Math.max(1, resetsAt - at);
      standing.quota = { total, used, ...defined({ resetsAt, cycleMs }) };
    }
    if (timelock === null) delete standing.timelock;
    else if (timelock !== undefined) standing.timelock = timelock;
  }

  restrict(account: string): void {
    this.#of(account).isRestricted = true;
  }

  liftRestrictions(): void {
    for (const standing of this.#standings.values()) standing.isRestricted = false;
  }

  isRestricted(account: string): boolean {
    return this.#standings.get(account)?.isRestricted === true;
  }

  /** @param names number and LID of one person */
  knows(account: string, names: readonly string[]): boolean {
    const known = this.#standings.get(account)?.names;
    return known !== undefined && names.some((name) => known.has(name));
  }

  /** Everyone that the account exchanged a message with. */
  peopleOf(account: string): readonly string[] {
    return [...(this.#standings.get(account)?.people ?? [])];
  }

  /** Why a message that begins a chat is refused now. */
  refusalOf(account: string, at: number): NewChatRefusal | undefined {
    const { newChats, timelock } = this.limitsOf(account, at);
    if (timelock !== undefined) return "timelock";
    return newChats !== undefined && newChats.used >= newChats.total ? "quota" : undefined;
  }

  limitsOf(account: string, at: number): AccountLimits {
    const { quota, timelock } = this.#standings.get(account) ?? {};
    const now = quotaAt(quota, at);
    const isOver = timelock?.until !== undefined && timelock.until <= at;
    return defined({
      newChats: now && { used: now.used, total: now.total, ...defined({ resetsAt: now.resetsAt }) },
      timelock: isOver ? undefined : timelock,
      restricted: this.isRestricted(account),
    });
  }

  /** The account wrote to a person: a new chat counts. */
  wrote(account: string, names: readonly string[], at: number): void {
    const standing = this.#of(account);
    const quota = quotaAt(standing.quota, at);
    if (quota !== undefined && !this.knows(account, names)) standing.quota = { ...quota, used: quota.used + 1 };
    this.#meet(standing, names);
  }

  /** A person wrote to the account: their chat is no new one. */
  heard(account: string, names: readonly string[]): void {
    this.#meet(this.#of(account), names);
  }

  #meet({ names, people }: Standing, [name, ...others]: readonly string[]): void {
    if (name === undefined) return;
    people.add(name);
    for (const one of [name, ...others]) names.add(one);
  }

  #of(account: string): Standing {
    const standing = this.#standings.get(account) ?? {
      names: new Set<string>(),
      people: new Set<string>(),
      isRestricted: false,
    };
    this.#standings.set(account, standing);
    return standing;
  }
}

/** The quota in the cycle that a moment lies in: of each new one, nothing is used. */
function quotaAt(quota: Quota | undefined, at: number): Quota | undefined {
  const { resetsAt, cycleMs } = quota ?? {};
  if (quota === undefined || resetsAt === undefined || cycleMs === undefined || at < resetsAt) return quota;
  const cycles = Math.floor((at - resetsAt) / cycleMs) + 1;
  return { ...quota, used: 0, resetsAt: resetsAt + cycles * cycleMs };
}
