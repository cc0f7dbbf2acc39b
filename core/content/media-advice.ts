import { typeOfAnotherName, type Media } from "./media.ts";

/** What people upload that can't be sent, and what they can do instead. */

const advice: readonly (readonly [RegExp, string])[] = [
  [
    /hei[cf]|avif/,
    "a JPEG: open the photo and save or export it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)",
  ],
  [/quicktime|\bmov\b|\bqt\b/, "an MP4: export or convert the video to MP4 with H.264"],
  [
    /zip|\brar\b|x-rar|vnd\.rar|7z|x-tar|gzip|\bgz\b|\btar\b/,
    "the files themselves: unpack it and upload each of them, or a PDF that holds them all",
  ],
  [/tiff?\b|\bbmp\b|x-ms-bmp|svg/, "a JPEG or PNG: save the picture as one of these"],
  [/matroska|\bmkv\b|msvideo|\bavi\b|x-ms-wmv|\bwmv\b|webm/, "an MP4: convert the video to MP4 with H.264"],
  [/\bwav\b|x-wav|wave|x-flac|\bflac\b|x-aiff/, "an MP3 or Ogg file: convert the recording"],
];

/**
 * What to upload in place of a file; undefined where there is nothing to say.
 * @param found its media type as it was announced or found
 * @param name what its person calls it, where the type says nothing
 */
export function uploadInstead(found: string, name = ""): string | undefined {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1] ?? "";
  const said = `${found} ${extension}`.toLowerCase();
  return advice.find(([kinds]) => kinds.test(said))?.[1];
}

/** What a person should know of a file that was taken as something else, or do about one that was not taken. */
export function noteOf(media: Media): { readonly note?: string } {
  const { contentType, announcedAs, reason, found, originalName } = media;
  if (announcedAs !== undefined) {
    return { note: `announced as ${announcedAs}; its bytes are ${contentType}, and it is sent as that` };
  }
  const named = typeOfAnotherName(media);
  if (named !== undefined) {
    return { note: `its name is that of ${named}; its bytes are ${contentType}, and it is sent as that` };
  }
  const instead = reason === "mismatch" ? uploadInstead(found ?? "", originalName) : undefined;
  return instead === undefined ? {} : { note: `upload ${instead}` };
}
