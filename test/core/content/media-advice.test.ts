import { uploadInstead } from "../../../core/content/media-advice.ts";

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
