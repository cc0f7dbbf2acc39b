import * as z from "zod";
import { maxOriginalNameLength, mediaStates, rejectionReasons, uploadPurposes } from "../../core/content/media.ts";
import { withoutMisleading } from "../../core/content/misleading-text.ts";
import { mediaKinds } from "../../core/whatsapp.ts";
import { dataOf, ofSession, page, pageOf, search, success, time, warningsOf } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "media", session: "path" });

const base = "/api/whatsapp/{sessionId}/broadcast/upload" as const;
const ofMedia = ofSession.extend({ filename: z.string() });

/** `type/subtype`, with parameters or without. */
const mediaTypePattern = String.raw`^\s*[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+\s*(;.*)?$`;

const purpose = z.enum(uploadPurposes);
/** A name may come with a file from a stranger: what would make it read as another name is taken out of it. */
const originalName = z
  .string()
  .overwrite(withoutMisleading)
  .min(1)
  .max(maxOriginalNameLength)
  .refine((name) => !/\p{Cc}/u.test(name) && name.trim() !== "", {
    error: "a file name without control characters",
  })
  // Of characters that mislead at least one other is left.
  .meta({
    pattern: String.raw`^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069][^\u0000-\u001f\u007f-\u009f]*$`,
  });

const media = z
  .object({
    filename: z.string().meta({ description: "assigned here, unique; what campaigns name" }),
    originalName: z.string(),
    purpose,
    contentType: z.string(),
    kind: z.enum([...mediaKinds, "contacts"]),
    size: z.int(),
    state: z.enum(mediaStates),
    reason: z.enum(rejectionReasons).optional(),
    found: z.string().optional().meta({ description: "what its bytes are, where that is the reason" }),
    note: z.string().optional().meta({ description: "what it was taken as, or what to upload instead" }),
    sha256: z.string().optional(),
    usedBy: z.array(z.string()).meta({ description: "campaigns that need it and are not over" }),
    uploadKey: z.string(),
    createdAt: time,
    checkedAt: time.optional(),
  })
  .meta({ id: "Media" });

const warnings = warningsOf("gif_does_not_play: WhatsApp shows it as a still picture");

/** Fields beside the file in a form. */
export const uploadForm = z.strictObject({
  filename: originalName.optional(),
  contentType: z.string().min(1).max(200).optional().meta({ pattern: mediaTypePattern }),
  purpose: purpose.optional(),
});

export const createUpload = route({
  operationId: "createUpload",
  method: "POST",
  path: base,
  summary: "Upload a file",
  description:
    "JSON answers where to POST the file, as a form with `fields` and then `file`, for exactly that type and size. A multipart/form-data request with a field `file` (up to 4 MB) stores it straight away. `filename` in the answer is assigned, unique, and what campaigns name. The bytes are checked: a file that is not what it says becomes `rejected`.",
  scope: "write",
  limit: "broadcast",
  params: ofSession,
  body: z.strictObject({
    filename: originalName.meta({ description: "the file's name on its sender's computer", examples: ["poster.png"] }),
    contentType: z
      .string()
      .min(1)
      .max(200)
      .meta({ pattern: mediaTypePattern, examples: ["image/png"] }),
    size: z.int().min(1).meta({ description: "bytes, exactly" }),
    purpose: purpose.optional(),
  }),
  rawBody: ["multipart/form-data"],
  form: uploadForm,
  idempotent: true,
  answers: {
    201: {
      description: "the permission to upload, or the file as it was stored and checked",
      body: z.object({
        success,
        data: media.extend({
          url: z.string().optional(),
          fields: z.record(z.string(), z.string()).optional(),
          expiresAt: time.optional(),
        }),
        warnings,
      }),
    },
  },
  missing: "session",
});

export const listUploads = route({
  operationId: "listUploads",
  method: "GET",
  path: base,
  summary: "List files",
  description: "The session's files, the newest first.",
  scope: "read",
  params: ofSession,
  query: z.strictObject({ ...page, search, state: z.enum(mediaStates).optional(), purpose: purpose.optional() }),
  answers: { 200: { description: "a page of files", body: pageOf(media) } },
  missing: "session",
});

export const getUpload = route({
  operationId: "getUpload",
  method: "GET",
  path: `${base}/{filename}`,
  summary: "Get a file",
  description: "One file and its state: `ready` can be sent; `rejected` says why not.",
  scope: "read",
  params: ofMedia,
  answers: { 200: { description: "the file", body: dataOf(media).extend({ warnings }) } },
  missing: "file",
});

export const deleteUpload = route({
  operationId: "deleteUpload",
  method: "DELETE",
  path: `${base}/{filename}`,
  summary: "Delete a file",
  description: "Refused while a template, or a campaign that is not over, uses it.",
  scope: "write",
  params: ofMedia,
  answers: {
    200: { description: "it is gone", body: dataOf(z.object({ filename: z.string(), deleted: z.literal(true) })) },
  },
  missing: "file",
  refusals: { 409: "a template, or a campaign that is not over, uses it: `usedBy` names them" },
});
