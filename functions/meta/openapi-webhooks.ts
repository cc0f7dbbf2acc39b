import { formerWebhookHeaders, webhookHeaders } from "../../core/webhook/webhook-signature.ts";
import type { Json, Schemas } from "./openapi-schemas.ts";
import { eventExamples } from "../routes/events/event-examples.ts";
import { eventShapes } from "../routes/events/event-shapes.ts";
import { eventWords } from "../routes/events/event-words.ts";
import { sample } from "../routes/words/samples.ts";

/** The calls that a webhook's receiver gets, one a type of event. */

const header = (name: string, description: string, example: string, isFormer = false): Json => ({
  name,
  in: "header",
  required: true,
  ...(isFormer ? { deprecated: true } : {}),
  description,
  schema: { type: "string", examples: [example] },
});
const former = (name: string, description: string, example: string) =>
  header(name, `${description}; of the former headers, which the next version of the API sends no more`, example, true);

const id = "the event's id, as in the body; the same over all attempts";
const timestamp = "when this attempt was signed, in seconds since 1970";
const someTimestamp = "1796090400";

const headers = [
  header(webhookHeaders.id, id, sample.eventId),
  header(webhookHeaders.timestamp, timestamp, someTimestamp),
  header(
    webhookHeaders.signature,
    "of Standard Webhooks: `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`, by the bytes that the webhook's secret holds in base64 behind `whsec_`; several with blanks between them while secrets change",
    "v1,n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
  ),
  former(formerWebhookHeaders.id, id, sample.eventId),
  former(formerWebhookHeaders.timestamp, timestamp, someTimestamp),
  former(
    formerWebhookHeaders.signature,
    "`v1=` and the hex HMAC-SHA256 of `<timestamp>.<body>` by the webhook's secret as it is written; several with commas while secrets change",
    "v1=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  ),
];

/** The member `webhooks` of the document. */
export const webhookEvents = (schemas: Schemas): Json =>
  Object.fromEntries(
    Object.entries(eventShapes).map(([type, shape]) => {
      const schema = schemas.of(shape, "output", { operationId: type, resource: "events" });
      return [type, { post: callOf(type as keyof typeof eventWords, schema) }];
    }),
  );

const aboutCalls =
  "Sent at least once, in no order, to each webhook that listens to it, and signed after Standard Webhooks (https://www.standardwebhooks.com): check `webhook-signature` by its library and the webhook's secret, and drop a `webhook-id` that came before. A receiver answers within 10 seconds; other answers than 2xx are tried again for 24 hours, and 410 switches the webhook off.";

const callOf = (type: keyof typeof eventWords, schema: Json): Json => ({
  operationId: `on${type
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`,
  summary: type,
  description: `${eventWords[type]}.\n\n${aboutCalls}`,
  tags: ["webhooks"],
  security: [],
  parameters: headers,
  requestBody: { required: true, content: { "application/json": { schema, example: eventExamples[type] } } },
  responses: {
    "2XX": { description: "taken" },
    "410": { description: "the receiver wants no more: its webhook is switched off" },
  },
});
