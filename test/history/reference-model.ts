import type { RowState } from "./lines.ts";
import { Scribe } from "./scribe.ts";
import type { Line } from "./lines.ts";

/**
 * A tiny system that keeps every promise: workers that own sessions in turn, campaigns, a network. What it does is drawn, and
 * much of it is under way at once, or never answered. Its histories are correct, so the checker has to pass them.
 */

export interface ModelSize {
  readonly sessions: number;
  readonly campaignsEach: number;
  readonly contactsEach: number;
}

interface Member {
  readonly number: string;
  state: RowState;
  id: string;
}

interface Campaign {
  readonly of: string;
  readonly members: readonly Member[];
  status: "running" | "paused" | "stopped" | "completed";
  next: number;
  /** The counts that the owner wrote last. */
  shown: Readonly<Record<string, number>>;
}

const outcomes: readonly RowState[] = ["sent", "delivered", "read", "replied", "failed", "skipped", "in_doubt"];

/** @param random 0 up to, not including, 1 */
export function* modelHistory(
  { sessions, campaignsEach, contactsEach }: ModelSize,
  random: () => number,
): Generator<Line> {
  const written: Line[] = [];
  let now = Date.UTC(2026, 0, 1);
  const scribe = new Scribe(
    () => (now += Math.floor(random() * 3)),
    (line) => written.push(line),
  );
  for (let session = 0; session < sessions; session += 1) {
    const model = new ModelSession(scribe, random, `tenant/s${session}`, campaignsEach, contactsEach);
    for (const _ of model.run()) yield* written.splice(0);
    yield* written.splice(0);
  }
}

class ModelSession {
  readonly #scribe: Scribe;
  readonly #random: () => number;
  readonly #session: string;
  readonly #campaigns: readonly Campaign[];
  readonly #optedOut = new Set<string>();
  #epoch = 0;
  #worker = "";

