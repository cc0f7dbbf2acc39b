import type { ServerResponse } from "node:http";

/** An answer S3 gives by itself: `code` as in S3's list of error codes, further elements of the XML in `elements`. */
export interface S3Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly elements?: Readonly<Record<string, string>>;
}

export const preconditionFailed: S3Refusal = {
  status: 412,
  code: "PreconditionFailed",
  message: "At least one of the pre-conditions you specified did not hold",
  elements: { Condition: "If-None-Match" },
};

export const conditionalRequestConflict: S3Refusal = {
  status: 409,
  code: "ConditionalRequestConflict",
  message: "The conditional request cannot succeed due to a conflicting operation against this resource.",
};

export const serviceUnavailable: S3Refusal = {
  status: 503,
  code: "ServiceUnavailable",
  message: "Service is unable to handle request.",
};

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Answers with S3's XML. Node discards a body that was not read, so the connection stays usable. */
export function refuse(res: ServerResponse, refusal: S3Refusal): void {
  const elements = { Code: refusal.code, Message: refusal.message, ...refusal.elements };
  const xml = Object.entries(elements).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  res.writeHead(refusal.status, { "content-type": "application/xml" });
  res.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml.join("")}</Error>`);
}
