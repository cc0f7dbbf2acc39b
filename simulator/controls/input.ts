import * as z from "zod";
import { brief, type ErrorDetail } from "../../core/errors.ts";
import { inboundTypes } from "../../core/whatsapp.ts";
import { behaviourShape, limitsShapeOf, numberShape } from "../events.ts";
import { faultKinds } from "../faults.ts";
import { pageChangesShape } from "../web/page-behaviour.ts";

/** A control was called with something that it cannot read. */
export class BadInput extends Error {
  readonly details: readonly ErrorDetail[];

  constructor(details: readonly ErrorDetail[]) {
    super("the request is not valid");
    this.details = details;
  }
}

const withoutSigns = (number: string): string => number.replaceAll(/[+\s-]/g, "");
export const numberInput = z
  .string()
  .transform(withoutSigns)
  .refine((digits) => /^\d{5,20}$/.test(digits), "a number of 5 to 20 digits; +, spaces and dashes may stand between");

const epochMs = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const isoMoment = z.iso
  .datetime({ offset: true, error: "an ISO 8601 time with its zone" })
  .transform((text) => Date.parse(text));

export const bodies = {
  scan: z.strictObject({ number: numberInput, name: z.string().min(1).max(100).exactOptional() }),
  /** As a person types it on the phone, with or without the dash. */
  typeCode: z.strictObject({
    number: numberInput,
    name: z.string().min(1).max(100).exactOptional(),
    code: z.string().toUpperCase().min(1).max(20),
  }),
  inbound: z.strictObject({
    session: z.string().min(1),
    from: numberInput,
    body: z.string().max(65_536),
    type: z.enum(inboundTypes).exactOptional(),
    /** WhatsApp's id of the message that it answers. */
    quoted: z.string().min(1).max(128).exactOptional(),
  }),
  /** The chat is shown on the phone. */
  read: z.strictObject({ session: z.string().min(1) }),
  number: numberShape,
  /** An account's other name is the network's. */
  numberOfTenant: numberShape.omit({ lid: true }),
  behaviour: behaviourShape,
  limits: limitsShapeOf(isoMoment),
  page: pageChangesShape,
  fault: z.strictObject({ kind: z.enum(faultKinds) }),
};

export const deliveryQuery = z.strictObject({
  to: z.string().transform(withoutSigns).exactOptional(),
  session: z.string().exactOptional(),
  since: z.union([epochMs, isoMoment], "an ISO 8601 time with its zone, or epoch milliseconds").exactOptional(),
});

const pageQuery = {
  session: z.string().min(1),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, "1 to 100")
    .transform(Number)
    .default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, "the nextCursor of the page before")
    .transform(Number)
    .exactOptional(),
};
export const chatsQuery = z.strictObject({
  ...pageQuery,
  search: z.string().max(40).transform(withoutSigns).exactOptional(),
});
export const chatQuery = z.strictObject(pageQuery);
export const mediaQuery = z.strictObject({ signature: z.string().max(100) });

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/**
 * @param root where the input stands, as the API names it: empty of the body, `/query`, `/path/number`
 * @throws BadInput with one detail a bad field
 */
export function parse<Shape extends z.ZodType>(shape: Shape, input: unknown, root: string): z.infer<Shape> {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const detail = (path: readonly PropertyKey[], wanted: string): ErrorDetail => ({
    pointer: [root, ...path.map(String)].join("/"),
    came: brief(valueAt(input, path)),
    wanted,
  });
  throw new BadInput(
    parsed.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => detail([...issue.path, key], "no such field"))
        : [detail(issue.path, issue.message)],
    ),
  );
}

/** @throws BadInput */
export function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new BadInput([{ pointer: "/path", came: brief(piece), wanted: "percent-encoded UTF-8" }]);
  }
}
