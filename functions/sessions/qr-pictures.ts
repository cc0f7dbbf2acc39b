import { toBuffer, toDataURL, toString } from "qrcode";
import type { Picture } from "../routes/qr-formats.ts";

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
      return blackOnWhite(await toString(qr, { ...quiet, type: "utf8" }));
  }
}

/**
 * Black and white of the 256 colours, which no theme of a terminal changes. By the terminal's own two colours the code, and
 * the quiet zone around it, would be inverted wherever the background is dark. Each line begins and ends by itself, so that
 * what stands beside it keeps its colours.
 */
const blackOnWhite = (blocks: string): string =>
  blocks
    .split("\n")
    .map((line) => `\u001b[38;5;16;48;5;231m${line}\u001b[0m\n`)
    .join("");

export const dataUrlOf = (qr: string): Promise<string> => toDataURL(qr, { ...quiet, width: widthPx });
