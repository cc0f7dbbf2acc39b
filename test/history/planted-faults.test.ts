import { Checker, inWords, type RuleName } from "./checker.ts";
import { idOf, outcome, smallHistory, type Change } from "./small-history.ts";

const judged = (change?: Change): Checker => {
  const checker = new Checker();
  for (const line of smallHistory(change)) checker.feed(line);
  return checker;
};

/** What is planted, where in the small history, the rule that has to find it, and words of its verdict. */
type Planted = readonly [what: string, rule: RuleName, change: Change, says: RegExp];

const withRow = (number: string, state: (typeof outcome)[number][1]) =>
  outcome.map(([one, its]) => [one, one === number ? state : its] as const);
const readInstead = (status: string, counts: Readonly<Record<string, number>>): Change => ({
  at: "it is shown as completed",
  tell: (tell) => {
    tell.reads("cmp_1", status, counts);
  },
});
const rowsInstead = (rows: typeof outcome): Change => ({
  at: "its rows are read",
  tell: (tell) => {
    tell.ends("completed", rows);
  },
});
const after = (at: Change["at"], tell: Change["tell"]): Change => ({ at, also: true, tell });
const completed = { delivered: 1, in_doubt: 1, sent: 1, failed: 1, skipped: 1 };

const planted: readonly Planted[] = [
  [
    "two workers take the session under one epoch",
    "oneOwner",
    after("w2 takes the session over", (tell) => {
      tell.takes("w3", 2);
      tell.dies("w3");
    }),
    /was taken under epoch 2 twice, by w2 and at 09:00:\d\d\.\d+ by w3/,
  ],
  [
    "a former owner hands a message over",
    "oneOwner",
    after("w2 takes the session over", (tell) => {
      tell.sends("w1", "n3");
    }),
    /w1 hands a message of acme\/shop over after w2 took it under epoch 2/,
  ],
  [
    "a worker that never took the session hands a message over",
    "oneOwner",
    {
      at: "w1 owns the session",
      tell: () => undefined,
    },
    /never took the session/,
  ],
  [
    "a worker hands a message over after it gave the session back",
    "oneOwner",
    after("it goes on", (tell) => {
      tell.releases("w2");
    }),
    /w2 hands a message of acme\/shop over after it gave the session back/,
  ],
  [
    "two messages of a session are handed over at once",
    "oneOwner",
    {
      at: "the third was in hand",
      tell: (tell) => {
        tell.claims("w2", "n3");
        const first = tell.scribe.begin("w2", "hand_over", { session: "acme/shop", id: idOf("n3"), number: "n3" });
        tell.claims("w2", "n5");
        tell.hands("w2", "n5");
        first.failed();
      },
    },
    /two messages of acme\/shop are handed over at once, by w2 and w2/,
  ],
  [
    "a message reaches the network twice",
    "handedOverOnce",
    after("the third was in hand", (tell) => {
      tell.receives("n3");
    }),
    /message id-cmp_1-n3 to n3 reached the network 2 times/,
  ],
  [
    "a message reaches it twice, and the network drops the repeat",
    "handedOverOnce",
    after("the first message is delivered", (tell) => {
      tell.receives("n1", "repeated");
    }),
    /id-cmp_1-n1 to n1 reached the network 2 times/,
  ],
  [
    "a member gets two messages, under two ids",
    "handedOverOnce",
    after("the first message is delivered", (tell) => {
      tell.claims("w1", "n1", { id: "another" });
      tell.hands("w1", "n1", "another");
    }),
    /n1 was sent 2 messages that the network accepted by cmp_1/,
  ],
  [
    "a message is handed over without a claim",
    "handedOverOnce",
    after("it goes on", (tell) => {
      tell.hands("w2", "n5", "no claim");
    }),
    /message no claim to n5 is handed over and was never claimed/,
  ],
  [
    "a message in doubt is tried again without being asked for",
    "handedOverOnce",
    after("it goes on", (tell) => {
      tell.claims("w2", "n2", { from: "in_doubt" });
    }),
    /n2 of cmp_1 is tried once more, and no person asked/,
  ],
  [
    "two messages go after a pause was answered",
    "nothingAfterHalt",
    after("the third was in hand", (tell) => {
      tell.sends("w2", "n4");
    }),
    /2 messages of acme\/shop are handed over after pause of cmp_1 was answered at 09:00/,
  ],
  [
    "two messages go after a stop was answered",
    "nothingAfterHalt",
    after("it goes on", (tell) => {
      tell.asks("stop", "cmp_1");
      tell.sends("w2", "n4");
      tell.sends("w2", "n5");
    }),
    /after stop of cmp_1/,
  ],
  [
    "two messages go after a deletion was answered",
    "nothingAfterHalt",
    after("it goes on", (tell) => {
      tell.asks("delete", "cmp_1");
      tell.sends("w2", "n4");
      tell.sends("w2", "n5");
    }),
    /after delete of cmp_1/,
  ],
  [
    "two messages go to a person who opted out",
    "nothingAfterHalt",
    after("the fifth opts out", (tell) => {
      tell.claims("w2", "n5");
      tell.hands("w2", "n5");
      tell.claims("w2", "n5", { id: "of another attempt" });
      tell.hands("w2", "n5", "of another attempt");
    }),
    /after opt_out of n5/,
  ],
  [
    "two messages go after all was halted",
    "nothingAfterHalt",
    {
      at: "all is halted and goes on",
      tell: (tell) => {
        tell.asks("halt", "all");
        tell.sends("w2", "n4");
        tell.sends("w2", "n5");
      },
    },
    /after halt of all/,
  ],
  [
    "a campaign that was made is not found",
    "answersHold",
    after("one is shown", (tell) => {
      tell.reads("cmp_1");
    }),
    /cmp_1 was made and is not found/,
  ],
  [
    "a direct message that was accepted is lost",
    "answersHold",
    after("a direct message goes", (tell) => {
      tell.reads("msg_1");
    }),
    /msg_1 was made and is not found/,
  ],
  [
    "a paused campaign runs by itself",
    "answersHold",
    {
      at: "it is shown as paused",
      tell: (tell) => {
        tell.reads("cmp_1", "running", { delivered: 1, in_doubt: 1, sent: 1 });
      },
    },
    /cmp_1 was paused and is running/,
  ],
  [
    "a stopped campaign runs",
    "answersHold",
    after("another is made and stopped", (tell) => {
      tell.reads("cmp_2", "running");
    }),
    /cmp_2 was stopped and is running/,
  ],
  [
    "a deleted campaign is found",
    "answersHold",
    after("the other is deleted", (tell) => {
      tell.reads("cmp_2", "stopped");
    }),
    /cmp_2 was deleted and is found as stopped/,
  ],
  [
    "a completed campaign runs again by itself",
    "answersHold",
    after("it is shown as completed", (tell) => {
      tell.reads("cmp_1", "running", completed);
    }),
    /cmp_1 was completed and is running/,
  ],
  ["a member has no row", "oneOutcome", rowsInstead(outcome.slice(1)), /completed and n1 has no row/],
  ["a member has no outcome", "oneOutcome", rowsInstead(withRow("n3", "sending")), /n3 has no outcome/],
  ["a member has two rows", "oneOutcome", rowsInstead([...outcome, ["n5", "failed"]]), /n5 has two rows in cmp_1/],
  [
    "a number has a row that is not of the audience",
    "oneOutcome",
    rowsInstead([...outcome, ["n6", "skipped"]]),
    /n6 has a row in cmp_1 and is not of its audience/,
  ],
  [
    "a member is failed and got the message",
    "oneOutcome",
    rowsInstead(withRow("n3", "failed")),
    /n3 is failed in cmp_1, and the network accepted its message/,
  ],
  [
    "a member is read and got nothing",
    "oneOutcome",
    rowsInstead(withRow("n4", "read")),
    /n4 is read in cmp_1 and got nothing/,
  ],
  [
    "counts are shown that never were",
    "countsOfAMoment",
    readInstead("completed", { ...completed, sent: 2 }),
    /delivered 1, in_doubt 1, sent 2, failed 1, skipped 1: there was no such moment/,
  ],
  [
    "counts go back",
    "countsOfAMoment",
    readInstead("completed", { delivered: 1 }),
    /shown with delivered 1: there was no such moment since the answer of 09:00/,
  ],
  [
    "a message is in doubt whose answer came",
    "doubtHasAReason",
    after("it is shown as completed", (tell) => {
      tell.finds("w2", "n3");
      tell.becomes("w2", "n3", "sending", "in_doubt");
    }),
    /w2 writes that n3 of cmp_1 is in doubt, and had been told what became of it/,
  ],
  [
    "a message is in doubt that the page knew",
    "doubtHasAReason",
    {
      at: "w2 asks for the second",
      tell: (tell) => {
        tell.finds("w2", "n2", 1);
      },
    },
    /n2 of cmp_1 is in doubt, and had been told/,
  ],
  [
    "a message is in doubt whose ack was heard",
    "doubtHasAReason",
    after("w2 asks for the second", (tell) => {
      tell.hears("w2", "n2", 1);
    }),
    /n2 of cmp_1 is in doubt, and had been told/,
  ],
  [
    "a message is in doubt and the page was not asked",
    "doubtHasAReason",
    {
      at: "w2 asks for the second",
      tell: () => undefined,
    },
    /n2 of cmp_1 is in doubt, and did not ask the page/,
  ],
  [
    "a message is in doubt that its own process never handed over",
    "doubtHasAReason",
    after("it goes on", (tell) => {
      tell.claims("w2", "n5");
      tell.finds("w2", "n5");
      tell.becomes("w2", "n5", "sending", "in_doubt");
    }),
    /n5 of cmp_1 is in doubt, and never handed it over/,
  ],
];

