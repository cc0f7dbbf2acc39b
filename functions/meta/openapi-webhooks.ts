import { exampleFrom } from "./openapi-examples.ts";
import type { Json, Schemas } from "./openapi-schemas.ts";
import { eventShapes } from "../routes/events/event-shapes.ts";
import { eventWords } from "../routes/events/event-words.ts";
import { sample } from "../routes/words/samples.ts";

/** The calls that a webhook's receiver gets, one a type of event. */

const header = (name: string, description: string, example: string): Json => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string", examples: [example] },
});

const headers = [
  header("x-webhook-id", "the event's id, as in the body", sample.eventId),
  header("x-webhook-timestamp", "when the call was signed, in seconds since 1970", "1796090400"),
  header(
    "x-webhook-signature",
    "`v1=` and the hex HMAC-SHA256 of `<timestamp>.<body>` by the webhook's secret; several with commas while secrets change",
    "v1=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  ),
];

/** The member `webhooks` of the document. */
export const webhookEvents = (schemas: Schemas): Json =>
  Object.fromEntries(
    Object.entries(eventShapes).map(([type, shape]) => {
      const schema = schemas.of(shape, "output", { operationId: type, resource: "events" });
      return [type, { post: callOf(type as keyof typeof eventWords, schema, exampleFrom(schema, schemas)) }];
    }),
  );

const callOf = (type: keyof typeof eventWords, schema: Json, example: unknown): Json => ({
  operationId: `on${type
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`,
  summary: eventWords[type],
  description:
    "Sent at least once, in no order, to each webhook that listens to it. A receiver answers within 10 seconds; other answers than 2xx are tried again for 24 hours, and 410 switches the webhook off.",
  tags: ["webhooks"],
  security: [],
  parameters: headers,
  requestBody: { required: true, content: { "application/json": { schema, example } } },
  responses: {
    "2XX": { description: "taken" },
    "410": { description: "the receiver wants no more: its webhook is switched off" },
  },
});
