import type { Media } from "../../../core/content/media.ts";
import { noteOf, uploadInstead } from "../../../core/content/media-advice.ts";

test.each([
  ["image/heic", "foto.heic", "JPEG"],
  ["image/heif-sequence", "", "JPEG"],
  ["application/octet-stream", "IMG_0001.HEIC", "JPEG"],
  ["", "film.MOV", "MP4"],
  ["video/quicktime", "", "MP4"],
  ["application/zip", "", "unpack"],
  ["application/x-zip-compressed", "semua.zip", "unpack"],
  ["application/vnd.rar", "", "unpack"],
  ["application/x-7z-compressed", "", "unpack"],
  ["image/tiff", "", "JPEG or PNG"],
  ["image/svg+xml", "", "JPEG or PNG"],
  ["video/x-matroska", "", "MP4"],
  ["audio/wav", "", "MP3"],
])("for %s (%s) there is something else to upload", (found, name, instead) => {
  expect(uploadInstead(found, name)).toContain(instead);
});

test("for what could be anything there is nothing to say", () => {
  expect(
    ["application/octet-stream", "text/html", "", "application/x-msdownload"].map((found) => uploadInstead(found)),
  ).toEqual(Array.from({ length: 4 }, () => undefined));
  expect(uploadInstead("application/octet-stream", "zip")).toBeUndefined();
});

describe("a checked file whose name is that of another type", () => {
  const media = (originalName: string, contentType: string, more: Partial<Media> = {}): Media => ({
    tenantId: "t",
    sessionId: "shop",
    filename: "med_x.png",
    originalName,
    purpose: "media",
    contentType,
    size: 9,
    state: "ready",
    createdAt: 0,
    expiresAt: 0,
    ...more,
  });

  test.each([
    ["a.jpg", "image/png", "image/jpeg"],
    ["a.JPEG", "image/webp", "image/jpeg"],
    ["a.pdf", "image/png", "application/pdf"],
    ["suara.mp4", "audio/mp4", "video/mp4"],
  ])("%s of %s is told", (name, contentType, named) => {
    const { note } = noteOf(media(name, contentType));
    expect(note).toContain(named);
    expect(note).toContain(`its bytes are ${contentType}`);
  });

  test.each([
    ["a.png", "image/png", {}],
    ["a.jpeg", "image/jpeg", {}],
    ["foto", "image/png", {}],
    ["a.heic", "image/jpeg", {}],
    ["daftar.csv", "text/plain", {}],
    ["a.jpg", "image/png", { state: "checking" }],
    ["daftar.xls", "text/csv", { purpose: "contacts" }],
  ] as const)("nothing is told of %s of %s %j", (name, contentType, more) => {
    expect(noteOf(media(name, contentType, more))).toEqual({});
  });

  test("one announced as another is told by that", () => {
    expect(noteOf(media("a.jpg", "image/png", { announcedAs: "image/jpeg" })).note).toContain(
      "announced as image/jpeg",
    );
  });
});
