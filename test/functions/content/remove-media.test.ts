import { ConditionRefused } from "../../../core/errors.ts";
import { mediaKeyOf, uploadKeyOf } from "../../../core/content/media.ts";
import { removeMedia } from "../../../functions/content/media-removal.ts";
import { aMedia, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

test("cut off at any point, a removal is noted until bytes and row are gone, and done again it does no harm", async () => {
  const { media, files } = stores();
  const file = aMedia({ sessionId: "removal" });
  const bytes = Buffer.from("a picture");
  await media.create(file);
  for (const key of [mediaKeyOf(file), uploadKeyOf(file)]) await files.save(key, bytes, file.contentType);
  await media.remove(file, someTime);
  const noted = async () => (await media.unfinished(100)).map(({ filename }) => filename).includes(file.filename);
  expect(await noted()).toBe(true);
  const killed = { forget: () => Promise.reject(new Error("killed")) } as unknown as typeof media;
  await expect(removeMedia({ mediaWriter: killed, files }, file)).rejects.toThrow("killed");
  expect(await files.load(mediaKeyOf(file))).toBeUndefined();
  expect(await noted()).toBe(true);
  for (let time = 0; time < 2; time += 1) await removeMedia({ mediaWriter: media, files }, file);
  expect(await files.load(uploadKeyOf(file))).toBeUndefined();
  expect(await noted()).toBe(false);
  await expect(media.addUse(file, "cmp_1")).rejects.toThrow(ConditionRefused);
});
