import * as z from "zod";
import { scopes } from "../../core/access/api-key.ts";
import { campaignStates, pauseReasons } from "../../core/campaign/campaign.ts";
import { countCharacters } from "../../core/characters.ts";
import { maxListDescriptionLength, maxListNameLength } from "../../core/contact/list.ts";
import { hasVisibleText, maxMessageLength } from "../../core/content/message-text.ts";
import { misleadingIn } from "../../core/content/misleading-text.ts";
import { waitReasons } from "../../core/sending/pacing.ts";
import { sessionStates } from "../../core/session/session.ts";
import { warningCodes } from "./warning-messages.ts";

/** Fields that more than one route has. Bounds come from the domain, so that a limit and its message never disagree. */

export const maxContactsPerRequest = 1_000;
export const maxListsPerCampaign = 50;
/** A template may be longer than what it renders to, but not without end. */
export const maxTemplateLength = 4 * maxMessageLength;

export const time = z.iso.datetime().meta({ examples: ["2026-12-01T02:00:00.000Z"] });

/** Parameters of paths. */
export const ofSession = z.strictObject({ sessionId: z.string() });
export const ofList = ofSession.extend({ listId: z.string() });

/**
 * For the OpenAPI document: what no text may have, of what a pattern can say in every language. Noncharacters, halves of
 * surrogate pairs and characters without a width are left to the code.
 */