  constructor(scribe: Scribe, random: () => number, session: string, campaigns: number, contacts: number) {
    this.#scribe = scribe;
    this.#random = random;
    this.#session = session;
    this.#campaigns = Array.from({ length: campaigns }, (_, index) => {
      const of = `cmp_${session}_${index}`;
      const members = Array.from({ length: contacts }, (_member, serial): Member => {
        const number = `62${session.slice(8)}${index}${String(serial).padStart(7, "0")}`;
        return { number, state: "absent", id: "" };
      });
      return { of, members, status: "running", next: 0, shown: {} };
    });
  }

  *run(): Generator<undefined> {
    this.#takeOver();
    for (const { of, members } of this.#campaigns) {
      this.#ask("create", of);
      this.#scribe.point("people", "audience", { of, numbers: members.map(({ number }) => number) });
    }
    for (;;) {
      const open = this.#campaigns.filter(({ status }) => status === "running" || status === "paused");
      const campaign = open[Math.floor(this.#random() * open.length)];
      if (campaign === undefined) break;
      this.#step(campaign);
      yield;
    }
    for (const campaign of this.#campaigns) this.#end(campaign);
    yield;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #step(campaign: Campaign): void {
    const { of } = campaign;
    if (campaign.status === "paused") {
      if (this.#chance(0.5)) this.#read(campaign);
      if (this.#ask("resume", of)) campaign.status = "running";
      return;
    }
    if (this.#chance(0.02)) this.#takeOver();
    if (this.#chance(0.03)) this.#fault();
    if (this.#chance(0.05)) this.#read(campaign);
    if (this.#chance(0.02)) this.#optOut(campaign);
    if (this.#chance(0.02)) {
      // It takes hold when it is answered, so that the message in hand still goes.
      const isPause = this.#chance(0.9);
      const halt = this.#scribe.begin("people", "request", { verb: isPause ? "pause" : "stop", of });
      if (this.#chance(0.5)) this.#send(campaign);
      campaign.status = isPause ? "paused" : "stopped";
      halt.done({});
      if (this.#chance(0.5)) this.#send(campaign);
      this.#read(campaign);
    } else this.#send(campaign);
    if (campaign.next === campaign.members.length && campaign.status === "running") campaign.status = "completed";
  }

  #fault(): void {
    this.#scribe.point("test", "fault", { kind: "drop" });
    this.#scribe.point(this.#worker, "session", { session: this.#session, became: "line_lost" });
    this.#scribe.point(this.#worker, "session", { session: this.#session, became: "ready" });
  }

  /** The owner dies, or gives the session back, and another one takes it. */
  #takeOver(): void {
    const former = this.#worker;
    if (former !== "" && this.#chance(0.5)) {
      const release = this.#scribe.begin(former, "release", { session: this.#session });
      if (this.#chance(0.8)) release.done({});
    } else if (former !== "") this.#scribe.point(former, "process", { became: "ended" });
    this.#epoch += 1;
    this.#worker = `w${this.#epoch}@${this.#session}`;
    this.#scribe.point(this.#worker, "process", { became: "started" });
    // A try whose answer is lost makes an owner that does not know it; the next has a higher epoch.
    if (this.#chance(0.2)) {
      this.#scribe.begin(this.#worker, "take", { session: this.#session }).failed();
      this.#epoch += 1;
    }
    this.#scribe.begin(this.#worker, "take", { session: this.#session }).done({ epoch: this.#epoch });
    for (const campaign of this.#campaigns) this.#save(campaign);
  }

  /** As a caller that asks again until it is answered. */
  #ask(verb: "create" | "resume" | "opt_out", of: string): boolean {
    const key = `${verb} ${of} ${this.#random()}`;
    while (this.#chance(0.2)) {
      const tried = this.#scribe.begin("people", "request", { verb, of, key });
      if (this.#chance(0.5)) tried.failed();
    }
    this.#scribe.begin("people", "request", { verb, of, key }).done({});
    return true;
  }

  #optOut({ members }: Campaign): void {
    const member = members[Math.floor(this.#random() * members.length)];
    if (member === undefined) return;
    this.#optedOut.add(member.number);
    this.#ask("opt_out", member.number);
  }

  #send(campaign: Campaign): void {
    const member = campaign.members[campaign.next];
    if (member === undefined) return;
    campaign.next += 1;
    const { number } = member;
    const { of } = campaign;
    if (this.#optedOut.has(number)) {
      this.#scribe.begin(this.#worker, "claim", { of, number, to: "skipped" }).done({});
      member.state = "skipped";
      return;
    }
    member.id = `3EB0-${of}-${number}`;
    const claim = this.#scribe.begin(this.#worker, "claim", { of, number, to: "sending", id: member.id });
    member.state = "sending";
    // The answer was lost: the repeat is refused, and the row bears its own token.
    if (this.#chance(0.05)) {
      claim.failed();
      this.#scribe.begin(this.#worker, "claim", { of, number, to: "sending", id: member.id }).refused();
    } else claim.done({});
    if (this.#chance(0.1)) this.#save(campaign);
    this.#deliver(campaign, member);
    if (this.#chance(0.3)) this.#save(campaign);
  }

  #deliver(campaign: Campaign, member: Member): void {
    const { id, number } = member;
    const handOver = this.#scribe.begin(this.#worker, "hand_over", { session: this.#session, id, number });
    const isLost = this.#chance(0.05);
    if (isLost && this.#chance(0.5)) {
      handOver.failed();
      this.#scribe.begin(this.#worker, "find", { session: this.#session, id }).done({ ack: 0 });
      this.#become(campaign, member, "in_doubt");
      if (this.#chance(0.5)) this.#scribe.point("network", "received", { id, number, became: "accepted" });
      return;
    }
    const isRefused = this.#chance(0.05);
    const became = isRefused ? "refused" : "accepted";
    this.#scribe.point("network", "received", { id, number, became });
    if (isRefused) {
      handOver.refused();
      this.#become(campaign, member, "failed");
      return;
    }
    if (isLost) handOver.failed();
    else handOver.done({ ack: 1 });
    if (this.#chance(0.02)) this.#scribe.point("network", "received", { id, number, became: "accepted", resent: true });
    this.#become(campaign, member, "sent");
    if (this.#chance(0.2)) return;
    this.#scribe.point("network", "arrived", { id, number });
    this.#scribe.point(this.#worker, "heard", { session: this.#session, id, ack: 2 });
    // Two acks at once, answered in the other order.
    const from = member.state;
    const change = { of: campaign.of, number, id };
    const delivered = this.#scribe.begin(this.#worker, "change", { ...change, to: "delivered" });
    if (this.#chance(0.3)) {
      const read = this.#scribe.begin(this.#worker, "change", { ...change, to: "read" });
      read.done({ from: "delivered" });
      member.state = "read";
      delivered.done({ from });
    } else {
      delivered.done({ from });
      member.state = "delivered";
    }
  }

  #become({ of }: Campaign, member: Member, to: RowState): void {
    const { number, id } = member;
    const change = { of, number, id, to, change: `${this.#random()}` };
    // The answer is lost, and the change is made again by its name.
    if (this.#chance(0.05)) this.#scribe.begin(this.#worker, "change", change).failed();
    this.#scribe.begin(this.#worker, "change", change).done({ from: member.state });
    member.state = to;
  }

  /** The owner writes down what it counted. */
  #save(campaign: Campaign): void {
    const counts: Record<string, number> = {};
    for (const { state } of campaign.members.slice(0, campaign.next)) counts[state] = (counts[state] ?? 0) + 1;
    campaign.shown = counts;
  }

  #read({ of, status, shown }: Campaign): void {
    this.#scribe.begin("people", "read", { of }).done({ status, counts: shown });
  }

  #end(campaign: Campaign): void {
    const { of, members } = campaign;
    this.#save(campaign);
    this.#read(campaign);
    const rows = members.flatMap(({ number, state }) => (outcomes.includes(state) ? [[number, state] as const] : []));
    this.#scribe.point("people", "rows", { of, status: campaign.status, rows });
    if (!this.#chance(0.5)) return;
    this.#scribe.begin("people", "request", { verb: "delete", of }).done({});
    this.#scribe.begin("people", "read", { of }).done({});
  }
}