it("finds nothing in a correct history", () => {
  const { verdicts, seen } = judged();
  expect(verdicts.map(inWords)).toEqual([]);
  expect(seen.get("hand_over")).toBe(5);
});

it.each(planted)("finds that %s, by %s", (_, rule, change, says) => {
  // One mistake may break a rule more than once: the first verdict is of the mistake itself.
  const [first] = judged(change).verdicts.filter((verdict) => verdict.rule === rule);
  expect(first?.says).toMatch(says);
});

it("says by which lines, and when they were", () => {
  const [verdict] = judged(readInstead("completed", { delivered: 1 })).verdicts;
  expect(verdict && inWords(verdict)).toMatch(
    /^countsOfAMoment: .*\n {4}09:00:00\.\d+ to 09:00:00\.\d+ {2}people read \{"of":"cmp_1"\} -> done \{"status":"paused".*\n {4}09:/,
  );
});

describe("what is no fault", () => {
  const passes: readonly (readonly [what: string, change: Change])[] = [
    [
      "a campaign that was deleted is not found before the answer",
      {
        at: "the other is deleted",
        tell: (tell) => {
          const deletion = tell.scribe.begin("people", "request", { verb: "delete", of: "cmp_2" });
          tell.reads("cmp_2");
          tell.reads("cmp_2", "stopped");
          deletion.done({});
        },
      },
    ],
    [
      "a resume that was never answered lets it go on at any time",
      {
        at: "it is paused",
        tell: (tell) => {
          tell.scribe.begin("people", "request", { verb: "resume", of: "cmp_1" }).failed();
          tell.asks("pause", "cmp_1");
          tell.reads("cmp_1", "running", { delivered: 1, in_doubt: 1 });
        },
      },
    ],
    [
      "a message in doubt goes once more, because a person asked for that",
      after("it goes on", (tell) => {
        tell.asks("retry", "cmp_1");
        tell.claims("w2", "n2", { from: "in_doubt" });
        const again = tell.scribe.begin("w2", "hand_over", { session: "acme/shop", id: idOf("n2"), number: "n2" });
        tell.receives("n2");
        again.failed();
        tell.finds("w2", "n2");
        tell.becomes("w2", "n2", "sending", "in_doubt");
      }),
    ],
    [
      "a page sends one again by itself",
      after("the first message is delivered", (tell) => {
        tell.scribe.point("network", "received", { id: idOf("n1"), number: "n1", became: "accepted", resent: true });
      }),
    ],
    [
      "a change whose answer was lost counts or does not",
      after("it is shown as completed", (tell) => {
        tell.scribe.begin("w2", "change", { of: "cmp_1", number: "n3", to: "delivered", id: idOf("n3") }).failed();
        tell.reads("cmp_1", "completed", completed);
        tell.reads("cmp_1", "completed", { ...completed, sent: 0, delivered: 2 });
      }),
    ],
  ];
  it.each(passes)("%s", (_, change) => {
    expect(judged(change).verdicts.map(inWords)).toEqual([]);
  });
});

it("refuses a history that can't have been: it is the recorder that is wrong then", () => {
  const [first, ...rest] = smallHistory();
  if (first === undefined) throw new Error("there is no line");
  const checker = new Checker();
  checker.feed({ ...first, at: first.at + 1_000_000 });
  expect(() => {
    for (const line of rest) checker.feed(line);
  }).toThrow("line 2: time goes back");
  const twice = new Checker();
  const [begin] = smallHistory().filter(({ is }) => is === "begin");
  if (begin === undefined) throw new Error("there is no operation");
  twice.feed(begin);
  expect(() => {
    twice.feed(begin);
  }).toThrow("begins twice");
  expect(() => {
    new Checker().feed({ at: 0, is: "end", op: 7, as: "failed" });
  }).toThrow("operation 7 ends and is not under way");
});
