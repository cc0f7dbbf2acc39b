import type { Line, RowState, Verb } from "./lines.ts";
import { Scribe } from "./scribe.ts";

/** A small correct history, in named parts, so that a test may leave one out, put another in its place or add to it. */

const session = "acme/shop";
export const numbers = ["n1", "n2", "n3", "n4", "n5"] as const;
export const idOf = (number: string, of = "cmp_1"): string => `id-${of}-${number}`;

/** Short ways to write what happens; each ends at once unless it says otherwise. */
export class Telling {
  readonly scribe: Scribe;

  constructor(scribe: Scribe) {
    this.scribe = scribe;
  }

  takes(by: string, epoch: number): void {
    this.scribe.point(by, "process", { became: "started" });
    this.scribe.begin(by, "take", { session }).done({ epoch });
  }

  releases(by: string): void {
    this.scribe.begin(by, "release", { session }).done({});
  }

  dies(by: string): void {
    this.scribe.point(by, "process", { became: "ended" });
  }

  asks(verb: Verb, of: string): void {
    this.scribe.begin("people", "request", { verb, of }).done({});
  }

  reads(of: string, status?: string, counts?: Readonly<Record<string, number>>): void {
    const answer = { ...(status === undefined ? {} : { status }), ...(counts === undefined ? {} : { counts }) };
    this.scribe.begin("people", "read", { of }).done(answer);
  }

  claims(
    by: string,
    number: string,
    its: { readonly to?: RowState; readonly from?: RowState; readonly id?: string } = {},
  ) {
    const { to = "sending", from, id = idOf(number) } = its;
    const made = { of: "cmp_1", number, to, ...(from === undefined ? {} : { from }) };
    this.scribe.begin(by, "claim", to === "sending" ? { ...made, id } : made).done({});
  }

  /** Handed over, and the network has it. */
  hands(by: string, number: string, id = idOf(number)): void {
    const handOver = this.scribe.begin(by, "hand_over", { session, id, number });
    this.receives(number, "accepted", id);
    handOver.done({ ack: 1 });
  }

  receives(number: string, became: "accepted" | "repeated" | "refused" = "accepted", id = idOf(number)): void {
    this.scribe.point("network", "received", { id, number, became });
  }

  arrives(by: string, number: string): void {
    this.scribe.point("network", "arrived", { id: idOf(number), number });
    this.hears(by, number, 2);
  }

  hears(by: string, number: string, ack: number): void {
    this.scribe.point(by, "heard", { session, id: idOf(number), ack });
  }

  finds(by: string, number: string, ack?: number): void {
    const answer = ack === undefined ? {} : { ack };
    this.scribe.begin(by, "find", { session, id: idOf(number) }).done(answer);
  }

  becomes(by: string, number: string, from: RowState, to: RowState): void {
    this.scribe.begin(by, "change", { of: "cmp_1", number, to, id: idOf(number) }).done({ from });
  }

  sends(by: string, number: string): void {
    this.claims(by, number);
    this.hands(by, number);
    this.becomes(by, number, "sending", "sent");
  }

  ends(status: string, rows: readonly (readonly [string, RowState])[]): void {
    this.scribe.point("people", "rows", { of: "cmp_1", status, rows });
  }
}

type Part = (tell: Telling) => void;

export const outcome: readonly (readonly [string, RowState])[] = [
  ["n1", "delivered"],
  ["n2", "in_doubt"],
  ["n3", "sent"],
  ["n4", "failed"],
  ["n5", "skipped"],
];

const directly = { of: "msg_1", number: "n9", id: "id-msg_1", direct: true } as const;

const parts = {
  "w1 owns the session": (tell) => {
    tell.takes("w1", 1);
  },
  "a campaign is made": (tell) => {
    tell.asks("create", "cmp_1");
    tell.scribe.point("people", "audience", { of: "cmp_1", numbers });
  },
  "the first message is delivered": (tell) => {
    tell.sends("w1", "n1");
    tell.arrives("w1", "n1");
    tell.becomes("w1", "n1", "sent", "delivered");
  },
  "one is shown": (tell) => {
    tell.reads("cmp_1", "running", { delivered: 1 });
  },
  "w1 dies with the second in hand": (tell) => {
    tell.claims("w1", "n2");
    tell.scribe.begin("w1", "hand_over", { session, id: idOf("n2"), number: "n2" });
    tell.dies("w1");
    tell.receives("n2");
  },
  "w2 takes the session over": (tell) => {
    tell.takes("w2", 2);
  },
  "w2 asks for the second": (tell) => {
    tell.finds("w2", "n2");
  },
  "the second is in doubt": (tell) => {
    tell.becomes("w2", "n2", "sending", "in_doubt");
  },
  "it is paused": (tell) => {
    tell.asks("pause", "cmp_1");
  },
  "the third was in hand": (tell) => {
    tell.sends("w2", "n3");
  },
  "it is shown as paused": (tell) => {
    tell.reads("cmp_1", "paused", { delivered: 1, in_doubt: 1, sent: 1 });
  },
  "it goes on": (tell) => {
    tell.asks("resume", "cmp_1");
  },
  "the fourth is refused": (tell) => {
    tell.claims("w2", "n4");
    const handOver = tell.scribe.begin("w2", "hand_over", { session, id: idOf("n4"), number: "n4" });
    tell.receives("n4", "refused");
    handOver.refused();
    tell.becomes("w2", "n4", "sending", "failed");
  },
  "the fifth opts out": (tell) => {
    tell.asks("opt_out", "n5");
    tell.claims("w2", "n5", { to: "skipped" });
  },
  "all is halted and goes on": (tell) => {
    tell.asks("halt", "all");
    tell.asks("lift", "all");
  },
  "a direct message goes": (tell) => {
    tell.asks("create", "msg_1");
    tell.scribe.begin("w2", "claim", { ...directly, to: "sending" }).done({});
    tell.hands("w2", directly.number, directly.id);
    tell.scribe.begin("w2", "change", { ...directly, to: "sent" }).done({ from: "sending" });
    tell.reads("msg_1", "sent");
  },
  "it is shown as completed": (tell) => {
    tell.reads("cmp_1", "completed", { delivered: 1, in_doubt: 1, sent: 1, failed: 1, skipped: 1 });
  },
  "its rows are read": (tell) => {
    tell.ends("completed", outcome);
  },
  "another is made and stopped": (tell) => {
    tell.asks("create", "cmp_2");
    tell.asks("stop", "cmp_2");
    tell.reads("cmp_2", "stopped");
  },
  "the other is deleted": (tell) => {
    tell.asks("delete", "cmp_2");
    tell.reads("cmp_2");
  },
} as const satisfies Readonly<Record<string, Part>>;
export type PartName = keyof typeof parts;

export interface Change {
  readonly at: PartName;
  /** Whether the part is told as well, before it; otherwise it is told in its place. */
  readonly also?: true;
  readonly tell: Part;
}

export function smallHistory(change?: Change): readonly Line[] {
  const lines: Line[] = [];
  let now = Date.UTC(2026, 0, 1, 9);
  const tell = new Telling(
    new Scribe(
      () => (now += 5),
      (line) => lines.push(line),
    ),
  );
  for (const [name, part] of Object.entries(parts) as [PartName, Part][]) {
    if (name !== change?.at || change.also === true) part(tell);
    if (name === change?.at) change.tell(tell);
  }
  return lines;
}
