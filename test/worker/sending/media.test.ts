import { createHash } from "node:crypto";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrozenMedia } from "../../../core/content/media.ts";
import { mediaKeyOf } from "../../../core/content/media.ts";
import { MediaFolder } from "../../../worker/sending/media-folder.ts";
import { ref, System } from "../../support/system.ts";
import * as files from "../../support/files.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const filename = `med_${"0".repeat(26)}.png`;
const key = mediaKeyOf({ ...ref, filename });
const frozen: FrozenMedia = {
  filename,
  kind: "image",
  contentType: "image/png",
  originalName: "Brosur – été.png",
  sha256: sha256(files.png),
  size: files.png.length,
};

let system: System;
/** Keys that were read from the bucket. */
let reads: string[];

beforeEach(async () => {
  system = await System.start();
  reads = [];
  const load = system.files.load.bind(system.files);
  system.files.load = (read) => {
    if (read.startsWith("media/")) reads.push(read);
    return load(read);
  };
  await system.files.save(key, files.png);
  system.startWorker("w1");
  await system.linkSession();
});
afterEach(async () => {
  await system.end();
});

test("a campaign's file goes to everybody with the caption, and is read from the bucket once", async () => {
  const numbers = await system.aList("lst_a", 20);
  const campaignId = await system.launch(
    { listIds: ["lst_a"] },
    { text: "Halo {{ name }}", variables: {}, media: frozen },
  );
  await system.untilStatus(campaignId, "completed");
  await system.until(() => system.arrivals().length === 20, "all of them arrived");
  const arrived = system.network.deliveries({});
  expect(arrived.map(({ to }) => to)).toEqual(numbers);
  expect(arrived[7]).toMatchObject({ type: "image", body: "Halo N007", mediaSha256: sha256(files.png) });
  expect(new Set(arrived.map(({ mediaSha256 }) => mediaSha256)).size).toBe(1);
  expect(reads).toEqual([key]);
});

test("a file may go without a caption", async () => {
  await system.aList("lst_a", 1);
  const campaignId = await system.launch({ listIds: ["lst_a"] }, { text: "", variables: {}, media: frozen });
  await system.untilStatus(campaignId, "completed");
  await system.until(() => system.arrivals().length === 1, "it arrived");
  expect(system.network.deliveries({})).toMatchObject([{ type: "image", body: "" }]);
});

test.each([
  ["is gone", undefined],
  ["has other bytes", files.jpg],
])("who is next when the file %s gets nothing, with the reason", async (_what, bytes) => {
  if (bytes === undefined) await system.files.remove([key]);
  else await system.files.save(key, bytes);
  await system.aList("lst_a", 2);
  const campaignId = await system.launch({ listIds: ["lst_a"] }, { text: "Halo", variables: {}, media: frozen });
  await system.untilStatus(campaignId, "completed");
  expect(await system.rows(campaignId)).toMatchObject([
    { state: "failed", reason: "media_unavailable" },
    { state: "failed", reason: "media_unavailable" },
  ]);
  expect(system.arrivals()).toEqual([]);
});

describe("the folder", () => {
  const campaign = { ...ref, campaignId: "cmp_1" };
  const folder = () => new MediaFolder(system.dir, system.files);

  test("hands out the bytes under the name that people gave them, and reads them once", async () => {
    const media = folder();
    const [first, again] = [await media.fetch(campaign, frozen), await media.fetch(campaign, frozen)];
    expect(first).toMatchObject({ kind: "image", fileName: "Brosur – été.png", sha256: frozen.sha256 });
    expect(again).toEqual(first);
    expect(await readFile(first?.path ?? "")).toEqual(files.png);
    expect(await folder().fetch(campaign, frozen)).toEqual(first);
    expect(reads).toHaveLength(1);
  });

  test.each([
    ["gone from the disk", (path: string) => rm(path)],
    ["cut off on the disk", (path: string) => writeFile(path, files.png.subarray(1))],
  ])("brings back what is %s", async (_what, harm) => {
    const media = folder();
    const path = (await media.fetch(campaign, frozen))?.path ?? "";
    await harm(path);
    expect(await readFile((await media.fetch(campaign, frozen))?.path ?? "")).toEqual(files.png);
  });

  test("trusts nothing that a former process left", async () => {
    const path = (await folder().fetch(campaign, frozen))?.path ?? "";
    await writeFile(path, Buffer.alloc(files.png.length));
    await folder().fetch(campaign, frozen);
    expect(await readFile(path)).toEqual(files.png);
  });

  test("keeps nothing of a campaign that is over", async () => {
    const media = folder();
    await media.fetch(campaign, frozen);
    await media.forget(campaign);
    expect(await readdir(join(system.dir, ".media", ref.tenantId, ref.sessionId))).toEqual([]);
  });
});
