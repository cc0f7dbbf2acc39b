import { DirectChats } from "../../../worker/sending/direct-chats.ts";

/** Which direct messages count as a chat that is not told of yet. */

function aSession() {
  const its = { begins: true, lets: true, began: 0, asked: 0 };
  const parts = {
    rules: { timezone: "UTC" },
    limits: { askAgain: () => (its.asked += 1) },
    newChats: () => ({
      begins: async () => its.begins,
      limitTold: () => (its.lets ? undefined : ({ because: "quota" } as const)),
      began: () => (its.began += 1),
    }),
  };
  const chats = new DirectChats(parts as unknown as ConstructorParameters<typeof DirectChats>[0]);
  const message = (directId: string) => ({ directId, number: "628120000001" }) as Parameters<DirectChats["mayGo"]>[0];
  const mayGo = (directId: string) => chats.mayGo(message(directId), {} as Parameters<DirectChats["mayGo"]>[1]);
  return { its, chats, message, mayGo };
}

test("one to a person of a chat goes under any limit, and counts for nothing", async () => {
  const { its, chats, message, mayGo } = aSession();
  Object.assign(its, { begins: false, lets: false });
  expect([await mayGo("msg_1"), chats.inHand]).toEqual([true, 0]);
  chats.over(message("msg_1"));
  expect([its.began, its.asked]).toEqual([0, 0]);
});

test("one that begins a chat is in hand once, however often it is tried, and has WhatsApp asked anew once it is over", async () => {
  const { its, chats, message, mayGo } = aSession();
  expect([await mayGo("msg_1"), await mayGo("msg_1"), chats.inHand]).toEqual([true, true, 1]);
  expect([its.began, its.asked]).toEqual([0, 0]);
  chats.over(message("msg_1"));
  chats.over(message("msg_1"));
  expect([chats.inHand, its.began, its.asked]).toEqual([0, 1, 1]);
});

test("one that is refused for a limit began nothing", async () => {
  const { its, chats, message, mayGo } = aSession();
  its.lets = false;
  expect(await mayGo("msg_1")).toBe(false);
  chats.over(message("msg_1"), "whatsapp_limit");
  expect([chats.inHand, its.began, its.asked]).toEqual([0, 0, 0]);
});

test("one whose ack came before its sender knew is over as soon as it waits no more", async () => {
  const { its, chats, message, mayGo } = aSession();
  for (const directId of ["msg_1", "msg_2"]) await mayGo(directId);
  chats.waiting([message("msg_2")]);
  expect([chats.inHand, its.began, its.asked]).toEqual([1, 1, 1]);
});
