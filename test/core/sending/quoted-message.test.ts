import { mayBeOneChat, parseMessageName } from "../../../core/sending/quoted-message.ts";

/** What names a message, and whether two names are one chat's. */

test.each([
  ["3EB0AB", { messageId: "3EB0AB" }],
  ["true_628111@c.us_3EB0AB", { messageId: "3EB0AB", chat: { number: "628111" } }],
  ["false_628111@s.whatsapp.net_3A", { messageId: "3A", chat: { number: "628111" } }],
  ["false_99887766@lid_3A", { messageId: "3A", chat: { lid: "99887766" } }],
])("%s names a message", (text, named) => {
  expect(parseMessageName(text)).toEqual(named);
});

test.each([
  "",
  "a_b",
  "true_628111@c.us",
  "yes_628111@c.us_3A",
  "true_12036@g.us_3A_628111@c.us",
  "true_status@broadcast_3A",
  "true_628111@c.us_3A_628111@c.us",
  "3A@c.us",
])("%p names none of a chat with one person", (text) => {
  expect(parseMessageName(text)).toBeUndefined();
});

const a = "628111000111";
const b = "628111000222";

test.each([
  [true, "the same number", { number: a }, { number: a, lid: "1" }],
  [true, "two numbers of one LID", { number: a, lid: "1" }, { number: b, lid: "1" }],
  [true, "with and without the ninth digit", { number: "551187654321" }, { number: "5511987654321" }],
  [true, "a LID and a number whose LID is not known", { lid: "1" }, { number: b }],
  [true, "numbers of which one has a LID", { number: a, lid: "1" }, { number: b }],
  [false, "two numbers", { number: a }, { number: b }],
  [false, "two numbers of two LIDs", { number: a, lid: "1" }, { number: b, lid: "2" }],
  [false, "a LID and a number of another", { lid: "1" }, { number: b, lid: "2" }],
])("%p: %s", (expected, _, one, other) => {
  expect([mayBeOneChat(one, other), mayBeOneChat(other, one)]).toEqual([expected, expected]);
});
