import { pictureMediaTypes, type QrFormat } from "../routes/qr-formats.ts";

/** A QR code in the form that was asked for. What draws it is loaded by who asks for a picture only. */
export async function shown(qr: string, format: QrFormat, message: string) {
  if (format === "raw") return { status: 200 as const, body: { message, qrCode: qr } };
  const { dataUrlOf, pictureOf } = await import("./qr-pictures.ts");
  if (format === "dataurl") return { status: 200 as const, body: { message, qrCode: await dataUrlOf(qr) } };
  return { status: 200 as const, text: await pictureOf(qr, format), mediaType: pictureMediaTypes[format] };
}
