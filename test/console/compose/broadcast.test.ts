import {
  asScheduled,
  changesOf,
  copyOf,
  emptyBroadcast,
  lackingOf,
  scheduleBody,
  sendBody,
} from "../../../console/src/areas/compose/broadcast.ts";
import { scheduleBody as taken, sendBody as takenNow } from "../../../functions/routes/campaign-fields.ts";

const empty = emptyBroadcast("Asia/Jakarta");
const file = { filename: "med_01.png", originalName: "a.png", kind: "image" };
const typed = { ...empty, listIds: ["lst_1"], message: "Halo {{ name }}" };
type Scheduled = Parameters<typeof asScheduled>[0];
const campaign = {
  ...{ campaignId: "cmp_1", name: "Promo", status: "scheduled", listIds: ["lst_1"], excludeListIds: ["lst_2"] },
  ...{ message: "Halo", variables: { kota: "kotamu" }, media: { ...file, contentType: "image/png", size: 3 } },
  ...{ sendAt: "2026-12-01T02:00:00.000Z", timezone: "Asia/Jakarta", createdAt: "2026-11-30T00:00:00.000Z" },
  pacing: { minGapMs: 6_000, maxGapMs: 12_000 },
  quietHours: { from: "21:00", to: "07:00", timezone: "Asia/Jakarta" },
} as unknown as Scheduled;

test("only what was typed is asked for", () => {
  expect(sendBody(typed)).toStrictEqual({ listIds: ["lst_1"], message: "Halo {{ name }}" });
});

test("all that can be typed is what the API takes", () => {
  const all = {
    ...{ ...typed, name: "Promo", excludeListIds: ["lst_2"], variables: { kota: "kotamu", kosong: " " }, media: file },
    ...{ minGap: 1.5, maxGap: 3, perDay: 100, hasQuietHours: true, allowPartial: true, allowDuplicate: true },
    when: "later",
    sendAt: "2026-12-01 09:00",
  } as const;
  expect(sendBody(all)).toStrictEqual({
    ...{ listIds: ["lst_1"], message: "Halo {{ name }}", variables: { kota: "kotamu" }, name: "Promo" },
    ...{ media: { filename: "med_01.png" }, excludeListIds: ["lst_2"], allowPartial: true, allowDuplicate: true },
    pacing: { minGapMs: 1_500, maxGapMs: 3_000, perDay: 100 },
    quietHours: { from: "21:00", to: "07:00", timezone: "Asia/Jakarta" },
  });
  expect(takenNow.safeParse(sendBody(all)).success).toBe(true);
  expect(taken.parse(scheduleBody(all))).toMatchObject({ sendAt: "2026-12-01T09:00", timezone: "Asia/Jakarta" });
  const byTemplate = sendBody({ ...all, kind: "template", templateId: "tpl_1" });
  expect(byTemplate).toMatchObject({ templateId: "tpl_1" });
  expect(byTemplate).not.toHaveProperty("message");
});

test("what is missing is told before anything is asked", () => {
  expect(lackingOf(empty)).toStrictEqual(["list", "content"]);
  expect(lackingOf({ ...typed, when: "later" })).toStrictEqual(["time"]);
  expect(lackingOf({ ...typed, message: " \n", media: file })).toStrictEqual([]);
  expect(lackingOf({ ...typed, kind: "template" })).toStrictEqual(["content"]);
});

test("a copy says the same to the same lists, and nothing of when and how fast", () => {
  expect(sendBody(copyOf(campaign, "Asia/Makassar"))).toStrictEqual({
    ...{ listIds: ["lst_1"], excludeListIds: ["lst_2"], message: "Halo", variables: { kota: "kotamu" } },
    media: { filename: "med_01.png" },
  });
});

test("of a scheduled campaign only what is changed is sent", () => {
  const before = asScheduled(campaign, "UTC");
  expect(before.sendAt).toBe("2026-12-01 09:00");
  expect(changesOf(before, before)).toStrictEqual({});
  expect(changesOf({ ...before, message: "Hai" }, before)).toStrictEqual({ message: "Hai" });
  expect(changesOf({ ...before, excludeListIds: [], variables: {} }, before)).toStrictEqual({
    excludeListIds: [],
    variables: {},
  });
  expect(changesOf({ ...before, sendAt: "2026-12-01 10:30" }, before)).toStrictEqual({
    sendAt: "2026-12-01T10:30",
    timezone: "Asia/Jakarta",
  });
});

test("the quiet hours of a scheduled campaign stay in their own timezone, also when its start moves to another", () => {
  const quietHours = { from: "21:00", to: "07:00", timezone: "Asia/Makassar" };
  const before = asScheduled({ ...campaign, quietHours }, "UTC");
  expect(changesOf({ ...before, quietTo: "08:00" }, before)).toStrictEqual({
    quietHours: { from: "21:00", to: "08:00", timezone: "Asia/Makassar" },
  });
  expect(changesOf({ ...before, timezone: "Asia/Jayapura" }, before)).toStrictEqual({
    ...{ sendAt: "2026-12-01T09:00", timezone: "Asia/Jayapura" },
  });
  expect(scheduleBody({ ...before, quietZone: "" }).quietHours).toMatchObject({ timezone: "Asia/Jakarta" });
});

test("the text of a scheduled campaign can't be emptied, although a file goes with it", () => {
  const before = asScheduled(campaign, "UTC");
  expect(lackingOf(before)).toStrictEqual([]);
  expect(lackingOf({ ...before, message: " " })).toStrictEqual(["content"]);
  expect(lackingOf({ ...before, kind: "template" })).toStrictEqual(["content"]);
  expect(lackingOf({ ...before, kind: "template", templateId: "tpl_1" })).toStrictEqual([]);
  expect(lackingOf(asScheduled({ ...campaign, message: undefined } as unknown as Scheduled, "UTC"))).toStrictEqual([]);
  expect(lackingOf({ ...copyOf(campaign, "UTC"), message: "" })).toStrictEqual([]);
});