const controls = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069`;
const lineEnds = String.raw`\t\n\r`;

interface Characters {
  /** As parts of a pattern: a character of the text, and its first or last one. */
  readonly within: string;
  readonly atEnds: string;
}
export const anyCharacters: Characters = { within: String.raw`[\s\S]`, atEnds: String.raw`\S` };
/** The characters without those, which stand in a pattern's class. */
export const charactersWithout = (those: string): Characters => ({
  within: `[^${those}]`,
  atEnds: String.raw`[^${those}\s]`,
});
/** For the document: a text of so many characters and blanks around it. Only a pattern can say that, for `maxLength` counts the blanks. */
export const withinBlanks = (max: number, { within, atEnds }: Characters) =>
  String.raw`^\s*${atEnds}(${within}{0,${max - 2}}${atEnds})?\s*$`;
/** The same, or nothing. */
export const withinBlanksOrNone = (max: number, { within, atEnds }: Characters) =>
  String.raw`^\s*(${atEnds}(${within}{0,${max - 2}}${atEnds})?)?\s*$`;

/** How long a text is without the blanks around it, which are taken off. For `.refine(...)`. */
export const atMost = (max: number) =>
  [
    (value: string): boolean => countCharacters(value.trim()) <= max,
    { error: `at most ${max} characters` },
  ] as const satisfies readonly [unknown, { readonly error: string }];

export const sendableCharacters = charactersWithout(controls);
export const inSendableText = { pattern: `^[^${controls}]*$` };
/** The same with something visible in it. */
export const inMessage = { pattern: `^[^${controls}\\S]*[^${controls}\\s][^${controls}]*$` };

const isVisibleText = (value: string): boolean =>
  misleadingIn(value) === undefined && !/\p{Cc}/u.test(value) && hasVisibleText(value);

const ofOneLine: Characters = { ...charactersWithout(controls), within: `[^${controls}${lineEnds}]` };
/** A text that a person gives a thing as its name: one line of something visible, in characters that every table takes. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .refine(...atMost(max))
    .refine((value) => value === "" || isVisibleText(value), {
      error: ({ input }) => textWanted(input, "a text of visible characters, without control characters"),
    })
    .meta({ pattern: withinBlanks(max, ofOneLine) });

/** What WhatsApp can show of a text: of the control characters only those that make lines, and nothing that misleads. */
export const isSendableText = (value: string): boolean =>
  misleadingIn(value) === undefined && !/[^\P{Cc}\n\r\t]/u.test(value);
export const sendableText = {
  error: ({ input }: { readonly input?: unknown }) =>
    textWanted(input, "a text without control characters other than line ends and tabs"),
};

/** Names what misleads and where it stands; otherwise what is wanted of the text. */
const textWanted = (input: unknown, wanted: string): string => {
  const problem = typeof input === "string" ? misleadingIn(input) : undefined;
  return problem === undefined ? wanted : `a text ${problem}`;
};

export const listName = text(maxListNameLength);
export const listDescription = z
  .string()
  .trim()
  .refine(...atMost(maxListDescriptionLength))
  .refine(isSendableText, sendableText)
  .meta({ pattern: withinBlanksOrNone(maxListDescriptionLength, sendableCharacters) });
export const campaignName = text(100);
export const sessionLabel = text(100);
export const keyName = text(100);
export const webhookDescription = text(200);
export const tenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: "a tenant id of a-z, 0-9 and - up to 40 characters" });

/** A number of a query, as JSON would write it: no `0x10`, `1e2` or `+5`. */
const wholeNumber = (text: unknown): unknown =>
  typeof text === "string" && /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : text;

export const page = {
  limit: z.preprocess(wholeNumber, z.number().int().min(1).max(100).default(20)),
  cursor: z.string().min(1).max(2_000).optional(),
};

const maxSearchLength = 100;
export const search = z
  .string()
  .trim()
  .min(1)
  .refine(...atMost(maxSearchLength))
  .meta({ pattern: withinBlanks(maxSearchLength, anyCharacters) })
  .optional();

/** Several of a few words: `?status=sent,read`, or the parameter several times. */
export const severalOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z
    .string()
    .transform((text) => text.split(",").map((word) => word.trim()))
    .pipe(z.array(z.enum(words)).min(1).max(50))
    .meta({
      pattern: `^\\s*(${words.join("|")})\\s*(,\\s*(${words.join("|")})\\s*)*$`,
      description: `one or several of ${words.join(", ")}, with commas between`,
      examples: [words.slice(0, 2).join(",")],
    });

/** With seconds or without, as `sendAt` has them. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);
const timeOfDay = String.raw`([01]\d|2[0-3]):[0-5]\d`;
const wantedBound = "a day such as 2026-12-01, or a time such as 2026-12-01T02:00:00Z";

/** A day of the session's timezone, all of it, or a moment. */
export const dayOrMoment = z
  .string()
  .refine((text) => z.iso.date().safeParse(text).success || moment.safeParse(text).success, { error: wantedBound })
  .meta({
    pattern: `^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T${timeOfDay}(:[0-5]\\d(\\.\\d+)?)?(Z|[+-]${timeOfDay}))?$`,
    description: "a day of the session's timezone, or a time with Z or an offset",
    examples: ["2026-12-01"],
  });

/** A day of the session's timezone. */
export const dayThere = z.iso
  .date({ error: "a day such as 2026-12-01" })
  .meta({ description: "a day of the session's timezone", examples: ["2026-12-01"] });

/** For `.refine(...endsAfterItBegins)` of a span, whose bounds are both days. */
export const endsAfterItBegins = [
  ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }) =>
    from === undefined || to === undefined || from <= to,
  { error: "a time that is not before `from`", path: ["to"] },
] as const satisfies readonly [unknown, { readonly error: string; readonly path: string[] }];

export const pagination = z
  .object({ limit: z.int(), nextCursor: z.string().nullable(), total: z.int().optional() })
  .meta({ id: "Pagination" });

export const sessionState = z.enum(sessionStates).meta({
  description:
    "stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why",
});
export const campaignState = z.enum(campaignStates).meta({
  description:
    "scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good",
});
export const pauseReason = z.enum(pauseReasons).meta({
  description:
    "user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other",
});
export const waitReason = z.enum(waitReasons).meta({
  description:
    "why a running campaign sends nothing now; session: it is not connected; pacing: the pause between two messages; quiet_hours; daily_cap: its messages of today are sent; import: one into its lists is unfinished; operator: sending is halted; page: WhatsApp's page failed at its messages, or at those of several other sessions; whatsapp_limit: WhatsApp lets the account begin no chat now; new_chats: the chats that may begin today have begun",
});
export const scope = z.enum(scopes);

export const success = z.literal(true);

/** A whole number by each of these names. */
export const numbersOf = <const Names extends readonly string[]>(names: Names) =>
  z.object(Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Names[number], z.ZodInt>);

/** A page of something, as every list route answers it. */
export const pageOf = <Row extends z.ZodType>(row: Row) => z.object({ success, data: z.array(row), pagination });
export const dataOf = <Row extends z.ZodType>(row: Row) => z.object({ success, data: row });

const warning = z
  .looseObject({
    code: z.enum(warningCodes),
    message: z.string().meta({ description: "in the caller's language; the code does not change with it" }),
  })
  .meta({ id: "Warning", description: "what was taken all the same, and is likely not what was meant" });

/** @param codes what each means, and which further members it has */
export const warningsOf = (codes: string) => z.array(warning).readonly().optional().meta({ description: codes });

/** Beside a reason `missing_variable`. */
export const missingVariables = z.array(z.string()).readonly().optional().meta({
  description: "of missing_variable: the variables that the contact lacks, as the text writes them; at most 5",
});

/** Beside a reason `same_account`. */
export const sameAccountAs = z.string().optional().meta({
  description: "of same_account: the number under which the same WhatsApp account was written to",
});

/** Answers of an export that is too large for one. */
export const largeExport = {
  202: {
    description: "it is large and the file not ready; the same call later gives the 303",
    body: dataOf(z.object({ state: z.literal("running") })),
  },
  303: { description: "more than 4 MB: a signed address that downloads it, for 15 minutes" },
} as const;
