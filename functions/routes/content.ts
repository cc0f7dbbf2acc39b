import * as z from "zod";
import { inMessage, inSendableText, isSendableText, maxTemplateLength, sendableText } from "./fields.ts";

/** What a broadcast says, as every route that takes one reads it. */

export const mediaOfMessage = z.strictObject({
  filename: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: "as the upload answered it; no text goes beside an audio file" }),
});

/** Members of a request's body; see `saysSomething`. */
export const contentFields = {
  message: z.string().min(1).max(maxTemplateLength).refine(isSendableText, sendableText).meta(inMessage).optional(),
  templateId: z.string().min(1).max(64).optional(),
  variables: z
    .record(z.string().min(1).max(64), z.string().max(1_024).refine(isSendableText, sendableText).meta(inSendableText))
    .optional(),
  media: mediaOfMessage.optional(),
};

interface Content {
  readonly message?: string | undefined;
  readonly templateId?: string | undefined;
  readonly media?: { readonly filename: string } | undefined;
}

/** A text or a template, not both; a file may go without either. For `.refine(...saysSomething)`. */
export const saysSomething = [
  (body: Content) =>
    body.message === undefined
      ? body.templateId !== undefined || body.media !== undefined
      : body.templateId === undefined,
  { error: "either message or templateId, or media alone", path: ["message"] },
] as const satisfies readonly [(body: Content) => boolean, { readonly error: string; readonly path: string[] }];

/** Of `warnings`. */
export const likelyMistakes =
  "own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture";

export const notBoth = (one: string, other: string) => ({
  not: { properties: { [one]: {}, [other]: {} }, required: [one, other] },
});

/** `saysSomething` for the OpenAPI document. */
export const contentRules = {
  ...notBoth("message", "templateId"),
  anyOf: [{ required: ["message"] }, { required: ["templateId"] }, { required: ["media"] }],
};
