import { Checker } from "./checker.ts";
import type { Answers, Limit, Line } from "./lines.ts";
import { Scribe } from "./scribe.ts";

/** A worker that reads WhatsApp's limits and writes to people, and whether it kept what it was told. */

type Told = Answers["read_limits"];

const session = "acme/shop";

class Story {
  readonly #lines: Line[] = [];
  #now = Date.UTC(2026, 0, 1, 9);
  #messages = 0;
  readonly #scribe = new Scribe(
    () => (this.#now += 5),
    (line) => this.#lines.push(line),
  );

  later(ms: number): this {
    this.#now += ms;
    return this;
  }

  in(ms: number): number {
    return this.#now + ms;
  }

  reads(told: Told, by = "w1"): this {
    this.#scribe.begin(by, "read_limits", { session }).done(told);
    return this;
  }

  /** A reading without an answer tells nothing. */
  failsToRead(): this {
    this.#scribe.begin("w1", "read_limits", { session }).failed();
    return this;
  }

  /** A limit: a new chat meets it. */
  writes(became: "new" | "known" | "known, refused" | Limit | "another reason", by = "w1"): this {
    const id = `id-${(this.#messages += 1)}`;
    const number = `n${this.#messages}`;
    const handOver = this.#scribe.begin(by, "hand_over", { session, id, number });
    if (became === "new" || became === "known") {
      const isNew = became === "new" ? { isNewChat: true as const } : {};
      this.#scribe.point("network", "received", { id, number, became: "accepted", ...isNew });
      handOver.done({ ack: 1 });
    } else {
      const facts = {
        "known, refused": { limit: "restriction" as const },
        "another reason": { isNewChat: true as const },
      };
      const its =
        became === "known, refused" || became === "another reason"
          ? facts[became]
          : { isNewChat: true as const, limit: became };
      this.#scribe.point("network", "received", { id, number, became: "refused", ...its });
      handOver.refused();
    }
    return this;
  }

  /** The page sends the last message again by itself. */
  resends(limit: Limit): this {
    const id = `id-${this.#messages}`;
    this.#scribe.point("network", "received", {
      id,
      number: `n${this.#messages}`,
      became: "refused",
      resent: true,
      isNewChat: true,
      limit,
    });
    return this;
  }

  get verdicts(): readonly string[] {
    const checker = new Checker(["limitsKept"]);
    for (const line of this.#lines) checker.feed(line);
    return checker.verdicts.map(({ says }) => says);
  }
}

const quota = (used: number, total: number, resetsAt?: number): Told => ({
  newChats: { used, total, ...(resetsAt === undefined ? {} : { resetsAt }) },
  restricted: false,
});
const none: Told = { restricted: false };
const locked = (until?: number): Told => ({ timelock: until === undefined ? {} : { until }, restricted: false });
const minute = 60_000;

it.each([
  [
    "more new chats than were told as left",
    (story: Story) => story.reads(quota(3, 5)).writes("new").writes("new").writes("quota"),
    /3 of 5 new chats were used, and 2 began since/,
  ],
  [
    "one where none was told as left",
    (story: Story) => story.reads(quota(5, 5)).writes("quota"),
    /id-1 to n1 is handed over and refused, after w1 was told that 5 of 5/,
  ],
  [
    "more than were told as left by the latest reading",
    (story: Story) => story.reads(quota(0, 50)).reads(quota(5, 5)).writes("quota"),
    /5 of 5/,
  ],
  [
    "a new chat under a timelock that was told",
    (story: Story) => story.reads(locked(story.in(minute))).writes("timelock"),
    /was told of a timelock at 09:00:00/,
  ],
  [
    "one under a timelock without an end",
    (story: Story) =>
      story
        .reads(locked())
        .later(60 * minute)
        .writes("timelock"),
    /of a timelock/,
  ],
  [
    "a message under a restriction that was told",
    (story: Story) => story.reads({ restricted: true }).writes("restriction"),
    /of a restriction/,
  ],
  [
    "one by a worker that was told, while another was not",
    (story: Story) => story.reads(locked(), "w2").writes("timelock", "w2"),
    /w2 was told/,
  ],
])("finds %s", (_, tell, says) => {
  expect(tell(new Story()).verdicts).toEqual([expect.stringMatching(says)]);
});

it.each([
  [
    "a limit of which nothing was told",
    (story: Story) => story.reads(none).writes("quota").writes("timelock").writes("restriction"),
  ],
  ["a limit that no reading told", (story: Story) => story.writes("quota").failsToRead().writes("timelock")],
  [
    "what is left of a quota, and known chats beyond it",
    (story: Story) => story.reads(quota(3, 5)).writes("new").writes("known").writes("new").writes("known"),
  ],
  [
    "a quota whose cycle is over",
    (story: Story) =>
      story
        .reads(quota(5, 5, story.in(minute)))
        .later(minute)
        .writes("quota"),
  ],
  [
    "a timelock that is over by its time",
    (story: Story) =>
      story
        .reads(locked(story.in(minute)))
        .later(minute)
        .writes("timelock"),
  ],
  [
    "a limit that a later reading took back",
    (story: Story) => story.reads(quota(5, 5)).reads(quota(5, 6)).writes("new"),
  ],
  ["a worker that was not told itself", (story: Story) => story.reads(locked(), "w1").writes("timelock", "w2")],
  [
    "a message to a known chat, which a direct message may be, under a restriction",
    (story: Story) => story.reads({ restricted: true }).writes("known, refused"),
  ],
  ["a refusal for another reason", (story: Story) => story.reads(quota(5, 5)).writes("another reason")],
  [
    "what the page sends again by itself",
    (story: Story) => story.reads(none).writes("new").reads(locked()).resends("timelock"),
  ],
])("passes %s", (_, tell) => {
  expect(tell(new Story()).verdicts).toEqual([]);
});
