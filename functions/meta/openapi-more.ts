/** What the document says of some operations beside their own descriptions: every Lambda carries the descriptions of its routes, and that of the document alone these. */

/** How a receiver checks that a call is ours. */
export const webhookFormula =
  "the signature is the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`, by the bytes that the webhook's secret holds in base64 behind `whsec_`.";

/** By operationId: a paragraph behind the description. */
export const moreAbout: Readonly<Record<string, string>> = {
  getQrCode:
    "To scan it from the page of this document, tick `format` and choose `png` before you press **Send**: the answer is then the picture.",
  scheduleCampaign:
    "Everything else is as in [Send a broadcast now](#tag/campaigns/POST/api/whatsapp/{sessionId}/broadcast/send). The answer is 202; 200 answers a request with `dryRun: true`, which schedules nothing.",
  createWebhook: `By yourself, without the library ([standardwebhooks.com](https://www.standardwebhooks.com) has one for most languages): ${webhookFormula} Compare it with what stands behind \`v1,\` in the header \`webhook-signature\`.`,
};
