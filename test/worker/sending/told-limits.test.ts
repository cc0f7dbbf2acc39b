import type { Recipient } from "../../../core/campaign/recipient.ts";
import type { ToldLimits } from "../../../core/sending/new-chats.ts";
import { emptyHistory, type PacingRule } from "../../../core/sending/pacing.ts";
import { NewChats } from "../../../worker/sending/new-chats.ts";
import { aRecipient, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { ref } from "../../support/system.ts";

/** Which chats are new, and how many may begin between two readings of what WhatsApp tells. */

const rule: PacingRule = { policy: { minGapMs: 0, maxGapMs: 0 }, timezone: "UTC" };
const bounded: PacingRule = { ...rule, newChats: { perDay: 5 } };
const own = "628111000111";
const [one, other] = ["628120000001", "628120000002"] as const;

function anAccount() {
  const clock = new FakeClock(someTime);
  const its = {
    limits: undefined as ToldLimits | undefined,
    unsettled: [] as Recipient[],
    rows: new Map<string, readonly Recipient[]>(),
    others: { day: "2026-01-01" as string | undefined, newChats: 0 },
    knows: false,
    asked: 0,
  };
  const parts = {
    ref,
    ports: {
      clock,
      recipients: { ofNumber: async (_ref: unknown, number: string) => its.rows.get(number) ?? [] },
    },
    book: {
      claims: () => emptyHistory,
      due: [
        {
          run: {
            get unsettled() {
              return its.unsettled.map((row) => ({ row }));
            },
          },
        },
      ],
    },
    turns: { claims: () => emptyHistory, newChatsOfOthers: () => its.others },
    directs: { inHand: 0 },
    limits: () => its.limits,
  };
  const newChats = new NewChats(parts as unknown as ConstructorParameters<typeof NewChats>[0]);
  const connection = {
    knowsChat: async () => {
      its.asked += 1;
      return its.knows;
    },
  };
  return {
    clock,
    its,
    newChats,
    tell: (used: number, total: number) => {
      its.limits = { restricted: false, newChats: { used, total }, ofOthers: its.others };
    },
    begins: (by = bounded) => newChats.begins(by, connection, own, [one, other]),
    may: (by = rule) => newChats.mayBegin(by).may,
  };
}

test("the page is asked where a bound holds, ours or WhatsApp's, and nothing is asked without one", async () => {
  const { begins, its, tell } = anAccount();
  expect([await begins(rule), its.asked]).toEqual([false, 0]);
  expect([await begins(bounded), its.asked]).toEqual([true, 1]);
  tell(0, 10);
  expect([await begins(rule), its.asked]).toEqual([true, 2]);
  its.knows = true;
  expect([await begins(rule), its.asked]).toEqual([false, 3]);
});

test.each([
  ["was sent", {}, false],
  ["was read by another number of the person", { number: other, state: "read" }, false],
  ["was refused", { state: "failed" }, true],
  ["may have gone", { state: "in_doubt" }, true],
  ["went from another number of ours", { sender: "628111000222" }, true],
] as const)("what the page forgot, rows know: a message that %s", async (_what, changes, wanted) => {
  const { begins, its } = anAccount();
  const row = aRecipient({ number: one, state: "sent", sender: own, ...changes });
  its.rows.set(row.number, [row]);
  expect(await begins()).toBe(wanted);
});

test("chats that ended since WhatsApp was asked count above what it told, and no longer once it was asked again", async () => {
  const { clock, may, newChats, tell } = anAccount();
  tell(8, 10);
  expect(may()).toBe(true);
  newChats.began();
  await clock.advance(1_000);
  newChats.began();
  expect(may()).toBe(false);
  await clock.advance(1_000);
  tell(9, 10);
  expect(may()).toBe(true);
  newChats.began();
  expect(may()).toBe(false);
});

test("a message of unknown fate counts, too, as long as that is so", () => {
  const { its, may, tell } = anAccount();
  tell(9, 10);
  its.unsettled = [aRecipient({ state: "sending", newChat: true })];
  expect(may()).toBe(false);
  its.unsettled = [aRecipient({ state: "sending" })];
  expect(may()).toBe(true);
});

test("what the phone's other sessions began since counts, over midnight as well", async () => {
  const { clock, its, may, tell } = anAccount();
  its.others = { day: "2026-01-01", newChats: 6 };
  tell(8, 10);
  expect(may()).toBe(true);
  await clock.advance(1_000);
  its.others = { day: "2026-01-01", newChats: 8 };
  expect(may()).toBe(false);
  await clock.advance(1_000);
  tell(8, 10);
  expect(may()).toBe(true);
  its.others = { day: "2026-01-02", newChats: 1 };
  expect(may()).toBe(true);
  its.others = { day: "2026-01-02", newChats: 2 };
  expect(may()).toBe(false);
});
