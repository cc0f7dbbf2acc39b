import { inboundOf, isWrittenByPeople, type PageInbound } from "../../../worker/whatsapp/inbound.ts";

const came = (more: Partial<PageInbound>): PageInbound => ({
  id: "3A00",
  from: "628@c.us",
  body: "",
  type: "chat",
  atSeconds: 1_700_000_000,
  hasMedia: false,
  ...more,
});

it.each([
  ["chat", "text"],
  ["list_response", "text"],
  ["ptt", "audio"],
  ["ptv", "video"],
  ["multi_vcard", "contact"],
  ["live_location", "location"],
  ["poll_creation", "other"],
  ["constructor", "other"],
  ["of tomorrow", "other"],
])("of the page's type %s is %s", (type, told) => {
  expect(inboundOf(came({ type }), { from: "628" }).type).toBe(told);
});

it("a file whose kind the page does not say is a file all the same", () => {
  expect(inboundOf(came({ type: "image", hasMedia: true }), { from: "628" })).toEqual({
    id: "3A00",
    from: "628",
    type: "image",
    body: "",
    at: 1_700_000_000_000,
    media: {},
  });
});

it.each([
  ["e2e_notification", false],
  ["gp2", false],
  ["chat", true],
  ["image", true],
])("what WhatsApp itself writes is nobody's message: %s", (type, isTold) => {
  expect(isWrittenByPeople(came({ type }))).toBe(isTold);
});
