import { ConditionRefused } from "../../../core/errors.ts";
import { aMedia, someTime } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const place = { tenantId: "acme", sessionId: "shop" };

test("a file is found as it was made, once, and by nobody else", async () => {
  const { media } = stores();
  const file = aMedia({ originalName: "Приглашение 邀请.png" });
  await media.create(file);
  expect(await media.find(file)).toEqual(file);
  await expect(media.create(file)).rejects.toThrow(ConditionRefused);
  expect(await media.find({ ...file, sessionId: "other" })).toBeUndefined();
  expect(await media.find({ ...file, tenantId: "other" })).toBeUndefined();
});

test("files are listed, the newest first, page by page", async () => {
  const { media } = stores();
  const files = [aMedia({ sessionId: "paged" }), aMedia({ sessionId: "paged" }), aMedia({ sessionId: "paged" })];
  for (const file of files) await media.create(file);
  const first = await media.page({ ...place, sessionId: "paged" }, { limit: 2 });
  const rest = await media.page({ ...place, sessionId: "paged" }, { limit: 2, after: first.next ?? "" });
  expect([...first.items, ...rest.items]).toEqual(files.toReversed());
});

test("a file waits for its check until it is settled, once", async () => {
  const { media } = stores();
  const { sha256: _sha256, ...file } = aMedia({ state: "awaiting_upload" });
  await media.create(file);
  const isWaiting = async () => (await media.unfinished(100)).some(({ filename }) => filename === file.filename);
  expect(await isWaiting()).toBe(true);
  expect(await media.settle(file, { state: "checking" })).toEqual({ ...file, state: "checking" });
  expect(await isWaiting()).toBe(true);
  const changes = { state: "ready", sha256: "1".repeat(64), checkedAt: someTime } as const;
  const { won, refused } = await atOnce(5, () => media.settle(file, changes));
  expect(won).toEqual([{ ...file, ...changes }]);
  expect(refused).toBe(4);
  expect(await isWaiting()).toBe(false);
  await expect(media.settle(file, { state: "rejected" })).rejects.toThrow(ConditionRefused);
  await expect(media.settle(aMedia(), { state: "ready" })).rejects.toThrow(ConditionRefused);
});

test("a file that a campaign uses can't be removed, whatever is repeated", async () => {
  const { media } = stores();
  const file = aMedia();
  await media.create(file);
  for (const campaignId of ["cmp_1", "cmp_2", "cmp_1"]) await media.addUse(file, campaignId);
  expect(await media.find(file)).toEqual({ ...file, usedBy: ["cmp_1", "cmp_2"] });
  await expect(media.remove(file, someTime)).rejects.toThrow(ConditionRefused);
  for (const campaignId of ["cmp_1", "cmp_1"]) await media.removeUse(file, campaignId);
  await expect(media.remove(file, someTime)).rejects.toThrow(ConditionRefused);
  await media.removeUse(file, "cmp_2");
  expect(await media.find(file)).toEqual(file);
  await media.remove(file, someTime);
  expect(await media.find(file)).toBeUndefined();
  await expect(media.remove(file, someTime)).rejects.toThrow(ConditionRefused);
});

test("a file that was removed is nowhere, and stays noted until its bytes are gone", async () => {
  const { media } = stores();
  const at = { sessionId: "removed" };
  const [removed, kept] = [aMedia(at), aMedia(at)];
  for (const file of [removed, kept]) await media.create(file);
  await media.remove(removed, someTime + 1);
  expect((await media.page({ ...place, ...at }, { limit: 10 })).items).toEqual([kept]);
  await expect(media.addUse(removed, "cmp_1")).rejects.toThrow(ConditionRefused);
  const noted = async () => (await media.unfinished(100)).filter(({ sessionId }) => sessionId === at.sessionId);
  expect(await noted()).toEqual([{ ...removed, deletedAt: someTime + 1 }]);
  for (const file of [removed, removed, kept]) await media.forget(file);
  expect(await noted()).toEqual([]);
  expect(await media.find(kept)).toEqual(kept);
  await media.create(removed);
});

test("what is removed while it is checked is never ready", async () => {
  const { media } = stores();
  const file = aMedia({ state: "checking" });
  await media.create(file);
  await media.remove(file, someTime);
  await expect(media.settle(file, { state: "ready" })).rejects.toThrow(ConditionRefused);
});

test("a campaign gets no file that is gone or not ready, and gives back one that is gone", async () => {
  const { media } = stores();
  const file = aMedia({ state: "checking" });
  await media.create(file);
  await expect(media.addUse(file, "cmp_1")).rejects.toThrow(ConditionRefused);
  await expect(media.addUse(aMedia(), "cmp_1")).rejects.toThrow(ConditionRefused);
  await expect(media.removeUse(aMedia(), "cmp_1")).resolves.toBeUndefined();
});

test("of a campaign that takes a file and a person who removes it, one is refused", async () => {
  const { media } = stores();
  for (let round = 0; round < 10; round += 1) {
    const file = aMedia();
    await media.create(file);
    const { won, refused } = await atOnce(2, async (index) => {
      if (index === round % 2) await media.addUse(file, "cmp_1");
      else await media.remove(file, someTime);
    });
    expect([won.length, refused]).toEqual([1, 1]);
  }
});
