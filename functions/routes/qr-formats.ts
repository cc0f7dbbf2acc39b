/** What a QR code is answered as. */

export const qrFormats = ["raw", "png", "svg", "dataurl", "text"] as const;
export type QrFormat = (typeof qrFormats)[number];

export const pictureMediaTypes = { png: "image/png", svg: "image/svg+xml", text: "text/plain" } as const;
export type Picture = keyof typeof pictureMediaTypes;

/** What the caller wants: `?format=` first, else the first media type of `Accept` that is one of ours. */
export function qrFormatOf(format: QrFormat | undefined, accept: string | undefined): QrFormat {
  if (format !== undefined) return format;
  for (const part of (accept ?? "").slice(0, 1_000).split(",")) {
    const [mediaType = "", ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) continue;
    if (mediaType === "application/json" || mediaType === "*/*") return "raw";
    const picture = Object.entries(pictureMediaTypes).find(([, ours]) => ours === mediaType)?.[0];
    if (picture !== undefined) return picture as Picture;
    if (mediaType === "image/*") return "png";
  }
  return "raw";
}
