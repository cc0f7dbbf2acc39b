import { toBuffer, toDataURL, toString } from "qrcode";
import type { Picture } from "./qr-formats.ts";

/** A QR code's raw text as something that a phone can be pointed at. */

/** Wide enough for a code of WhatsApp's length on any screen. */
const widthPx = 512;
const quiet = { margin: 4, errorCorrectionLevel: "L" } as const;

export async function pictureOf(qr: string, format: Picture): Promise<string | Uint8Array> {
  switch (format) {
    case "png":
      return await toBuffer(qr, { ...quiet, type: "png", width: widthPx });
    case "svg":
      return await toString(qr, { ...quiet, type: "svg", width: widthPx });
    case "text":
      return await toString(qr, { ...quiet, type: "utf8" });
  }
}

export const dataUrlOf = (qr: string): Promise<string> => toDataURL(qr, { ...quiet, width: widthPx });
