import type { DirectReason } from "../../../core/sending/direct-message.ts";
import { type NamedError } from "../../../core/errors.ts";
import type { Session } from "../../../core/session/session.ts";
import { askMessage } from "../../../functions/messages/ask-message.ts";
import { aSession } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** What a caller is answered whose message failed while the request waited for it. */

async function refusalOf(reason: DirectReason, its: Partial<Session> = {}): Promise<NamedError> {
  const clock = new FakeClock();
  const services = {
    sessions: { find: async () => aSession({ state: "ready", ...its }) },
    directDesk: { create: async () => undefined },
    directs: { find: async () => ({ state: "failed", reason, number: "628120000001" }) },
    bell: { ring: async () => undefined },
    slots: { list: async () => [] },
    clock,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const wish = { number: "628120000001", text: "Halo", onWhatsApp: true } as const;
  const asked = { now: clock.now(), ulid: "01ARZ3NDEKTSV4RRFFQ69G5FAV", waiting: 0 };
  const refused = askMessage(services as never, aSession({ state: "ready" }), wish, asked).catch(
    (error: unknown) => error,
  );
  await clock.advance(1_000);
  return (await refused) as NamedError;
}

it("one that WhatsApp's page broke off before it went may be asked for again", async () => {
  const refused = await refusalOf("page_refused");
  expect([refused.code, refused.retryable, refused.members["qrRequired"]]).toEqual(["PAGE_CHANGED", true, false]);
  expect(refused.retryAfterSeconds).toBeGreaterThan(0);
});

it("one that would begin a chat that WhatsApp allows none of may be asked for once that is over", async () => {
  const until = new FakeClock().now() + 60_000;
  const limits = { newChats: { used: 4, total: 5, resetsAt: until }, restricted: false, checkedAt: 0 };
  const refused = await refusalOf("whatsapp_limit", { limits });
  expect([refused.code, refused.retryable, refused.retryAfterSeconds]).toEqual(["NEW_CHATS_LIMITED", false, 60]);
  expect(refused.members).toEqual({ because: "quota", until: new Date(until).toISOString() });
  const lock = new FakeClock().now() + 30_000;
  const locked = await refusalOf("whatsapp_limit", { limits: { ...limits, timelock: { until: lock } } });
  expect(locked.members).toEqual({ because: "timelock", until: new Date(lock).toISOString() });
  const over = await refusalOf("whatsapp_limit");
  expect([over.code, over.sentence, over.members, over.retryAfterSeconds]).toEqual([
    "NEW_CHATS_LIMITED",
    "NEW_CHATS_LIMITED",
    {},
    undefined,
  ]);
});

it("one that WhatsApp refused may not", async () => {
  const refused = await refusalOf("rejected_by_whatsapp");
  expect([refused.code, refused.retryable, refused.members["reason"]]).toEqual([
    "MESSAGE_REFUSED",
    false,
    "rejected_by_whatsapp",
  ]);
});
