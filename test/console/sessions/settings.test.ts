import type { Session } from "../../../clients/typescript/src/index.ts";
import { changesOf } from "../../../console/src/areas/sessions/settings.ts";

const session = {
  sessionId: "shop",
  label: "Toko",
  pacing: { minGapMs: 6_000, maxGapMs: 12_000 },
  quietHours: { from: "21:00", to: "07:00" },
} as unknown as Session;

test("what a person did not change is not asked for, so that what others set meanwhile stays", () => {
  expect(changesOf({}, session)).toEqual({});
  expect(changesOf({ label: "Toko", defaultCountry: "" }, session)).toEqual({});
  expect(changesOf({ label: "Toko Dua" }, session)).toEqual({ label: "Toko Dua" });
  expect(changesOf({ defaultCountry: "id" }, { ...session, defaultCountry: "ID" })).toEqual({});
});

test("a setting with several members is asked for as a whole, with those that were not changed as they are now", () => {
  expect(changesOf({ perDay: 500 }, session)).toEqual({
    pacing: { minGapMs: 6_000, maxGapMs: 12_000, perDay: 500 },
  });
  expect(changesOf({ to: "08:00" }, session)).toEqual({ quietHours: { from: "21:00", to: "08:00" } });
});

test("new chats a day are a number, as many as campaigns like, or as the account's age has it", () => {
  const { pacing } = session;
  const free = { ...session, pacing: { ...pacing, newChatsPerDay: null } };
  expect(changesOf({ newChatsPerDay: 30 }, session)).toEqual({ pacing: { ...pacing, newChatsPerDay: 30 } });
  expect(changesOf({ anyNewChats: true }, session)).toEqual({ pacing: { ...pacing, newChatsPerDay: null } });
  expect(changesOf({ anyNewChats: false }, free)).toEqual({ pacing });
  expect(changesOf({ perDay: 500 }, free)).toEqual({ pacing: { ...pacing, perDay: 500, newChatsPerDay: null } });
});

test("what is emptied is taken away", () => {
  expect(changesOf({ label: " ", minGap: "", maxGap: "", from: "", to: "" }, session)).toEqual({
    label: null,
    pacing: null,
    quietHours: null,
  });
});
