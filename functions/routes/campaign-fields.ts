import * as z from "zod";
import { contentFields, contentRules, likelyMistakes, notBoth, saysSomething } from "./content.ts";
import { campaignName, maxListsPerCampaign, warningsOf } from "./fields.ts";
import { pacing, quietHours, timezone } from "./pacing-fields.ts";

/** What a request says of a broadcast, as every route that takes one reads it. */

const listId = z.string().min(1).max(64);
const oneOfLists = {
  error: "either listIds or listId",
  path: ["listIds"],
};
/** The same for the OpenAPI document. */
const eitherListOrLists = { oneOf: [{ required: ["listIds"] }, { required: ["listId"] }] };
/** Those of `send`: what a remainder does not name is as in its first campaign. */
const sendRules = {
  anyOf: [{ required: ["remainderOf"] }, { allOf: [eitherListOrLists, contentRules] }],
  allOf: [notBoth("listIds", "listId"), notBoth("message", "templateId")],
};
const audience = {
  listIds: z.array(listId).min(1).max(maxListsPerCampaign).optional(),
  listId: listId.optional(),
  excludeListIds: z.array(listId).max(maxListsPerCampaign).optional(),
};
const allowPartial = z.boolean().optional().meta({
  description:
    "true: sends to the contacts that are there, although an import into one of the lists (or into one that is left out) is unfinished; `total` counts them, and the rows that the import has in hand",
});
const remainderOf = z.string().min(1).max(64).optional().meta({
  description:
    "a stopped campaign of this session: writes to those of its audience, as it was at its launch, whom it did not reach. What is not named (lists, message, pacing, quiet hours) is as there; lists can only be some of its own",
});
interface Asked {
  readonly remainderOf?: string | undefined;
  readonly listIds?: readonly string[] | undefined;
  readonly listId?: string | undefined;
  readonly message?: string | undefined;
  readonly templateId?: string | undefined;
}
const isRemainder = ({ remainderOf: first, message, templateId }: Asked): boolean =>
  first !== undefined && message === undefined && templateId === undefined;
const namesLists = ({ remainderOf: first, listIds, listId: one }: Asked): boolean =>
  first === undefined ? (listIds === undefined) !== (one === undefined) : listIds === undefined || one === undefined;
const allowDuplicate = z.boolean().optional().meta({
  description:
    "true: sends although the same message to the same lists was sent less than 10 seconds ago without an Idempotency-Key",
});
/** Of a broadcast's text. */
export const badText = {
  422: "fields that can't be taken, each named; UNKNOWN_VARIABLE: no contact of the lists has a variable of the text (`variable`, `line`, `column`, all such as `unknown`, and `known`: the names that contacts have, the nearest first); AUDIENCE_EMPTY",
} as const;
const dryRun = z.boolean().optional().meta({
  description:
    "true: sends and keeps nothing, and answers what would happen (200). What a send would refuse is refused; no first answer is kept under an Idempotency-Key",
});
/** A campaign can't lift its session's bound. */
const newChatsAreANumber = (body: {
  readonly pacing?: { readonly newChatsPerDay?: number | null | undefined } | undefined;
}): boolean => body.pacing?.newChatsPerDay !== null;
const newChatsWanted = {
  error: "a number: only a session may say null, as many as they like",
  path: ["pacing", "newChatsPerDay"],
};
const content = {
  name: campaignName.optional(),
  allowPartial,
  ...contentFields,
  pacing: pacing.optional(),
  quietHours: quietHours.optional(),
};
export const warnings = warningsOf(
  `same_body_within_an_hour: \`campaignId\` of the other one; import_running: \`importId\`; missing_variable: \`have\` of \`of\` contacts have \`variable\`, the others get no message; ${likelyMistakes}`,
);
const maxLateMinutes = z
  .int()
  .min(1)
  .max(30 * 24 * 60)
  .optional()
  .meta({
    description:
      "started later than so many minutes, because of an unfinished import or otherwise, it is paused instead (too_late); without it, it starts however late",
  });
const sendAtPattern = String.raw`^\d{4}-\d{2}-\d{2}(T|t| +)\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|z|[+-]\d{2}:?\d{2})?$`;
const sendAt = z
  .string()
  .max(40)
  .meta({
    description: "local time in `timezone`, a blank or T before the time, or a moment with Z or an offset",
    pattern: sendAtPattern,
    examples: ["2026-12-01T09:00"],
  });

export const sendBody = z
  .strictObject({ ...audience, ...content, allowDuplicate, remainderOf, dryRun })
  .refine(namesLists, oneOfLists)
  .refine(newChatsAreANumber, newChatsWanted)
  .refine((body) => isRemainder(body) || saysSomething[0](body), saysSomething[1])
  .meta(sendRules);

export const scheduleBody = z
  .strictObject({ ...audience, ...content, sendAt, timezone: timezone.optional(), maxLateMinutes, dryRun })
  .refine((body) => (body.listIds === undefined) !== (body.listId === undefined), oneOfLists)
  .refine(newChatsAreANumber, newChatsWanted)
  .refine(...saysSomething)
  .meta({ allOf: [eitherListOrLists, contentRules] });

export const changeBody = z
  .strictObject({
    ...audience,
    ...content,
    sendAt: sendAt.optional(),
    timezone: timezone.optional(),
    maxLateMinutes,
  })
  .refine((body) => body.listIds === undefined || body.listId === undefined, oneOfLists)
  .refine(newChatsAreANumber, newChatsWanted)
  .refine((body) => body.message === undefined || body.templateId === undefined, {
    error: "either message or templateId",
    path: ["message"],
  })
  .meta({
    allOf: [notBoth("listIds", "listId"), notBoth("message", "templateId")],
    dependentRequired: { timezone: ["sendAt"] },
  });
